"""How the members are laid out for the scan: an entry for each of their sectors, in blocks of neighbours."""

from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from ranking.rows import Rows

Array = npt.NDArray[Any]
Words = npt.NDArray[np.uint64]

WORD = 64
# A block's entries are words of 64 bits in a plane: few words where few members make few blocks.
SMALL_BLOCK, LARGE_BLOCK = 64, 256
LARGE_FROM = 200_000
# Few members have a high prior and many a low one: sorted by it first, whole blocks are out of the question at once.
BANDS = 8
CODES = 255


class Blocks(NamedTuple):
    """b blocks of s = 64 w entries; an entry is a member at one of their sectors, and a block has one sector.

    block_members: int32 (b, s) positions of rows. prior_codes: uint8 (b, s), at least 255 · prior, 0
    when not eligible. goal_planes:
    uint64 (g, b, w), a bit per entry: they have that goal. open_planes: uint64 (3, b, w), a bit per entry: they
    may be dealt to who meets in person, remotely, in either way. sectors: int16 (b,) slots. centres: float32
    (3, b). radii: float32 (b,) chords. largest_codes: uint8 (b,), at least every open entry's prior code.
    """

    block_members: npt.NDArray[np.int32]
    prior_codes: npt.NDArray[np.uint8]
    goal_planes: Words
    open_planes: Words
    block_sectors: npt.NDArray[np.int16]
    centres: npt.NDArray[np.float32]
    radii: npt.NDArray[np.float32]
    largest_codes: npt.NDArray[np.uint8]

    @classmethod
    def of_rows(cls, rows: Rows, entries: Array) -> Self:
        """The blocks of all these members, who learn in `entries`, int32 (3, n), where each sector's entry is."""
        size = LARGE_BLOCK if rows.room >= LARGE_FROM else SMALL_BLOCK
        which, at, sectors = _in_scan_order(rows, size)
        places, block_sectors = _places(sectors, size)
        shape = len(block_sectors), size
        members = np.empty(len(block_sectors) * size, dtype=np.int32)
        # Padding repeats a neighbour, so that it moves neither centre nor radius; its bits stay 0.
        members[:] = which[_last_at_or_before(places, len(members))]
        entries[:] = -1
        entries[at, which] = places
        real = np.zeros(len(members), dtype=np.bool_)
        real[places] = True
        codes = (prior_codes(rows.priors) * rows.eligible)[members] * real
        members, real = members.reshape(shape), real.reshape(shape)
        codes = codes.reshape(shape)
        return cls(
            members,
            codes,
            _goal_planes(rows.goals, members, real),
            _open_planes(rows, members, real),
            block_sectors,
            *_circles(rows.xyz, members),
            codes.max(axis=1),
        )

    @classmethod
    def none(cls) -> Self:
        """No block, as of rows that are only scanned plainly."""
        return cls(
            np.empty((0, WORD), np.int32),
            np.empty((0, WORD), np.uint8),
            np.empty((0, 0, 1), np.uint64),
            np.empty((3, 0, 1), np.uint64),
            np.empty(0, np.int16),
            np.empty((3, 0), np.float32),
            np.empty(0, np.float32),
            np.empty(0, np.uint8),
        )

    def __len__(self) -> int:
        return len(self.block_sectors)

    @property
    def size(self) -> int:
        return int(self.block_members.shape[1])


def prior_codes(priors: Array) -> npt.NDArray[np.uint8]:
    codes: npt.NDArray[np.uint8] = np.ceil(priors * CODES).astype(np.uint8)
    return codes


def open_ways(modalities: Array, eligible: Array) -> tuple[Array, Array, Array]:
    """Open to who meets in person, remotely, in either way."""
    return eligible & (modalities & 1 != 0), eligible & (modalities & 2 != 0), eligible & (modalities != 0)


