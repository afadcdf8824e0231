"""One side of the market, mentors or mentees: who they are, where they stand, and the best of them for somebody."""

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, Self, TypeVar
from uuid import UUID

import numpy as np
import numpy.typing as npt

from app.decks import columns
from app.decks.directory import Directory, as_bytes
from app.decks.model import MarketRow
from app.decks.standing import DAY, Standing
from ranking import Cards, Explored, Index, Ranked, Seeker, explore, longest_unseen, rated

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
R = TypeVar("R", bound=MarketRow)
NEVER = -np.inf
# Reading when everybody was last shown takes 20 ms in a million.
UNSEEN_SECONDS = 1.0


class Dealt(NamedTuple):
    """Cards in order: where they are, their terms (n, 4), and whether chance gave each its place."""

    positions: npt.NDArray[np.intp]
    terms: Floats
    randomised: Flags


class Census(NamedTuple):
    """Many members of a role, as columns: ids uint8 (n, 16), the table of `columns`, figures, and when last shown."""

    ids: npt.NDArray[np.uint8]
    table: Mapping[str, Array]
    figures: Floats
    shown_at: Floats

    @classmethod
    def of(cls, rows: Sequence[R], standing: Standing[R]) -> Self:
        shown_at = np.array([row.shown_at for row in rows], dtype=np.float64)
        return cls(as_bytes(row.id for row in rows), columns.table_of(rows), standing.table(rows), shown_at)


class Side(Generic[R]):
    """The members of one role. `mean` is the platform's rate of yes that their priors are made with."""

    def __init__(
        self, standing: Standing[R], index: Index, directory: Directory, shown_at: Floats, mean: float
    ) -> None:
        self.index, self.directory, self.mean = index, directory, mean
        self._standing = standing
        self._shown_at = shown_at
        self._unseen: npt.NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self._unseen_read_at = NEVER

    @classmethod
    def of(cls, standing: Standing[R], census: Census, now: float) -> Self:
        table = dict(census.table)
        eligible = table.pop("eligible")
        mean = standing.mean(census.figures, now)
        cards = Cards(**table, priors=standing.priors(census.figures, mean, now))
        return cls(standing, Index.build(cards, eligible), Directory.of(census.ids), census.shown_at, mean)

    @classmethod
    def attach(cls, standing: Standing[R], arrays: Mapping[str, Array], mean: float) -> Self:
        """The side whose `arrays` these are; ValueError when they do not fit together."""
        parts: dict[str, dict[str, Array]] = {"index": {}, "directory": {}}
        for name, array in arrays.items():
            part, _, rest = name.partition(".")
            if rest:
                parts[part][rest] = array
        return cls(standing, Index.attach(parts["index"]), Directory(parts["directory"]), arrays["shown_at"], mean)

    def arrays(self) -> dict[str, Array]:
        """Everything, to be written to a file; not once a newcomer has been taken."""
        index = {f"index.{name}": array for name, array in self.index.arrays.items()}
        directory = {f"directory.{name}": array for name, array in self.directory.arrays.items()}
        return {**index, **directory, "shown_at": self._shown_at}

    def __len__(self) -> int:
        return len(self.index)

    def take(self, rows: Sequence[R], now: float) -> None:
        """Adds newcomers and changes those already here."""
        priors = self._standing.priors(self._standing.table(rows), self.mean, now).tolist()
        for row, prior in zip(rows, priors, strict=True):
            position = self.directory.position(row.id)
            at = self.index.put(position, **columns.card_of(row), prior=prior)
            if position is None:
                self.directory.add(row.id)
                self._make_room(at)
            self._shown_at[at] = row.shown_at

    def deal(self, seeker: Seeker, seen: Iterable[UUID], k: int, rng: np.random.Generator) -> Dealt:
        """The k best cards for the seeker, none of those already seen; a small share of places goes to the unseen."""
        exclude = self.directory.positions(seen)
        best = self.index.top(seeker, k, columns.rules(), exclude=exclude)
        if len(best.positions) < k:  # everybody is on it
            return Dealt(best.positions, best.terms, np.zeros(len(best.positions), np.bool_))
        unseen = self._rated_unseen(seeker, exclude)
        days = self._unseen_days(unseen.positions)
        share = columns.rules().weights.exploration_share
        explored = explore(best.positions, unseen.positions, unseen.fits, days, k, share, rng)
        return Dealt(explored.positions, _terms_of(explored, best, unseen), explored.randomised)

    def rate(self, seeker: Seeker, wanted: Iterable[UUID]) -> Dealt:
        """Those of the wanted whom the seeker may be dealt, best first."""
        found = rated(self.index, seeker, self.directory.positions(wanted), columns.rules())
        return Dealt(found.positions, found.terms, np.zeros(len(found.positions), np.bool_))

    def _rated_unseen(self, seeker: Seeker, exclude: npt.NDArray[np.intp]) -> Ranked:
        if time.monotonic() - self._unseen_read_at > UNSEEN_SECONDS:
            self._unseen = longest_unseen(self._unseen_days(slice(len(self))), self.index.members.eligible)
            self._unseen_read_at = time.monotonic()
        return rated(self.index, seeker, np.setdiff1d(self._unseen, exclude), columns.rules())

    def _unseen_days(self, which: npt.NDArray[np.intp] | slice) -> Floats:
        days: Floats = np.maximum(time.time() - self._shown_at[which], 0) / DAY
        return days

    def _make_room(self, position: int) -> None:
        if position >= len(self._shown_at):
            self._shown_at = np.concatenate([self._shown_at, np.full(max(position, 1024), NEVER)])


def _terms_of(explored: Explored, *of: Ranked) -> Floats:
    """The terms of each card, from whichever ranking it is in."""
    positions = np.concatenate([ranked.positions for ranked in of])
    terms = np.concatenate([ranked.terms for ranked in of])
    order = np.argsort(positions, kind="stable")
    found: Floats = terms[order[np.searchsorted(positions, explored.positions, sorter=order)]]
    return found
