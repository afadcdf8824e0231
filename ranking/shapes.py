"""Which arrays an index is made of, and whether some that were found are such."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ranking.layout import LARGE_BLOCK, WORD, Blocks
from ranking.rows import MOST_SECTORS_EACH, Rows
from ranking.weights import MOST_GOALS, MOST_GOALS_EACH

Array = npt.NDArray[Any]

STATE, ENTRIES, MOVED = "state", "entries", "moved"

# Letters are lengths that must agree: r room, b blocks, s their size in w words, g goals of a card, p planes, m moved.
SHAPES: dict[str, tuple[type[np.generic], tuple[int | str, ...]]] = {
    STATE: (np.int64, (4,)),
    ENTRIES: (np.int32, (MOST_SECTORS_EACH, "r")),
    MOVED: (np.int32, ("m",)),
    "sectors": (np.int16, (MOST_SECTORS_EACH, "r")),
    "goals": (np.uint8, ("g", "r")),
    "xyz": (np.float32, (3, "r")),
    "modalities": (np.uint8, ("r",)),
    "languages": (np.uint32, ("r",)),
    "availability": (np.uint32, ("r",)),
    "priors": (np.float64, ("r",)),
    "ranks": (np.int64, ("r",)),
    "eligible": (np.bool_, ("r",)),
    "block_members": (np.int32, ("b", "s")),
    "prior_codes": (np.uint8, ("b", "s")),
    "goal_planes": (np.uint64, ("p", "b", "w")),
    "open_planes": (np.uint64, (3, "b", "w")),
    "block_sectors": (np.int16, ("b",)),
    "centres": (np.float32, (3, "b")),
    "radii": (np.float32, ("b",)),
    "largest_codes": (np.uint8, ("b",)),
}
assert set(SHAPES) == {STATE, ENTRIES, MOVED, *Rows._fields, *Blocks._fields}


class State(NamedTuple):
    """Members; of these, those laid out in blocks; of these, those that have left theirs; the largest sector slot."""

    members: int
    indexed: int
    moved: int
    largest_slot: int


def check_shapes(arrays: Mapping[str, Array]) -> None:
    """ValueError unless they are an index's. Reads nothing but the state."""
    if set(arrays) != set(SHAPES):
        raise ValueError(f"An index has other arrays; these differ: {sorted(set(arrays) ^ set(SHAPES))}.")
    lengths: dict[str, int] = {}
    for name, (dtype, shape) in SHAPES.items():
        _check(name, arrays[name], dtype, shape, lengths)
    state = State(*arrays[STATE].tolist())
    fits = (
        0 <= state.moved <= state.indexed <= state.members <= lengths["r"]
        and state.moved <= lengths["m"]
        and bool(state.indexed) == bool(lengths["b"])
        and state.indexed <= lengths["b"] * lengths["s"]
        and 1 <= lengths["w"] <= LARGE_BLOCK // WORD
        and lengths["s"] == lengths["w"] * WORD
        and 1 <= lengths["g"] <= MOST_GOALS_EACH
        and lengths["p"] <= MOST_GOALS
        and 0 <= state.largest_slot < 2**15
    )
    if not fits:
        raise ValueError(f"The counts of an index do not fit its arrays: {state}, {lengths}.")


def _check(
    name: str, array: Array, dtype: type[np.generic], shape: tuple[int | str, ...], lengths: dict[str, int]
) -> None:
    if array.dtype != dtype or array.ndim != len(shape):
        raise ValueError(f"{name} must be {np.dtype(dtype)} of {len(shape)} axes, not {array.dtype} {array.shape}.")
    for length, wanted in zip(array.shape, shape, strict=True):
        if length != (wanted if isinstance(wanted, int) else lengths.setdefault(wanted, length)):
            raise ValueError(f"{name} has the shape {array.shape}, which does not fit the others.")
    if not (array.flags.c_contiguous and array.flags.writeable):
        raise ValueError(f"{name} must be C-contiguous and writeable.")
