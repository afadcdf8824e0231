"""Positions to leave out, as bits."""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


class Seen:
    """A set of positions below n. ValueError when they are no such positions."""

    def __init__(self, positions: npt.NDArray[np.integer] | None, n: int) -> None:
        self._bits = np.empty(0, dtype=np.uint8)
        if positions is None or not positions.size:
            return
        if not np.issubdtype(positions.dtype, np.integer):
            raise ValueError(f"exclude must hold integer positions, not {positions.dtype}.")
        if positions.min() < 0 or positions.max() >= n:
            raise ValueError(f"exclude must hold positions from 0 to {n - 1}.")
        self._bits = np.zeros(n // 8 + 1, dtype=np.uint8)
        np.bitwise_or.at(self._bits, positions >> 3, _bit_of(positions))

    def __bool__(self) -> bool:
        return bool(self._bits.size)

    def lacks(self, positions: Array) -> npt.NDArray[np.bool_]:
        lacks: npt.NDArray[np.bool_] = self._bits[positions >> 3] & _bit_of(positions) == 0
        return lacks


def _bit_of(positions: Array) -> npt.NDArray[np.uint8]:
    bits: npt.NDArray[np.uint8] = np.left_shift(1, positions & 7, dtype=np.uint8, casting="unsafe")
    return bits
