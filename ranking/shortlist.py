"""Who may still be among the first k, and how little is not enough."""

from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from ranking.exact import Judged, Ranked, first, judged, live_terms
from ranking.lens import MARGIN
from ranking.market import Seeker
from ranking.rows import Rows
from ranking.rules import Rules

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]

# Where thousands are level, they are told apart before more are taken in: memory stays small.
MOST_AT_ONCE = 8192


class Considered(NamedTuple):
    """Cards that reached the floor. positions, worths, place, time: (m,)."""

    positions: Array
    worths: Floats
    place: Floats
    time: Floats

    def at(self, which: Array) -> Self:
        return type(self)(*(column.take(which) for column in self))


class Shortlist:
    """The cards considered so far that hold the first k of them for certain; `floor` is what others must reach."""

    def __init__(self, seeker: Seeker, rows: Rows, k: int, rules: Rules) -> None:
        self._seeker, self._rows, self._rules = seeker, rows, rules
        self._kept: list[Considered] = []
        self._count = 0
        self.k = k
        self.floor = 0.0

    def sound(self, positions: Array, known: Array, twice: int) -> Considered:
        """Raises the floor, where these hold k cards, to what the k-th is worth.

        positions: of cards that may be dealt; so many of them are there again. known: float32 (m,), what their
        sectors and goals add, or less for one who is there again.
        """
        weights = self._rules.weights
        place, time = live_terms(self._seeker, self._rows, positions, self._rules)
        worths = place * weights.place
        worths += time * weights.time
        worths += known
        worths *= self._rows.priors.take(positions)
        if self.floor <= 0 or len(worths) > 2 * self.k:
            self._expect(kth_largest(worths, self.k + twice))
        return Considered(positions, worths, place, time)

    def consider(self, positions: Array, known: Array, twice: int = 0) -> None:
        """The same, and keeps whoever of these may be among the first k."""
        for start in range(0, len(positions), MOST_AT_ONCE):
            some = slice(start, start + MOST_AT_ONCE)
            cards = self.sound(positions[some], known[some], twice)
            kept = cards.at((cards.worths >= self.floor).nonzero()[0])
            self._kept.append(kept)
            self._count += len(kept.positions)
            if self._count > MOST_AT_ONCE + self.k:
                self._settle()

    def ranked(self) -> Ranked:
        return first(self._judged(), self.k)

    def _expect(self, kth: float) -> None:
        self.floor = max(self.floor, kth - MARGIN)

    def _judged(self) -> Judged:
        cards = self._kept[0] if len(self._kept) == 1 else self._together()
        return judged(self._seeker, self._rows, cards.positions, (cards.place, cards.time), self._rules)

    def _together(self) -> Considered:
        """All that were kept, less those whom a later floor leaves out."""
        if not self._kept:
            none = np.empty(0)
            return Considered(none.astype(np.intp), none, none, none)
        cards = Considered(*(np.concatenate(columns) for columns in zip(*self._kept, strict=True)))
        return cards.at((cards.worths >= self.floor).nonzero()[0])

    def _settle(self) -> None:
        """Tells thousands that are level apart, so that only k of them stay."""
        best = self.ranked()
        if len(best.scores) == self.k:
            self._expect(float(best.scores[-1]))
        # Nobody of these is left out by the floor they have just set.
        self._kept = [Considered(best.positions, best.scores, best.terms[:, 2], best.terms[:, 3])]
        self._count = len(best.scores)


def kth_largest(worths: Array, k: int) -> float:
    """0 when there are fewer: everybody is worth as much."""
    beyond = len(worths) - k
    if beyond < 0:
        return 0.0
    return float(np.partition(worths, beyond)[beyond])
