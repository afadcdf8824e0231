"""What a small market keeps ready: of every sector and every goal, what it adds to each card's grade."""

from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from ranking.grades import Grades, Scale
from ranking.market import Role, Seeker
from ranking.rows import Card, Rows
from ranking.weights import MOST_GOALS

Array = npt.NDArray[Any]
Rough = npt.NDArray[np.float32]

# The prior of a card that may not be dealt: whatever it is multiplied by lies below what anybody else is worth.
CLOSED = -1.0
# Members meet in three ways and speak few languages together with French: the usual ones of these are kept.
MOST_PRIORS = 32
SLOTS = np.arange(MOST_GOALS + 1, dtype=np.uint8)


class Columns:
    """Columns over all rows, each made when a seeker first needs it and kept right by the writers below.

    Two bytes a card for each sector and each weight of a goal, four for each of a few columns of priors.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._scale: Scale | None = None
        self._sectors: dict[int, Grades] = {}
        self._goals: dict[tuple[Role, int, int], Grades] = {}
        self._priors: dict[tuple[int, int], Rough] = {}

    def grades(self, seeker: Seeker, scale: Scale, n: int) -> Grades:
        """Of the first n rows, on a scale that holds the seeker: (n,), to be read only."""
        if scale is not self._scale:
            self._sectors.clear()
            self._goals.clear()
            self._scale = scale
        slots = [sector + 1 for sector in seeker.sectors] or [0]
        grades = reduce(np.maximum, [self._of_sector(scale, slot)[:n] for slot in slots])
        columns = [self._of_goal(scale, "mentor", 0, 1)] if seeker.role == "mentor" else []
        for goal, times in zip(seeker.goals, scale.units_of(seeker), strict=True):
            columns.append(self._of_goal(scale, seeker.role, goal + 1, times))
        if columns:
            grades = grades + columns[0][:n]
            for column in columns[1:]:
                grades += column[:n]
        return grades

    def priors(self, seeker: Seeker, n: int) -> Rough:
        """Of the first n rows: (n,), CLOSED for cards that may not be dealt to who meets and speaks as the seeker."""
        key = seeker.modalities, seeker.languages
        column = self._priors.pop(key, None)
        if column is None:
            if len(self._priors) == MOST_PRIORS:
                del self._priors[next(iter(self._priors))]
            column = self._priors_for(seeker)
        self._priors[key] = column  # last, so that the one not asked for longest is first
        return column[:n]

    def write(self, at: int, old: Card) -> None:
        """The row there is no longer that card."""
        self.write_standing(at)
        if not self._scale:
            return
        sectors, goals = self._rows.sectors[:, at], self._rows.goals[:, at]
        if not np.array_equal(sectors, old.sectors):
            levels = self._scale.levels.take(sectors, axis=1).max(axis=1).tolist()
            for slot, column in self._sectors.items():
                column[at] = levels[slot]
        if not np.array_equal(goals, old.goals):
            roles = {role for role, _, _ in self._goals}
            added = {role: _of_goals(self._scale, role, goals[:, None]) for role in roles}
            for (role, slot, times), column in self._goals.items():
                column[at] = added[role][slot] * times

    def write_standing(self, at: int) -> None:
        """The row there has another prior, or may be dealt to others."""
        rows = self._rows
        ways, spoken = (int(rows.modalities[at]), int(rows.languages[at])) if rows.eligible[at] else (0, 0)
        prior = float(rows.priors[at])
        for (modalities, languages), column in self._priors.items():
            column[at] = prior if ways & modalities and spoken & languages else CLOSED

    def forget_priors(self) -> None:
        self._priors.clear()

    def _priors_for(self, seeker: Seeker) -> Rough:
        rows = self._rows
        opened = rows.eligible & (rows.modalities & np.uint8(seeker.modalities) != 0)
        opened &= rows.languages & np.uint32(seeker.languages) != 0
        return np.where(opened, rows.priors, CLOSED).astype(np.float32)

    def _of_sector(self, scale: Scale, slot: int) -> Grades:
        if slot not in self._sectors:
            levels: Grades = np.maximum.reduce(scale.levels[slot].take(self._rows.sectors), axis=0)
            self._sectors[slot] = levels
        return self._sectors[slot]

    def _of_goal(self, scale: Scale, role: Role, slot: int, times: int) -> Grades:
        key = role, slot, times
        if key not in self._goals:
            goals = self._rows.goals
            added = scale.of_goal(role, slot, goals) if slot else scale.of_counts(role, goals)
            self._goals[key] = added * np.uint16(times)
        return self._goals[key]


def _of_goals(scale: Scale, role: Role, goals: Array) -> list[int]:
    """What each slot adds to one card's grade, of slots (g, 1)."""
    added: list[int] = scale.of_goal(role, SLOTS, goals).tolist()
    return [int(scale.of_counts(role, goals)[0]), *added[1:]]
