"""One side of the market, mentors or mentees, as columns that grow and change in place."""

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar
from uuid import UUID

import numpy as np
import numpy.typing as npt

from app.decks import columns
from app.decks.model import MarketRow, MenteeRow, MentorRow
from ranking import Cards, Ranked, Seeker, answer_rates, mentee_priors, mentor_priors, platform_rate, top

Floats = npt.NDArray[np.float64]
R = TypeVar("R", bound=MarketRow)
DAY = 86_400.0
FIRST_ROOM = 1024
GOALS = 5

# What of a row is fixed while its profile is; figures are what its prior is made of.
_COLUMNS: dict[str, tuple[type[np.generic], tuple[int, ...]]] = {
    "sectors": (np.int16, (3,)),
    "goals": (np.int8, (GOALS,)),
    "xyz": (np.float32, (3,)),
    "modalities": (np.uint8, ()),
    "languages": (np.uint32, ()),
    "availability": (np.uint32, ()),
    "ranks": (np.int64, ()),
    "eligible": (np.bool_, ()),
}


class Side(Generic[R]):
    """The members of one role. `figures` are float columns, whose meaning `priors` knows."""

    def __init__(
        self,
        figures: Callable[[R], Sequence[float]],
        width: int,
        priors: Callable[[Floats, float], Floats],
    ) -> None:
        self._figures_of, self._width, self._priors_of = figures, width, priors
        self._positions: dict[UUID, int] = {}
        self.ids: list[UUID] = []
        self._room = 0
        self._table: dict[str, npt.NDArray[np.generic]] = {}
        self._figures: Floats = np.zeros((0, width))
        self._grow(FIRST_ROOM)
        self.cards = self._built(0.0)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def eligible(self) -> npt.NDArray[np.bool_]:
        return self._column("eligible").astype(np.bool_, copy=False)

    def take(self, rows: Iterable[R], now: float) -> None:
        """Adds newcomers and changes those already here."""
        for row in rows:
            self._put(row)
        self.cards = self._built(now)

    def age(self, now: float) -> None:
        """Lets time pass over the priors."""
        self.cards = self.cards.with_priors(self._priors_of(self._figures[: len(self)], now))

    def keep_only(self, members: set[UUID]) -> None:
        """Whoever is gone is dealt no more."""
        for member_id, position in self._positions.items():
            if member_id not in members:
                self._table["eligible"][position] = np.False_

    def top(self, seeker: Seeker, seen: Iterable[UUID], k: int) -> Ranked:
        """The k best cards for the seeker, none of those already seen."""
        places = [self._positions[member_id] for member_id in seen if member_id in self._positions]
        exclude = np.array(places, dtype=np.intp)
        return top(seeker, self.cards, self.eligible, k, columns.rules(), exclude=exclude)

    def _put(self, row: R) -> None:
        position = self._positions.get(row.id)
        if position is None:
            position = self._positions[row.id] = len(self.ids)
            self.ids.append(row.id)
            if position >= self._room:
                self._grow(self._room * 2)
        self._table["sectors"][position] = _padded(columns.sector_positions(row.sectors), 3)
        self._table["goals"][position] = _padded(columns.goal_positions(row.goals), GOALS)
        self._table["xyz"][position] = columns.unit_vector(row.area_code)
        self._table["modalities"][position] = np.uint8(columns.modality_bits(row.modalities))
        self._table["languages"][position] = np.uint32(columns.language_bits(row.languages))
        self._table["availability"][position] = np.uint32(columns.day_part_bits(row.availability))
        self._table["ranks"][position] = np.int64(row.rank)
        self._table["eligible"][position] = np.bool_(row.eligible)
        self._figures[position] = self._figures_of(row)

    def _grow(self, room: int) -> None:
        for name, (dtype, shape) in _COLUMNS.items():
            grown = np.zeros((room, *shape), dtype=dtype)
            if self._room:
                grown[: self._room] = self._table[name]
            self._table[name] = grown
        figures = np.zeros((room, self._width))
        figures[: self._room] = self._figures
        self._figures, self._room = figures, room

    def _column(self, name: str) -> npt.NDArray[np.generic]:
        return self._table[name][: len(self)]

    def _built(self, now: float) -> Cards:
        shown = {name: self._column(name) for name in _COLUMNS if name != "eligible"}
        return Cards(**shown, priors=self._priors_of(self._figures[: len(self)], now))  # type: ignore[arg-type]


def _padded(positions: Sequence[int], width: int) -> npt.NDArray[np.int16]:
    return np.array([*positions[:width], *[-1] * (width - len(positions))], dtype=np.int16)


def mentors_side() -> Side[MentorRow]:
    return Side(
        lambda row: (
            row.waiting,
            row.seats_free,
            row.yes_weight,
            row.answer_weight,
            row.answered_at,
            row.last_seen_at,
        ),
        6,
        _mentor_priors,
    )


def mentees_side() -> Side[MenteeRow]:
    return Side(lambda row: (row.waiting, row.tandems, row.waiting_since), 3, _mentee_priors)


def _mentor_priors(figures: Floats, now: float) -> Floats:
    waiting, seats_free, yes, answers, answered_at, last_seen_at = figures.T
    weights = columns.rules().weights
    left = np.exp2(-np.maximum(now - answered_at, 0) / DAY / weights.answer_half_life_days)
    yes, answers = np.minimum(yes, answers) * left, answers * left
    mean = platform_rate(float(yes.sum()), float(answers.sum()), weights)
    silent_days = np.maximum(now - last_seen_at, 0) / DAY
    return mentor_priors(answer_rates(yes, answers, silent_days, mean, weights), waiting, seats_free)


def _mentee_priors(figures: Floats, now: float) -> Floats:
    waiting, tandems, waiting_since = figures.T
    days = np.maximum(now - waiting_since, 0) / DAY
    return mentee_priors(days, waiting, tandems, columns.rules().weights)
