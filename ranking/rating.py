"""The worth of a few cards that are given, rather than of the best."""

import numpy as np
import numpy.typing as npt

from ranking.exact import Ranked, best_of
from ranking.index import Index
from ranking.market import Seeker
from ranking.rules import Rules


def rated(index: Index, seeker: Seeker, positions: npt.NDArray[np.integer], rules: Rules) -> Ranked:
    """Those of the positions (c,), each given once, that the seeker may be dealt: as Index.top of them alone.

    ValueError for a position outside the index.
    """
    asked = np.asarray(positions, dtype=np.intp)
    if asked.size and not (asked.min() >= 0 and asked.max() < len(index)):
        raise ValueError(f"positions must be from 0 to {len(index) - 1}.")
    rows = index.rows
    may = rows.eligible[asked]
    may &= (rows.modalities[asked] & np.uint8(seeker.modalities)) != 0
    may &= (rows.languages[asked] & np.uint32(seeker.languages)) != 0
    return best_of(seeker, rows, asked[may], len(asked), rules)
