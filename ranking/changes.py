"""What one change of a member does to their entries and to the bounds of their blocks, which only ever stay true."""

from typing import Any

import numpy as np
import numpy.typing as npt

from ranking.layout import WORD, Blocks, open_ways, prior_codes
from ranking.rows import Card, Rows

Array = npt.NDArray[Any]

# Who moves further out of their block than this many times its radius leaves it, so that it stays small.
FURTHER = np.float32(1.25)
NEARBY = np.float32(0.001)  # six kilometres
# A member's code for what no entry is, and for who is scanned plainly.
NO_ENTRY = -1


def can_stay(blocks: Blocks, entries: Array, old: Card, new: Card) -> bool:
    """Whether their entries can be changed where they are. entries: int32 (e,)."""
    if not len(entries) or (old.sectors != new.sectors).any() or new.goals.max() > len(blocks.goal_planes):
        return False
    if (old.xyz == new.xyz).all():
        return True
    where = entries // blocks.size
    return bool((_chords(blocks, where, new.xyz) <= blocks.radii[where] * FURTHER + NEARBY).all())


def write_profile(blocks: Blocks, entries: Array, old: Card, new: Card) -> None:
    """Goals and place, if they changed; the circle grows around who moved."""
    if (old.xyz != new.xyz).any():
        where = entries // blocks.size
        blocks.radii[where] = np.maximum(blocks.radii[where], _chords(blocks, where, new.xyz))
    if (old.goals != new.goals).any():
        wanted = np.zeros(len(blocks.goal_planes), dtype=np.bool_)
        wanted[new.goals[new.goals > 0] - np.uint8(1)] = True
        for entry in entries.tolist():
            _write_bits(blocks.goal_planes, entry, wanted)


def write_standing(blocks: Blocks, rows: Rows, position: int, entries: Array) -> None:
    """Who may be dealt at all, and how highly: as the rows say now."""
    eligible = rows.eligible[position]
    code = int(prior_codes(rows.priors[position])) if eligible else 0
    ways = np.array(open_ways(rows.modalities[position], eligible))
    for entry in entries.tolist():
        _write_bits(blocks.open_planes, entry, ways)
        _write_code(blocks, entry, code)


def write_code(blocks: Blocks, rows: Rows, position: int, entries: Array) -> None:
    """How highly, as the rows say now."""
    if rows.eligible[position]:
        code = int(prior_codes(rows.priors[position]))
        for entry in entries.tolist():
            _write_code(blocks, entry, code)


def close(blocks: Blocks, entries: Array) -> None:
    """These entries are nobody's any more."""
    for entry in entries.tolist():
        _write_bits(blocks.open_planes, entry, np.zeros(3, dtype=np.bool_))
        _write_code(blocks, entry, 0)


def write_all_codes(blocks: Blocks, rows: Rows, entries: Array) -> None:
    """Everybody's, as the rows say now. entries: int32 (3, n)."""
    codes = prior_codes(rows.priors) * rows.eligible
    flat = blocks.prior_codes.reshape(-1)
    for of_sector in entries:
        placed = np.flatnonzero(of_sector != NO_ENTRY)
        flat[of_sector[placed]] = codes[placed]
    blocks.prior_codes.max(axis=1, out=blocks.largest_codes)


def _write_code(blocks: Blocks, entry: int, code: int) -> None:
    block, place = divmod(entry, blocks.size)
    was, largest = int(blocks.prior_codes[block, place]), int(blocks.largest_codes[block])
    blocks.prior_codes[block, place] = code
    if code > largest:
        blocks.largest_codes[block] = code
    elif was == largest > code:
        blocks.largest_codes[block] = blocks.prior_codes[block].max()


def _write_bits(planes: Array, entry: int, wanted: Array) -> None:
    """One entry's bit in each of these planes."""
    block, place = divmod(entry, planes.shape[2] * WORD)
    words = planes[:, block, place >> 6]
    bit = np.uint64(1 << (place & 63))
    planes[:, block, place >> 6] = np.where(wanted, words | bit, words & ~bit)


def _chords(blocks: Blocks, where: Array, xyz: Array) -> Array:
    away = blocks.centres[:, where].astype(np.float64) - xyz.astype(np.float64)[:, None]
    # Rounded up, as the radii are.
    chords: Array = (np.sqrt(np.square(away).sum(axis=0)) * (1 + 1e-6) + 1e-7).astype(np.float32)
    return chords
