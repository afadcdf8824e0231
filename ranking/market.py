"""Who is looking, and the cards that may be dealt: columns of numbers, checked once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ranking.weights import DAY_PARTS, MOST_GOALS, MOST_GOALS_EACH

Role = Literal["mentee", "mentor"]
Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Seeker:
    """The member who swipes. ValueError when a column is out of its range.

    role: a mentee's own goals are weighed; a mentor's say which of the cards' goals can be helped with.
    sectors, goals: positions, goals in order. xyz: (3,) unit vector, kept as float32.
    modalities, languages, availability: bits, as in Cards.
    """

    role: Role
    sectors: Sequence[int]
    goals: Sequence[int]
    xyz: npt.NDArray[np.float32]
    modalities: int
    languages: int
    availability: int = 0

    def __post_init__(self) -> None:
        _require("a seeker's role is mentee or mentor", self.role in ("mentee", "mentor"))
        _require("a seeker's sectors are not negative", all(sector >= 0 for sector in self.sectors))
        _require(f"a seeker's goals are from 0 to {MOST_GOALS - 1}", all(0 <= g < MOST_GOALS for g in self.goals))
        _require("a seeker's goals differ from one another", len(set(self.goals)) == len(self.goals))
        _require("a seeker's modalities are two bits", 0 <= self.modalities < 4)
        _require("a seeker's languages are 32 bits", 0 <= self.languages < 2**32)
        _require("a seeker's availability is 21 bits", 0 <= self.availability < 2**DAY_PARTS)
        here = np.array(self.xyz, dtype=np.float32)
        _require("a seeker's xyz is one unit vector", here.shape == (3,) and _are_unit_vectors(here[None, :]))
        object.__setattr__(self, "xyz", here)


@dataclass(frozen=True, slots=True, eq=False)
class Cards:
    """n members of the other role, one row each. ValueError, in one sentence, for anything but:

    sectors       int16 (n, 3)    from 0, padded with -1
    goals         int8 (n, 1–8)   from 0 to 63, in order, each once, padded at the end with -1
    xyz           float32 (n, 3)  unit vectors; float32 is what is stored, distances are exact from there on
    modalities    uint8 (n,)      bits IN_PERSON, REMOTE
    languages     uint32 (n,)     bits
    availability  uint32 (n,)     bits of the 21 day parts, 0 when not given
    priors        float64 (n,)    in [0, 1]: what fit is multiplied by
    ranks         int64 (n,)      all different: breaks ties, the lowest first

    The columns are copied.
    """

    sectors: npt.NDArray[np.int16]
    goals: npt.NDArray[np.int8]
    xyz: npt.NDArray[np.float32]
    modalities: npt.NDArray[np.uint8]
    languages: npt.NDArray[np.uint32]
    availability: npt.NDArray[np.uint32]
    priors: npt.NDArray[np.float64]
    ranks: npt.NDArray[np.int64]

    def __post_init__(self) -> None:
        self._copy_columns()
        self._check_ranges()

    def __len__(self) -> int:
        return len(self.ranks)

    def _copy_columns(self) -> None:
        _require("goals are a table of 1 to 8 columns", np.ndim(self.goals) == 2)
        width = self.goals.shape[1]
        _require("goals are a table of 1 to 8 columns", 1 <= width <= MOST_GOALS_EACH)
        n = np.size(self.ranks)
        self._copy("sectors", np.int16, (n, 3))
        self._copy("goals", np.int8, (n, width))
        self._copy("xyz", np.float32, (n, 3))
        self._copy("modalities", np.uint8, (n,))
        self._copy("languages", np.uint32, (n,))
        self._copy("availability", np.uint32, (n,))
        self._copy("priors", np.float64, (n,))
        self._copy("ranks", np.int64, (n,))

    def _copy(self, name: str, dtype: type[np.generic], shape: tuple[int, ...]) -> None:
        object.__setattr__(self, name, _column(name, getattr(self, name), dtype, shape))

    def _check_ranges(self) -> None:
        chosen = self.goals >= 0
        _require("sectors are -1 or more", bool((self.sectors >= -1).all()))
        _require("goals are from -1 to 63", bool(((self.goals >= -1) & (self.goals < MOST_GOALS)).all()))
        _require("goals differ within a card", _differ(self.goals))
        _require("goals are padded at the end only", bool((chosen[:, :-1] | ~chosen[:, 1:]).all()))
        _require("xyz holds unit vectors", _are_unit_vectors(self.xyz))
        _require("modalities are two bits", bool((self.modalities < 4).all()))
        _require("availability is 21 bits", bool((self.availability < 2**DAY_PARTS).all()))
        _require("priors lie between 0 and 1", bool(((self.priors >= 0) & (self.priors <= 1)).all()))
        _require("ranks are all different", bool((np.diff(np.sort(self.ranks)) != 0).all()))


def padded(rows: Sequence[Sequence[int]], width: int, dtype: type[np.signedinteger[Any]]) -> Array:
    """Lists of at most `width` positions as one table (n, width), padded at the end with -1."""
    table = np.full((len(rows), width), -1, dtype=dtype)
    for at, row in enumerate(rows):
        if len(row) > width:
            raise ValueError(f"Row {at} has {len(row)} positions, the table holds {width}.")
        table[at, : len(row)] = row
    return table


def _column(name: str, values: Array, dtype: type[np.generic], shape: tuple[int, ...]) -> Array:
    found = np.asarray(values)
    if found.dtype != dtype or found.shape != shape:
        wanted = f"{np.dtype(dtype)} {shape}"
        raise ValueError(f"{name} must be {wanted}, not {found.dtype} {found.shape}.")
    return np.array(found, order="F")


def _are_unit_vectors(xyz: npt.NDArray[np.float32]) -> bool:
    lengths = np.square(xyz.astype(np.float64)).sum(axis=1)
    return bool((np.abs(lengths - 1) < 1e-5).all())


def _differ(goals: npt.NDArray[np.int8]) -> bool:
    pairs = combinations(goals.T, 2)
    return not any(((one == other) & (one >= 0)).any() for one, other in pairs)


def _require(sentence: str, holds: bool) -> None:
    if not holds:
        raise ValueError(f"It must hold that {sentence}.")
