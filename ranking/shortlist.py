"""Who may still be among the first k, and how little is not enough."""

from typing import Any

import numpy as np
import numpy.typing as npt

from ranking.exact import Ranked, best_of
from ranking.lens import MARGIN, Lens
from ranking.rows import Rows
from ranking.rules import Rules

Array = npt.NDArray[Any]

# Where thousands are level, they are told apart in float64 before more are taken in: memory stays small.
MOST_AT_ONCE = 8192


class Shortlist:
    """The cards offered so far that hold the first k of them for certain; `floor` is what others must reach."""

    def __init__(self, lens: Lens, rows: Rows, k: int, rules: Rules) -> None:
        self._lens, self._rows, self._rules = lens, rows, rules
        self._offered: list[Array] = []
        self._waiting = 0
        self.k = k
        self.floor = 0.0

    def expect(self, kth: float) -> None:
        """Raises the floor: there are k different cards of at least this rough worth."""
        self.floor = max(self.floor, kth - MARGIN)

    def offer(self, positions: Array) -> None:
        """Takes in cards that reach the floor, some of them perhaps there already or given twice."""
        for start in range(0, len(positions), MOST_AT_ONCE):
            some = positions[start : start + MOST_AT_ONCE]
            self._offered.append(some)
            self._waiting += len(some)
            if self._waiting > MOST_AT_ONCE + self.k:
                self._settle()

    def ranked(self) -> Ranked:
        return best_of(self._lens.seeker, self._rows, self._distinct(), self.k, self._rules)

    def _settle(self) -> None:
        ranked = self.ranked()
        if len(ranked.scores) == self.k:
            self.expect(float(ranked.scores[-1]))
        self._offered, self._waiting = [ranked.positions], len(ranked.positions)

    def _distinct(self) -> Array:
        if not self._offered:
            return np.empty(0, dtype=np.intp)
        positions = np.concatenate(self._offered)
        positions.sort()
        first = np.empty(len(positions), dtype=np.bool_)
        first[:1] = True
        np.not_equal(positions[1:], positions[:-1], out=first[1:])
        return positions[first]


def kth_largest(worths: Array, k: int) -> float:
    """0 when there are fewer: everybody is worth as much."""
    beyond = len(worths) - k
    if beyond < 0:
        return 0.0
    return float(np.partition(worths, beyond)[beyond])
