"""A market so small that grading everybody is the quickest way to leave most out."""

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ranking.columns import Columns
from ranking.exact import Ranked, live_terms
from ranking.grades import Scale
from ranking.lens import SLACK, most_live
from ranking.market import Seeker
from ranking.places import EARTH_RADIUS_KM
from ranking.promising import look_down
from ranking.rows import Rows
from ranking.rules import Rules
from ranking.seen import Seen
from ranking.shortlist import kth_largest
from ranking.terms import REMOTE

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]

# So many for each card wanted are looked at first; they are enough more often than not.
PER_CARD = 6
# Beyond 46 km place is less than this: most cards of a country are, and two coordinates tell.
FAR = 0.1
# Of a chord, 6 m: coordinates are rounded to half a metre.
ROUNDED = 1e-6
# Below it float32 has no digits to spare. Part of every bound, so that not even 0 times CLOSED is 0.
LEAST = 1e-30


class Looked(NamedTuple):
    """Cards that may be dealt, in full and in no order. positions, grades, place, time, fits, scores: (m,)."""

    positions: Array
    grades: Array
    place: Floats
    time: Floats
    fits: Floats
    scores: Floats


class SmallMarket:
    """One search for the first k of the first n rows on an exact scale, all numbers that order them in float64."""

    def __init__(self, rows: Rows, n: int, columns: Columns, scale: Scale, seeker: Seeker, rules: Rules) -> None:
        self._rows, self._seeker, self._rules = rows, seeker, rules
        self._grades = columns.grades(seeker, scale, n)
        self._worths = scale.worths(seeker.role, len(seeker.goals))
        self._priors = columns.priors(seeker, n)

    def first(self, k: int, seen: Seen) -> Ranked:
        """The k best of those not seen: worth, then the lowest rank."""
        most = self._most()
        looked: list[Looked] = []
        floor = 0.0

        def look(positions: Array) -> None:
            nonlocal floor
            looked.append(self._looked(positions.take(seen.lacks(positions).nonzero()[0]) if seen else positions))
            if len(looked) > 1:
                looked[:] = [Looked(*(np.concatenate(columns) for columns in zip(*looked, strict=True)))]
            floor = kth_largest(looked[0].scores, k)

        look_down(most, PER_CARD * k, lambda: max(0.0, floor * SLACK - LEAST), look)
        return self._ranked(looked[0], floor, k)

    def _most(self) -> Array:
        """The most that each row can be worth: float32 (n,)."""
        weights, seeker = self._rules.weights, self._seeker
        place, time = most_live(seeker, weights)
        far = min(place, weights.place * self._share_far())
        most: Array = (self._worths.rough + np.float32(far + time + LEAST)).take(self._grades, mode="wrap")
        if far < place:
            near = self._near().astype(np.float32)
            near *= np.float32(place - far)
            most += near
        most *= self._priors
        return most

    def _share_far(self) -> float:
        """The most that place can be for whoever is not near."""
        return max(FAR, self._rules.weights.remote if self._seeker.modalities & REMOTE else 0.0)

    def _near(self) -> Array:
        """Everybody whose place can be more than far, and who else is in the same square of the map: (n,)."""
        chord = -math.log(self._share_far()) * self._rules.weights.distance_scale_km / EARTH_RADIUS_KM + ROUNDED
        here, n = self._seeker.xyz.tolist(), len(self._grades)
        near: Array = self._rows.xyz[2, :n] >= here[2] - chord
        near &= self._rows.xyz[2, :n] <= here[2] + chord
        near &= self._rows.xyz[1, :n] >= here[1] - chord
        near &= self._rows.xyz[1, :n] <= here[1] + chord
        return near

    def _looked(self, positions: Array) -> Looked:
        weights, grades = self._rules.weights, self._grades.take(positions)
        place, time = live_terms(self._seeker, self._rows, positions, self._rules)
        # From the first term to the last, as weighted_sum adds them.
        fits = self._worths.known.take(grades)
        fits += place * weights.place
        fits += time * weights.time
        return Looked(positions, grades, place, time, fits, fits * self._rows.priors.take(positions))

    def _ranked(self, looked: Looked, floor: float, k: int) -> Ranked:
        reached = (looked.scores >= floor).nonzero()[0]
        ranks = self._rows.ranks.take(looked.positions.take(reached))
        best = reached.take(np.lexsort((ranks, -looked.scores.take(reached)))[:k])
        grades = looked.grades.take(best)
        terms = np.empty((len(best), 4))
        terms[:, 0] = self._worths.sector.take(grades)
        terms[:, 1] = self._worths.goals.take(grades)
        terms[:, 2] = looked.place.take(best)
        terms[:, 3] = looked.time.take(best)
        return Ranked(looked.positions.take(best), looked.scores.take(best), looked.fits.take(best), terms)
