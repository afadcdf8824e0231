"""The plain scan: every one of some members, a chunk at a time, in float32."""

from typing import Any

import numpy as np
import numpy.typing as npt

from ranking.lens import Lens
from ranking.rows import Rows
from ranking.seen import Seen
from ranking.shortlist import Shortlist, kth_largest

Array = npt.NDArray[Any]

# Its temporaries stay in the processor's second-level cache.
CHUNK = 16_384
ROWS_PER_MAXIMUM = 16
TWO = np.float32(2)


def scan_stretch(lens: Lens, rows: Rows, stretch: range, seen: Seen, shortlist: Shortlist) -> None:
    """Offers whoever of these neighbours may be among the first k."""
    for start in range(stretch.start, stretch.stop, CHUNK):
        stop = min(start + CHUNK, stretch.stop)
        _offer(lens, rows.at(slice(start, stop)), np.arange(start, stop), seen, shortlist)


def scan_some(lens: Lens, rows: Rows, positions: Array, seen: Seen, shortlist: Shortlist) -> None:
    """Offers whoever of these positions, each given once, may be among the first k."""
    for start in range(0, len(positions), CHUNK):
        some = positions[start : start + CHUNK]
        _offer(lens, rows.at(some), some, seen, shortlist)


def _offer(lens: Lens, members: Rows, positions: Array, seen: Seen, shortlist: Shortlist) -> None:
    worths = lens.worths(members)
    allowed = members.languages & np.uint32(lens.seeker.languages) != 0
    allowed &= members.eligible
    allowed &= members.modalities & np.uint8(lens.seeker.modalities) != 0
    if seen:
        allowed &= seen.lacks(positions)
    # A worth of 0 may be among the first: who is not allowed has less.
    np.logical_not(allowed, out=allowed)
    worths -= TWO * allowed
    if shortlist.floor <= 0:
        shortlist.expect(_at_most_kth(worths, shortlist.k))
    found = (worths >= np.float32(shortlist.floor)).nonzero()[0]
    if len(found) > 2 * shortlist.k:
        among = worths[found]
        shortlist.expect(kth_largest(among, shortlist.k))
        found = found[among >= np.float32(shortlist.floor)]
    shortlist.offer(positions[found])


def _at_most_kth(worths: Array, k: int) -> float:
    """At most the k-th largest: the k-th largest of the maxima of disjoint groups is that, and cheap."""
    groups = worths.size // ROWS_PER_MAXIMUM
    if groups < 4 * k:
        return kth_largest(worths, k)
    return kth_largest(worths[: groups * ROWS_PER_MAXIMUM].reshape(ROWS_PER_MAXIMUM, groups).max(axis=0), k)
