"""What a card's sectors and goals are to a seeker, as one small number: its grade.

Between two members there are few possibilities: a similarity is one of the table's few, and goals weigh whole numbers,
so that what is met of them is a count. A grade says both, and a table of some hundred rows says what each is worth.
"""

from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ranking.market import Role, Seeker
from ranking.rules import Rules
from ranking.weights import MOST_GOALS_EACH

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]
Grades = npt.NDArray[np.uint16]

# Their table is read at random: it must stay in the processor's nearest cache.
MOST_GRADES = 2_048


class Worths(NamedTuple):
    """By grade, float64 (g,): the terms sector and goals, and what both add to the fit. rough: that in float32."""

    sector: Floats
    goals: Floats
    known: Floats
    rough: npt.NDArray[np.float32]


class Scale:
    """The grades under one set of rules.

    levels: (S + 1, S + 1), by slots: which of the similarities two sectors have, in steps of `step`. Goals add less
    than a step.
    """

    def __init__(self, rules: Rules) -> None:
        self._weights = rules.weights
        self._order = rules.weights.of_goals(MOST_GOALS_EACH)
        self._most = round(sum(self._order))
        # A mentor meets some units of as many as the goals of a card make: a grade says both.
        self.step = (MOST_GOALS_EACH + 1) * (self._most + 1)
        self._similarities, which = np.unique(rules.by_slots, return_inverse=True)
        self.levels: Grades = (which.reshape(rules.by_slots.shape) * self.step).astype(np.uint16)
        self._worths: dict[tuple[Role, int], Worths] = {}

    @property
    def exact(self) -> bool:
        """Whether grades say all there is to say, and are few enough."""
        whole = all(weight == round(weight) for weight in self._order)
        return whole and len(self._similarities) * self.step <= MOST_GRADES

    def holds(self, seeker: Seeker) -> bool:
        """Whether all the seeker's goals are less than a step."""
        return sum(self.units_of(seeker)) < self.step

    def units_of(self, seeker: Seeker) -> list[int]:
        """What each of the seeker's goals is multiplied by: a mentor's cards bring their own weights."""
        if seeker.role == "mentor":
            return [1] * len(seeker.goals)
        return [round(weight) for weight in self._weights.of_goals(len(seeker.goals))]

    def of_goal(self, role: Role, slot: int | Array, goals: Array) -> Grades:
        """What one goal of a seeker of that role adds to the grades: (m,) of slots (g, m).

        Or what each of m goals adds to the grade of one card with slots (g, 1).
        """
        weights = np.array(self._order if role == "mentor" else (1,) * MOST_GOALS_EACH, dtype=np.uint16)
        units: Grades = weights[: len(goals)] @ (goals == slot)
        return units

    def of_counts(self, role: Role, goals: Array) -> Grades:
        """What the number of its goals adds to each card's grade: (m,) of slots (g, m)."""
        counts: Grades = np.add.reduce(goals > 0, axis=0, dtype=np.uint16)
        counts *= np.uint16(self._most + 1 if role == "mentor" else 0)
        return counts

    def worths(self, role: Role, goals: int) -> Worths:
        """What each grade is worth to a seeker with so many goals."""
        if (role, goals) not in self._worths:
            self._worths[role, goals] = self._worths_of(role, goals)
        return self._worths[role, goals]

    def _worths_of(self, role: Role, goals: int) -> Worths:
        # Sums of whole numbers are exact in any order, and these are the very divisions of terms.py.
        if role == "mentee":
            shares = np.arange(self.step) / (sum(self._weights.of_goals(goals)) or 1.0)
        else:
            totals = np.array([1.0, *accumulate(self._order)])
            shares = (np.arange(self._most + 1) / totals[:, None]).ravel()
        sector = np.repeat(self._similarities, self.step)
        met = np.tile(shares, len(self._similarities))
        known = sector * self._weights.sector + met * self._weights.goals
        return Worths(sector, met, known, known.astype(np.float32))


@lru_cache(maxsize=8)
def scale_of(rules: Rules) -> Scale | None:
    """None when no scale is exact: weights of goals that are no whole numbers, or too many similarities."""
    scale = Scale(rules)
    return scale if scale.exact else None