def _in_scan_order(rows: Rows, size: int) -> tuple[Array, Array, Array]:
    """Of every entry, in the order of the scan: the member, which of their sectors, and its slot."""
    has = rows.sectors > 0
    has[0] |= ~has.any(axis=0)  # who has no sector has an entry all the same
    at, which = np.nonzero(has)
    sectors = rows.sectors[at, which].astype(np.int64)
    # Where there are few, bands would cost more places than they save.
    bands = np.clip(np.bincount(sectors) // (2 * size), 1, BANDS)[sectors]
    keys = sectors << 3 | (_bands(rows.priors)[which] * bands) // BANDS
    order = np.argsort(keys << 32 | _morton(rows.xyz)[which])
    return which[order], at[order], sectors[order]


def _bands(priors: Array) -> Array:
    """0 for the highest priors; the bands grow wider downwards."""
    shares = 1 - np.linspace(0, 1, BANDS + 1)[1:-1] ** 1.7
    sample = priors[:: max(1, len(priors) // 10_000)]
    edges = np.quantile(sample, shares[::-1])
    bands: Array = BANDS - 1 - np.searchsorted(edges, priors, side="right")
    return bands


def _morton(xyz: Array) -> Array:
    """32 bits, 16 of latitude and 16 of longitude in turn: neighbours mostly share the first ones."""
    north = np.arcsin(np.clip(xyz[2], -1, 1))
    east = np.arctan2(xyz[1], xyz[0])
    return _spread(north) << 1 | _spread(east)


def _spread(angles: Array) -> Array:
    """Every other bit of 32, over the range that is in use."""
    low, high = angles.min(), angles.max()
    bits: Array = ((angles - low) * (65535 / max(high - low, 1e-9))).astype(np.int64)
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        bits = (bits | bits << shift) & mask
    return bits


def _places(sectors: Array, size: int) -> tuple[Array, npt.NDArray[np.int16]]:
    """Where each entry goes when every sector begins a new block, and the blocks' sectors."""
    found, starts, counts = np.unique(sectors, return_index=True, return_counts=True)
    blocks = -(-counts // size)
    first_blocks = np.cumsum(blocks) - blocks
    shifts = np.repeat(first_blocks * size - starts, counts)
    return np.arange(len(sectors)) + shifts, np.repeat(found, blocks).astype(np.int16)


def _last_at_or_before(places: Array, room: int) -> Array:
    taken = np.zeros(room, dtype=np.int32)
    taken[places] = 1
    taken.cumsum(out=taken)
    taken -= 1
    return taken


def _circles(xyz: Array, members: Array) -> tuple[Array, Array]:
    centres = np.empty((3, len(members)), dtype=np.float32)
    squares: Any = 0
    for axis, values in enumerate(xyz):
        of_blocks = values[members]
        centres[axis] = of_blocks.mean(axis=1, dtype=np.float64)
        squares = squares + np.square(of_blocks - centres[axis][:, None])
    # Rounded up: a chord is off by some 2⁻²⁴ of itself and half a metre of a coordinate.
    return centres, np.sqrt(squares.max(axis=1)) * np.float32(1 + 1e-6) + np.float32(1e-7)


def _goal_planes(goals: Array, members: Array, real: Array) -> Words:
    masks = goal_masks(goals)[members]
    count = int(goals.max(initial=0))
    planes = np.empty((count, *members.shape[:1], members.shape[1] // WORD), dtype=np.uint64)
    for goal in range(count):
        planes[goal] = _packed((masks & np.uint64(1 << goal) != 0) & real)
    return planes


def goal_masks(goals: Array) -> Words:
    """A bit per goal: uint64 (n,) of slots (g, n)."""
    masks = np.zeros(goals.shape[1], dtype=np.uint64)
    for slots in goals:
        # Shifted twice, so that slot 0 is no bit at all.
        masks |= (np.uint64(1) << slots.astype(np.uint64) >> np.uint64(1)) | (slots == 64) * np.uint64(1 << 63)
    return masks


def _open_planes(rows: Rows, members: Array, real: Array) -> Words:
    ways = open_ways(rows.modalities, rows.eligible)
    return np.stack([_packed(way[members] & real) for way in ways])


def _packed(flags: Array) -> Words:
    return np.packbits(flags, axis=1, bitorder="little").view(np.uint64)
