"""The blocks whose best cannot be good enough are left out, then their entries, term by term, cheapest first."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from ranking import terms
from ranking.layout import CODES, Blocks
from ranking.lens import SLACK, Lens
from ranking.planes import Offered, Sought, positions_of_bits
from ranking.rows import Rows
from ranking.seen import Seen
from ranking.shortlist import Shortlist

Array = npt.NDArray[Any]

# The best entries of so many blocks, so many for each card wanted, set the floor for all the others.
FIRST_BLOCKS = 32
PER_CARD = 8
# So many entries' blocks at a time, the best first: their temporaries stay in the second-level cache.
AT_ONCE = 131_072
# Of these, so many are looked at together: some 80 bytes each.
LOOKED_AT_ONCE = 8_192
PER_CODE = np.float32((1 + 1e-6) / CODES)


class Sieve:
    """The blocks as one seeker sees them."""

    def __init__(self, lens: Lens, rows: Rows, blocks: Blocks, seen: Seen) -> None:
        self._lens, self._rows, self._blocks, self._seen = lens, rows, blocks, seen
        self._goals = (Sought if lens.seeker.role == "mentee" else Offered)(lens, blocks.goal_planes)
        self._opened = blocks.open_planes[lens.seeker.modalities - 1]
        self._sectors = lens.sectors(blocks.block_sectors)
        # What is not known of an entry before its row is read: at most so much.
        self._others = lens.most_places(blocks.centres, blocks.radii)
        self._others += np.float32(lens.most_time)
        self._priors = blocks.largest_codes * PER_CODE
        self._fits = self._sectors + self._others
        self._bounds = self._fits + np.float32(lens.most_goals)
        self._bounds *= self._priors

    def sift(self, shortlist: Shortlist, most: int) -> bool:
        """Has whoever may be among the first k considered; False when more than `most` were worth a look."""
        self._set_floor(shortlist)
        reached = (self._bounds >= np.float32(shortlist.floor * SLACK)).nonzero()[0]
        at_once = AT_ONCE // self._blocks.size
        if len(reached) > at_once:
            reached = reached[np.argsort(-self._bounds[reached])]
        looked = 0
        for start in range(0, len(reached), at_once):
            blocks = reached[start : start + at_once]
            if start:
                blocks = blocks[self._bounds.take(blocks) >= np.float32(shortlist.floor * SLACK)]
            if not len(blocks):
                break
            planes = self._goals.planes(blocks)
            entries = positions_of_bits(self._enough(blocks, planes, shortlist.floor))
            looked += len(entries)
            if looked > most:
                return False
            # Hardly anybody is left out as long as no floor is set, which a rare language can delay.
            for some in range(0, len(entries), LOOKED_AT_ONCE):
                self._look(blocks, planes, entries[some : some + LOOKED_AT_ONCE], shortlist, 0)
        return True

    def _set_floor(self, shortlist: Shortlist) -> None:
        """From the best of the best blocks, those with the most goals."""
        blocks, k = self._first(), shortlist.k
        planes = self._goals.planes(blocks)
        levels = self._goals.levels(planes, self._opened.take(blocks, axis=0))
        counts = np.bitwise_count(levels).sum(axis=(1, 2), dtype=np.intp)
        level = max(int(np.count_nonzero(counts >= PER_CARD * k)) - 1, 0)
        self._look(blocks, planes, positions_of_bits(levels[level]), shortlist, PER_CARD * k)

    def _first(self) -> Array:
        beyond = len(self._bounds) - FIRST_BLOCKS
        if beyond <= 0:
            return np.arange(len(self._bounds))
        limit = np.partition(self._bounds, beyond)[beyond]
        first: Array = (self._bounds >= limit).nonzero()[0][: 2 * FIRST_BLOCKS]
        return first

    def _enough(self, blocks: Array, planes: Array, floor: float) -> Array:
        """The opened entries whose goals are many enough for their block to reach the floor."""
        opened: Array = self._opened.take(blocks, axis=0)
        added = self._goals.added
        if floor <= 0 or len(added) == 1:
            return opened
        most = self._fits.take(blocks) + added[:, None]
        most *= self._priors.take(blocks)
        missing = np.add.reduce(most < np.float32(floor * SLACK), axis=0, dtype=np.intp)
        np.minimum(missing, len(added) - 1, out=missing)
        enough: Array = self._goals.levels(planes, opened)[missing, np.arange(len(blocks))]
        return enough

    def _look(self, blocks: Array, planes: Array, entries: Array, shortlist: Shortlist, best: int) -> None:
        """Has the members of these entries that reach the floor considered, or of about the `best` ones."""
        size, reach = self._blocks.size, np.float32(shortlist.floor * SLACK)
        of_block = entries >> size.bit_length() - 1
        at_block = blocks.take(of_block)
        known = self._sectors.take(at_block)
        if len(planes):
            known += self._goals.of_entries(planes, entries)
        most = self._others.take(at_block)
        most += known
        entries += (at_block - of_block) * size
        priors = self._blocks.prior_codes.reshape(-1).take(entries) * PER_CODE
        most *= priors
        if best and len(most) > best:
            reach = np.partition(most, -best)[-best]
        kept = (most >= reach).nonzero()[0]
        members = self._blocks.block_members.reshape(-1).take(entries.take(kept)).astype(np.intp)
        at_block = at_block.take(kept)
        if self._lens.seeker.role == "mentee" or not len(planes):
            known = known.take(kept)
        else:
            # Planes do not tell the order of a card's goals.
            known = self._sectors.take(at_block)
            known += self._lens.goals(self._rows.goals.take(members, axis=1))
        if best:
            # These blocks are looked at again.
            self._consider(shortlist.sound, members, known, np.ones(len(members), dtype=np.bool_))
        else:
            most = self._others.take(at_block)
            most += known
            most += self._less_time(members)
            most *= priors.take(kept)
            self._consider(shortlist.consider, members, known, most >= reach)

    def _consider(self, consider: Callable[..., object], members: Array, known: Array, reach: Array) -> None:
        """Those of them who may be dealt; a member of two sectors may be there twice."""
        reach &= self._rows.languages.take(members) & np.uint32(self._lens.seeker.languages) != 0
        if self._seen:
            reach &= self._seen.lacks(members)
        allowed = reach.nonzero()[0]
        members = members.take(allowed)
        in_order = np.sort(members)
        consider(members, known.take(allowed), int(np.count_nonzero(in_order[1:] == in_order[:-1])))

    def _less_time(self, members: Array) -> Array:
        """By how much their time misses the best, as a number below 0: it is the cheaper of the two to find out."""
        seeker, weights = self._lens.seeker, self._lens.weights
        less = terms.time(self._rows.availability.take(members), seeker.availability, weights)
        less *= weights.time
        less -= self._lens.most_time
        return less.astype(np.float32)
