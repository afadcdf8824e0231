"""A seeker's view of anybody's columns in float32: each term times its weight, close enough to leave most out.

How far a float32 worth can be from the float64 one, in units of u = 2**-24 (the relative rounding of one
operation), times the card's prior:

- sector: rounded once, 1 u.
- goals: at most 8 non-negative summands of two rounded factors, then a rounded divisor, at most 13 u.
- place: differences of stored coordinates are rounded once whatever the distance, so the chord's square s is
  within 5 u of itself, its root 3.5 u, and t = d / scale 8 u after the series; exp(-t) then moves by
  8 t exp(-t) u ≤ 3 u, plus numpy's own exp, 2.6 ulp ≤ 5.2 u. The series 2 asin(c / 2) ≈ c + c³ / 24 leaves
  out 3 c⁵ / 640 and so moves exp(-t) by at most (3 / 640) · 21.1 · (scale / R)⁴ ≤ 1.7 u at 200 km, and what
  is cut at t = 17 is below 5e-8, 1 u. Together 11 u, more than the 1 u of a remote place.
- time: one of 22 × 22 numbers, rounded once, 1 u.
- fit: a weighted mean of the four, at most 13 u, and 5 u for the weights, products and sums.
- worth: the prior and the product, 2 u more.

20 u < 1.2e-6. A card that is truly among the first k has a rough worth of at least the k-th rough worth minus
twice that, 2.4e-6; MARGIN is larger still.
"""

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ranking.market import Seeker
from ranking.places import EARTH_RADIUS_KM
from ranking.rows import Rows
from ranking.rules import Rules
from ranking.terms import IN_PERSON, REMOTE
from ranking.weights import DAY_PARTS, MOST_GOALS, MOST_GOALS_EACH, Weights

Array = npt.NDArray[Any]
Rough = npt.NDArray[np.float32]

# It covers products that underflow, too.
MARGIN = 4e-6
NO_PLACE_EXPONENT = 17.0


