"""The members as columns, one place each: what the final stage reads, and what is true of a card now."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from ranking.market import Cards
from ranking.weights import DAY_PARTS, MOST_GOALS, MOST_GOALS_EACH

Array = npt.NDArray[Any]
Which = slice | npt.NDArray[np.integer]
MOST_SECTORS_EACH = 3


class Rows(NamedTuple):
    """Columns of the same m members. Slots are positions plus one, 0 where there is none.

    sectors: int16 (3, m) slots. goals: uint8 (1–8, m) slots, in order. xyz: float32 (3, m).
    modalities: uint8 (m,). languages, availability: uint32 (m,). priors: float64 (m,). ranks: int64 (m,).
    eligible: bool (m,).
    """

    sectors: npt.NDArray[np.int16]
    goals: npt.NDArray[np.uint8]
    xyz: npt.NDArray[np.float32]
    modalities: npt.NDArray[np.uint8]
    languages: npt.NDArray[np.uint32]
    availability: npt.NDArray[np.uint32]
    priors: npt.NDArray[np.float64]
    ranks: npt.NDArray[np.int64]
    eligible: npt.NDArray[np.bool_]

    @classmethod
    def with_room(cls, room: int, goals: int) -> Self:
        """Room for that many members with up to `goals` goals each, all of it empty."""
        shapes = {"sectors": (MOST_SECTORS_EACH, room), "goals": (goals, room), "xyz": (3, room)}
        empty: Any = (np.zeros(shapes.get(name, (room,)), dtype) for name, dtype in DTYPES.items())
        return cls(*empty)

    @classmethod
    def of_cards(cls, cards: Cards, eligible: npt.NDArray[np.bool_], room: int) -> Self:
        rows, n = cls.with_room(room, cards.goals.shape[1]), len(cards)
        np.add(cards.sectors.T, 1, out=rows.sectors[:, :n])
        np.add(cards.goals.T, 1, out=rows.goals[:, :n], casting="unsafe")
        rows.xyz[:, :n] = cards.xyz.T
        rows.eligible[:n] = eligible
        for name in ("modalities", "languages", "availability", "priors", "ranks"):
            getattr(rows, name)[:n] = getattr(cards, name)
        return rows

    @property
    def room(self) -> int:
        return len(self.ranks)

    def at(self, which: Which) -> Self:
        """Those members: a view for a slice, a copy for positions."""
        columns: tuple[Any, ...] = self
        if isinstance(which, slice):
            return type(self)(*(column[..., which] for column in columns))
        return type(self)(*(column.take(which, axis=-1) for column in columns))

    def grown(self, room: int) -> Self:
        """The same members in more room."""
        grown = self.with_room(room, len(self.goals))
        columns: tuple[Any, ...] = grown
        for old, new in zip(self, columns, strict=True):
            new[..., : self.room] = old
        return grown

    def card(self, position: int) -> "Card":
        columns: tuple[Any, ...] = self
        return Card(*(column[..., position].copy() for column in columns))

    def write(self, position: int, card: "Card") -> None:
        columns: tuple[Any, ...] = self
        for name, column in zip(self._fields, columns, strict=True):
            column[..., position] = getattr(card, name)


# Of each column, in the order of Rows.
DTYPES: dict[str, type[np.generic]] = {
    "sectors": np.int16,
    "goals": np.uint8,
    "xyz": np.float32,
    "modalities": np.uint8,
    "languages": np.uint32,
    "availability": np.uint32,
    "priors": np.float64,
    "ranks": np.int64,
    "eligible": np.bool_,
}


class Card(NamedTuple):
    """One member, in slots as Rows has them."""

    sectors: npt.NDArray[np.int16]
    goals: npt.NDArray[np.uint8]
    xyz: npt.NDArray[np.float32]
    modalities: int
    languages: int
    availability: int
    priors: float
    ranks: int
    eligible: bool


def checked_card(
    goal_columns: int,
    sectors: Sequence[int],
    goals: Sequence[int],
    xyz: npt.ArrayLike,
    modalities: int,
    languages: int,
    availability: int,
    prior: float,
    rank: int,
    eligible: bool,
) -> Card:
    """A card whose columns are in their range; ValueError, in one sentence, when one is not."""
    _require("a card has up to 3 sectors", len(sectors) <= MOST_SECTORS_EACH)
    _require("a card's sectors are from 0 to 32766", all(0 <= sector < 2**15 - 1 for sector in sectors))
    _require(f"a card has up to {goal_columns} goals here", len(goals) <= goal_columns <= MOST_GOALS_EACH)
    _require(f"a card's goals are from 0 to {MOST_GOALS - 1}", all(0 <= goal < MOST_GOALS for goal in goals))
    _require("a card's goals differ from one another", len(set(goals)) == len(goals))
    there = np.array(xyz, dtype=np.float32)
    _require("a card's xyz is one unit vector", there.shape == (3,) and abs(float(there @ there) - 1) < 1e-5)
    _require("a card's modalities are two bits", 0 <= modalities < 4)
    _require("a card's languages are 32 bits", 0 <= languages < 2**32)
    _require("a card's availability is 21 bits", 0 <= availability < 2**DAY_PARTS)
    _require("a prior lies between 0 and 1", 0 <= prior <= 1)
    _require("a rank is 64 bits", -(2**63) <= rank < 2**63)
    of_sectors = np.zeros(MOST_SECTORS_EACH, dtype=np.int16)
    of_sectors[: len(sectors)] = [sector + 1 for sector in sectors]
    of_goals = np.zeros(goal_columns, dtype=np.uint8)
    of_goals[: len(goals)] = [goal + 1 for goal in goals]
    return Card(of_sectors, of_goals, there, modalities, languages, availability, float(prior), rank, bool(eligible))


def _require(sentence: str, holds: bool) -> None:
    if not holds:
        raise ValueError(f"It must hold that {sentence}.")
