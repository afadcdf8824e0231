"""A seeker's view of everybody's sectors and goals in float32, close enough to leave most out; and of whole areas.

How far what is known of a card can be from its float64 value, in units of u = 2**-24 (the relative rounding of one
operation):

- sector: rounded once, 1 u.
- goals: whole counts of a unit, which is rounded once, as is the product, or up to 8 such summands; for a card's own
  share, a rounded divisor and its product, too: at most 13 u.
- their sum: 1 u more. Place, time and what follows are float64.

15 u < 0.9e-6, for a fit of at most 1. A card that is truly among the first k has a rough worth of at least the k-th
rough worth minus twice that, 1.8e-6; MARGIN is larger still. Bounds that are float32 to the end take two more
summands of a few u each and two more products: they are compared with SLACK.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ranking.market import Seeker
from ranking.places import EARTH_RADIUS_KM
from ranking.rows import Rows
from ranking.rules import Rules
from ranking.terms import IN_PERSON, REMOTE
from ranking.weights import MOST_GOALS_EACH, Weights

Array = npt.NDArray[Any]
Rough = npt.NDArray[np.float32]

# It covers products that underflow, too.
MARGIN = 4e-6
# Bounds are float32 sums and products: 20 u are 1.2e-6 of them.
SLACK = 1 - 1e-5
NO_PLACE_EXPONENT = 17.0


class Lens:
    """One seeker under one set of rules, as tables of float32 and a few numbers."""

    def __init__(self, seeker: Seeker, rules: Rules) -> None:
        weights = rules.weights
        self.seeker, self.weights = seeker, weights
        self._of_sector = (rules.similar_to(seeker.sectors) * weights.sector).astype(np.float32)
        self.order = weights.of_goals(len(seeker.goals) if seeker.role == "mentee" else MOST_GOALS_EACH)
        if seeker.role == "mentor":
            self._per_total = _per_total(weights)
        self._per_chord = EARTH_RADIUS_KM / weights.distance_scale_km
        # The most that place, goals and time can add.
        self.most_place, self.most_time = most_live(seeker, weights)
        self.most_goals = weights.goals if seeker.goals else 0.0
        # What a goal of the seeker's adds for each unit of its weight.
        self.per_order = self.most_goals / sum(self.order) if seeker.goals else 0.0

    def known(self, members: Rows) -> Rough:
        """What sector and goals add, which is cheap to find out of everybody: (m,)."""
        known = self.sectors(members.sectors[0])
        for slots in members.sectors[1:]:
            np.maximum(known, self.sectors(slots), out=known)
        if self.seeker.goals:
            known += self.goals(members.goals)
        return known

    def sectors(self, slots: Array) -> Rough:
        of_sectors: Rough = self._of_sector.take(slots, mode="clip")
        return of_sectors

    def goals(self, slots: Array) -> Rough:
        """From the slots (g, m) of each card's goals in order."""
        if self.seeker.role == "mentee":
            return self._goals_sought(slots)
        return self._goals_offered(slots)

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

    def _goals_sought(self, slots: Array) -> Rough:
        flags, eights = _flags(slots.shape)
        met = []
        for goal in self.seeker.goals:
            np.equal(slots, goal + 1, out=flags)
            met.append(np.bitwise_or.reduce(eights, axis=0))
        return _weighed(self.order, met, slots.shape[1], self.per_order)

    def _goals_offered(self, slots: Array) -> Rough:
        flags, eights = _flags(slots.shape)
        np.greater(slots, 0, out=flags)
        share: Rough = self._per_total.take(np.add.reduce(eights, axis=0).view(np.uint8)[: slots.shape[1]], mode="clip")
        offered = np.zeros_like(eights)
        for goal in self.seeker.goals:
            np.equal(slots, goal + 1, out=flags)
            offered |= eights
        share *= _weighed(self.order[: len(slots)], [*offered], slots.shape[1], 1.0)
        return share


def most_live(seeker: Seeker, weights: Weights) -> tuple[float, float]:
    """The most that place and time can add."""
    unknown = weights.time * weights.time_unknown
    return (
        weights.place * (1.0 if seeker.modalities & IN_PERSON else weights.remote),
        max(weights.time, unknown) if seeker.availability else unknown,
    )


def _flags(shape: tuple[int, ...]) -> tuple[Array, Array]:
    """Room for flags (g, m), and the same as words of eight each: bytes are added and told apart eight at a time."""
    eights = np.zeros((shape[0], -(-shape[1] // 8)), dtype=np.uint64)
    return eights.view(np.bool_)[:, : shape[1]], eights


def _weighed(weights: tuple[float, ...], met: Sequence[Array], m: int, each: float) -> Rough:
    """Σ w_p · met[p] · each: (m,), of flags in words of eight."""
    total: Any = None
    for unit, multiples in _in_units(weights):
        count: Any = None
        for one, times in zip(met, multiples, strict=True):
            if times:
                some = one if times == 1 else one * np.uint64(times)
                count = some if count is None else count + some
        of_unit = count.view(np.uint8)[:m].astype(np.float32)
        of_unit *= np.float32(unit * each)
        total = of_unit if total is None else np.add(total, of_unit, out=total)
    found: Rough = total
    return found


@lru_cache(maxsize=256)
def _in_units(weights: tuple[float, ...]) -> list[tuple[float, tuple[int, ...]]]:
    """The weights as small whole multiples of few units, so that bytes can be counted: 3, 2, 1, 1, 1 has one unit."""
    least = min(weights)
    whole = all(math.isclose(weight / least, round(weight / least), rel_tol=1e-9) for weight in weights)
    if whole and sum(weights) / least < 256:
        return [(least, tuple(round(weight / least) for weight in weights))]
    return [(unit, tuple(int(weight == unit) for weight in weights)) for unit in dict.fromkeys(weights)]


@lru_cache(maxsize=64)
def _per_total(weights: Weights) -> Rough:
    """What the weights of a card's goals met are multiplied by, by how many goals it has."""
    per_total = np.zeros(MOST_GOALS_EACH + 1, dtype=np.float32)
    per_total[1:] = weights.goals / np.cumsum(weights.of_goals(MOST_GOALS_EACH))
    return per_total


def _squares(xyz: Array, here: Array) -> Rough:
    """The chords' squares: (m,) of (3, m)."""
    square: Rough = xyz[0] - here[0]
    square *= square
    for axis in (1, 2):
        away = xyz[axis] - here[axis]
        away *= away
        square += away
    return square