class Lens:
    """One seeker under one set of rules, as tables of float32 and a few numbers."""

    def __init__(self, seeker: Seeker, rules: Rules) -> None:
        weights = rules.weights
        self.seeker, self.weights = seeker, weights
        self._of_sector = (rules.similar_to(seeker.sectors) * weights.sector).astype(np.float32)
        self.order = weights.of_goals(len(seeker.goals) if seeker.role == "mentee" else MOST_GOALS_EACH)
        if seeker.role == "mentor":
            self._of_goal, self._per_total = self._goal_tables()
        self._per_chord = EARTH_RADIUS_KM / weights.distance_scale_km
        self._of_time = _time_table(weights, seeker.availability.bit_count()) if seeker.availability else None
        # The most that goals and time can add.
        self.most_goals = weights.goals if seeker.goals else 0.0
        # What a goal of the seeker's adds for each unit of its weight.
        self.per_order = self.most_goals / sum(self.order) if seeker.goals else 0.0
        unknown = weights.time * weights.time_unknown
        self.most_time = max(weights.time, unknown) if seeker.availability else unknown

    def worths(self, members: Rows) -> Rough:
        """fit · prior of each, eligible or not, within 1.2e-6 · prior of its float64 value: (m,)."""
        fit = self.sectors(members.sectors[0])
        for slots in members.sectors[1:]:
            np.maximum(fit, self.sectors(slots), out=fit)
        if self.seeker.goals:
            fit += self.goals(members.goals)
        fit += self.places(members.xyz, members.modalities)
        fit += self.times(members.availability)
        np.multiply(fit, members.priors, out=fit, casting="same_kind")
        return fit

    def sectors(self, slots: Array) -> Rough:
        of_sectors: Rough = self._of_sector.take(slots, mode="clip")
        return of_sectors

    def goals(self, slots: Array) -> Rough:
        """From the slots (g, m) of each card's goals in order."""
        if self.seeker.role == "mentee":
            return self._goals_sought(slots)
        met: Rough = self._of_goal[0].take(slots[0], mode="clip")
        for table, place in zip(self._of_goal[1:], slots[1:], strict=False):
            met += table.take(place, mode="clip")
        met *= self._per_total.take(np.count_nonzero(slots, axis=0), mode="clip")
        return met

    def places(self, xyz: Array, modalities: Array) -> Rough:
        best: Rough
        if self.seeker.modalities & IN_PERSON:
            best = self._nearness(xyz)
            best *= modalities & np.uint8(IN_PERSON)
            if self.seeker.modalities & REMOTE:
                np.maximum(best, (modalities >> 1) * np.float32(self.weights.remote), out=best)
            best *= np.float32(self.weights.place)
            return best
        remote = np.float32(self.weights.place * self.weights.remote)
        return (modalities >> 1) * (remote if self.seeker.modalities else np.float32(0))

    def most_places(self, centres: Array, radii: Array) -> Rough:
        """The most that anybody within these circles can have for their place."""
        most: Rough
        if not self.seeker.modalities & IN_PERSON:
            return np.full(radii.shape, self.weights.place * self.weights.remote, dtype=np.float32)
        most = np.sqrt(_squares(centres, self.seeker.xyz))
        # The chord is at most this much too long; a chord is shorter than the way along the sphere.
        most *= np.float32(1 - 1e-6)
        most -= radii
        np.maximum(most, np.float32(0), out=most)
        np.minimum(most, np.float32(NO_PLACE_EXPONENT / self._per_chord), out=most)
        most *= np.float32(-self._per_chord)
        np.exp(most, out=most)
        if self.seeker.modalities & REMOTE:
            np.maximum(most, np.float32(self.weights.remote), out=most)
        most *= np.float32(self.weights.place)
        return most

    def times(self, availability: Array) -> Rough:
        times: Rough
        if self._of_time is None:
            times = np.empty(availability.shape, dtype=np.float32)
            times.fill(self.most_time)
            return times
        at = np.multiply(np.bitwise_count(availability), DAY_PARTS + 1, dtype=np.uint16)
        at += np.bitwise_count(availability & np.uint32(self.seeker.availability))
        times = self._of_time.take(at, mode="clip")
        return times

    def _nearness(self, xyz: Array) -> Rough:
        """exp(-d / scale), d = R (c + c³ / 24) from the chord c; a float32 dot product would be off by 3 km."""
        square = _squares(xyz, self.seeker.xyz)
        # Cut before exp: denormals make it three times slower.
        np.minimum(square, np.float32((NO_PLACE_EXPONENT / self._per_chord) ** 2), out=square)
        chord = np.sqrt(square)
        square *= np.float32(-self._per_chord / 24)
        square -= np.float32(self._per_chord)
        square *= chord
        return np.exp(square, out=square)

    def _goals_sought(self, slots: Array) -> Rough:
        # Goals of the same weight are counted together, as bytes: 3, 2, 1, 1, 1 takes three products, not five.
        met: Rough = np.zeros(slots.shape[1], dtype=np.float32)
        for weight in set(self.order):
            found = np.zeros(slots.shape[1], dtype=np.uint8)
            for goal, weighs in zip(self.seeker.goals, self.order, strict=True):
                if weighs == weight:
                    found += np.add.reduce((slots == goal + 1).view(np.uint8), axis=0, dtype=np.uint8)
            met += found * np.float32(self.weights.goals * weight / sum(self.order))
        return met

    def _goal_tables(self) -> tuple[Array, Array]:
        """For a mentor: what a goal's slot adds by its place among the card's, and what their sum is multiplied by."""
        added = np.zeros((MOST_GOALS_EACH, MOST_GOALS + 1), dtype=np.float32)
        added[:, [goal + 1 for goal in self.seeker.goals]] = np.array(self.order)[:, None]
        per_total = np.zeros(MOST_GOALS_EACH + 1, dtype=np.float32)
        per_total[1:] = self.weights.goals / np.cumsum(self.order)
        return added, per_total


@lru_cache(maxsize=64)
def _time_table(weights: Weights, free: int) -> Rough:
    """What time adds, by day parts given · 22 + day parts shared."""
    given = np.arange(DAY_PARTS + 1)
    smaller = np.minimum(given, free)[:, None]
    shares = np.full((DAY_PARTS + 1, DAY_PARTS + 1), weights.time_unknown)
    np.divide(given, smaller, out=shares, where=smaller > 0)
    return (shares * weights.time).astype(np.float32).ravel()


def _squares(xyz: Array, here: Array) -> Rough:
    """The chords' squares: (m,) of (3, m)."""
    square: Rough = xyz[0] - here[0]
    square *= square
    for axis in (1, 2):
        away = xyz[axis] - here[axis]
        away *= away
        square += away
    return square
