"""Who is looking, and the cards that may be dealt: columns of numbers, checked once."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Self

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

    The columns are copied, each contiguous; what follows them is derived for the scan.
    """

    sectors: npt.NDArray[np.int16]
    goals: npt.NDArray[np.int8]
    xyz: npt.NDArray[np.float32]
    modalities: npt.NDArray[np.uint8]
    languages: npt.NDArray[np.uint32]
    availability: npt.NDArray[np.uint32]
    priors: npt.NDArray[np.float64]
    ranks: npt.NDArray[np.int64]

    sector_count: int = field(init=False)
    # One more than the position, so that 0 stands for none: a negative index costs `take` a branch per row.
    sector_slots: npt.NDArray[np.int16] = field(init=False)
    goal_slots: npt.NDArray[np.uint8] = field(init=False)
    goal_counts: npt.NDArray[np.uint8] = field(init=False)
    goal_planes: npt.NDArray[np.uint8] = field(init=False)
    in_person: npt.NDArray[np.bool_] = field(init=False)
    remote: npt.NDArray[np.bool_] = field(init=False)
    day_parts_given: npt.NDArray[np.float32] = field(init=False)
    day_parts_unknown: npt.NDArray[np.bool_] = field(init=False)
    rough_priors: npt.NDArray[np.float32] = field(init=False)
    largest_prior: float = field(init=False)

    def __post_init__(self) -> None:
        self._copy_columns()
        self._check_ranges()
        self._derive()
        self._take_priors(self.priors)

    def __len__(self) -> int:
        return len(self.ranks)

    def with_priors(self, priors: npt.NDArray[np.float64]) -> Self:
        """The same cards with other priors, at the priors' cost only: loads change with every request."""
        cards = copy.copy(self)
        cards._take_priors(priors)
        return cards

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
        self._copy("ranks", np.int64, (n,))

    def _copy(self, name: str, dtype: type[np.generic], shape: tuple[int, ...]) -> None:
        self._set(name, _column(name, getattr(self, name), dtype, shape))

    def _check_ranges(self) -> None:
        chosen = self.goals >= 0
        _require("sectors are -1 or more", bool((self.sectors >= -1).all()))
        _require("goals are from -1 to 63", bool(((self.goals >= -1) & (self.goals < MOST_GOALS)).all()))
        _require("goals are padded at the end only", bool((chosen[:, :-1] | ~chosen[:, 1:]).all()))
        _require("xyz holds unit vectors", _are_unit_vectors(self.xyz))
        _require("modalities are two bits", bool((self.modalities < 4).all()))
        _require("availability is 21 bits", bool((self.availability < 2**DAY_PARTS).all()))
        _require("ranks are all different", bool((np.diff(np.sort(self.ranks)) != 0).all()))

    def _derive(self) -> None:
        planes = np.zeros((int(self.goals.max(initial=-1)) + 2, len(self)), dtype=np.uint8)
        for goals in self.goals.T:
            planes[goals, np.arange(len(self))] += 1
        # The last plane takes the -1s.
        planes = planes[:-1]
        _require("goals differ within a card", bool((planes <= 1).all()))
        day_parts = np.bitwise_count(self.availability)
        self._set("sector_count", int(self.sectors.max(initial=-1)) + 1)
        self._set("sector_slots", self.sectors + np.int16(1))
        self._set("goal_slots", (self.goals + np.int8(1)).view(np.uint8))
        self._set("goal_counts", np.count_nonzero(self.goals >= 0, axis=1).astype(np.uint8))
        self._set("goal_planes", planes)
        self._set("in_person", (self.modalities & 1) != 0)
        self._set("remote", (self.modalities & 2) != 0)
        self._set("day_parts_given", np.maximum(day_parts, 1).astype(np.float32))
        self._set("day_parts_unknown", day_parts == 0)

    def _take_priors(self, priors: npt.NDArray[np.float64]) -> None:
        checked = _column("priors", priors, np.float64, (len(self),))
        _require("priors lie between 0 and 1", bool(((checked >= 0) & (checked <= 1)).all()))
        self._set("priors", checked)
        self._set("rough_priors", checked.astype(np.float32))
        self._set("largest_prior", float(checked.max(initial=0.0)))

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)


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


def _require(sentence: str, holds: bool) -> None:
    if not holds:
        raise ValueError(f"It must hold that {sentence}.")
