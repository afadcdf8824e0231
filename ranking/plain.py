"""The plain scan: who has the sectors and goals to be among the first, then these few in full."""

from typing import Any

import numpy as np
import numpy.typing as npt

from ranking.lens import SLACK, Lens
from ranking.promising import look_down
from ranking.rows import Rows
from ranking.seen import Seen
from ranking.shortlist import Shortlist

Array = npt.NDArray[Any]

# Its temporaries stay in the processor's second-level cache.
CHUNK = 20_480
# So many for each card wanted are looked at first; they are enough more often than not.
PER_CARD = 16


def scan_stretch(lens: Lens, rows: Rows, stretch: range, seen: Seen, shortlist: Shortlist) -> None:
    """Has whoever of these neighbours may be dealt and among the first k considered."""
    for start in range(stretch.start, stretch.stop, CHUNK):
        _scan(lens, rows, slice(start, min(start + CHUNK, stretch.stop)), seen, shortlist)


def scan_some(lens: Lens, rows: Rows, positions: Array, seen: Seen, shortlist: Shortlist) -> None:
    """The same of these positions, each given once."""
    for start in range(0, len(positions), CHUNK):
        some = positions[start : start + CHUNK]
        _look(lens, rows, some, lens.known(rows.at(some)), seen, shortlist)


def _scan(lens: Lens, rows: Rows, chunk: slice, seen: Seen, shortlist: Shortlist) -> None:
    """Those first whose sectors and goals promise most, so that the others have a floor to reach."""
    members = rows.at(chunk)
    known = lens.known(members)
    most = known + np.float32(lens.most_place + lens.most_time)
    # A product of two types would be made in small pieces, several times slower.
    most *= members.priors.astype(np.float32)

    def look(at: Array) -> None:
        _look(lens, rows, at + chunk.start, known.take(at), seen, shortlist)

    look_down(most, PER_CARD * shortlist.k, lambda: shortlist.floor * SLACK, look)


def _look(lens: Lens, rows: Rows, positions: Array, known: Array, seen: Seen, shortlist: Shortlist) -> None:
    allowed = rows.languages.take(positions) & np.uint32(lens.seeker.languages) != 0
    allowed &= rows.modalities.take(positions) & np.uint8(lens.seeker.modalities) != 0
    allowed &= rows.eligible.take(positions)
    if seen:
        allowed &= seen.lacks(positions)
    kept = allowed.nonzero()[0]
    shortlist.consider(positions.take(kept), known.take(kept))
