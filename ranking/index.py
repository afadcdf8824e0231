"""Everybody who may be on a card, in plain arrays that can be mapped from a file, answered exactly and kept live."""

import operator
from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from ranking import changes
from ranking.columns import Columns
from ranking.exact import Ranked
from ranking.grades import scale_of
from ranking.layout import Blocks
from ranking.lens import Lens
from ranking.market import Cards, Seeker
from ranking.plain import scan_some, scan_stretch
from ranking.rows import Rows, checked_card
from ranking.rules import Rules
from ranking.seen import Seen
from ranking.shapes import ENTRIES, MOVED, STATE, State, check_shapes
from ranking.shortlist import Shortlist
from ranking.sift import Sieve
from ranking.small import SmallMarket

Array = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

# Below this, everybody's grade tells sooner than blocks whom to leave out, in up to 480 bytes a card.
BLOCKS_FROM = 60_000
# Where more than one in so many must be looked at, looking at all in their order is quicker.
MOST_LOOKED_AT = 6
MOST_PLAIN = 4_096
FIRST_ROOM = 1_024


class Index:
    """n members of one role, at stable positions from 0 to n - 1; made by `build` or `attach`, not by hand.

    `arrays` holds everything: name → ndarray, C-contiguous, of plain types. Write them to a file, map it
    copy-on-write, `attach` what was mapped: all processes then share the pages that none of them changed.
    `put` and the setters change these arrays in place, and `put` replaces some by larger ones when it has run out
    of room: read `arrays` anew before each writing. Whoever changes an index must not be asking it at that moment.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.arrays = dict(arrays)
        self._read()

    @classmethod
    def build(cls, cards: Cards, eligible: Flags | None = None) -> Self:
        """An index of these cards: card i is at position i. About a second for a million.

        eligible: bool (n,), or None for all: who may be dealt at all. ValueError when it is anything else;
        Cards has checked the rest.
        """
        n = len(cards)
        given = np.ones(n, dtype=np.bool_) if eligible is None else eligible
        if given.dtype != np.bool_ or given.shape != (n,):
            raise ValueError(f"eligible must be bool {(n,)}, not {given.dtype} {given.shape}.")
        rows = Rows.of_cards(cards, given, n + max(FIRST_ROOM, n // 64))
        entries = np.full((3, rows.room), changes.NO_ENTRY, dtype=np.int32)
        indexed = n if n >= BLOCKS_FROM else 0
        blocks = Blocks.of_rows(rows.at(slice(indexed)), entries[:, :indexed]) if indexed else Blocks.none()
        state = State(n, indexed, 0, int(cards.sectors.max(initial=-1)) + 1)
        moved = np.zeros(FIRST_ROOM, dtype=np.int32)
        single: dict[str, Array] = {STATE: np.array(state, dtype=np.int64), ENTRIES: entries, MOVED: moved}
        return cls(single | rows._asdict() | blocks._asdict())

    @classmethod
    def attach(cls, arrays: Mapping[str, Array]) -> Self:
        """The index whose `arrays` these are, mapped or not; what it costs does not grow with the market.

        ValueError when a name is missing or strange, when types, shapes and counts do not fit together, and when
        an array cannot be written to (map them with mode "c").
        """
        check_shapes(arrays)
        return cls(arrays)

    def __len__(self) -> int:
        return int(self._state[0])

    @property
    def members(self) -> Rows:
        """The columns as they are now, to be read only: views of n members each, positions as slots (see Rows)."""
        return self._rows.at(slice(len(self)))

    @property
    def rows(self) -> Rows:
        """The same columns with the room behind them: `take` would first copy the whole of a view of several rows."""
        return self._rows

    @property
    def wants_rebuild(self) -> bool:
        """Whether so many came or moved since it was built that a new one would answer noticeably faster."""
        n, indexed, moved, _ = self._state.tolist()
        plain = n - indexed + moved
        return bool(plain >= BLOCKS_FROM and plain > max(MOST_PLAIN, indexed // 128))

    def top(self, seeker: Seeker, k: int, rules: Rules, *, exclude: npt.NDArray[np.integer] | None = None) -> Ranked:
        """The k best cards in worth, the lowest rank first among equals: the same list as a plain float64 scan.

        exclude: positions to leave out, in any order, repeated or not. A card that lacks a modality or a language
        in common with the seeker is never eligible. ValueError for a negative k, a position outside the index, or
        a sector outside the rules' table.
        """
        k, n = operator.index(k), len(self)
        if k < 0:
            raise ValueError(f"k must not be negative, it is {k}.")
        if self._state[3] > len(rules.similarity):
            raise ValueError(f"The cards have a sector that is not among the {len(rules.similarity)} of the table.")
        rules.check(seeker.sectors)
        seen, anybody = Seen(exclude, n), k and n and seeker.modalities and seeker.languages
        scale = None if self._state[1] else scale_of(rules)
        if anybody and scale and scale.holds(seeker):
            return SmallMarket(self._rows, n, self._columns, scale, seeker, rules).first(k, seen)
        shortlist = Shortlist(seeker, self._rows, k, rules)
        if anybody:
            self._search(Lens(seeker, rules), seen, shortlist)
        return shortlist.ranked()

    def put(
        self,
        position: int | None,
        *,
        sectors: Sequence[int],
        goals: Sequence[int],
        xyz: npt.ArrayLike,
        modalities: int,
        languages: int,
        availability: int,
        prior: float,
        rank: int,
        eligible: bool,
    ) -> int:
        """Puts one card there, or at a new position when None; gives its position.

        The columns are those of Cards, unpadded: up to 3 sectors, and as many goals as the cards of `build` had
        columns. `rank` must be no other card's, which is not checked. ValueError when one is out of its range;
        nothing has changed then.
        """
        width = len(self._rows.goals)
        card = checked_card(width, sectors, goals, xyz, modalities, languages, availability, prior, rank, eligible)
        self._state[3] = max(int(self._state[3]), int(card.sectors.max()))
        if position is None:
            return self._add(card)
        at = self._checked(position)
        entries = self._entries_of(at)
        old = self._rows.card(at)
        stays = changes.can_stay(self._blocks, entries, old, card)
        self._rows.write(at, card)
        self._columns.write(at, old)
        if stays:
            changes.write_profile(self._blocks, entries, old, card)
            changes.write_standing(self._blocks, self._rows, at, entries)
        elif len(entries):
            self._move(at, entries)
        return at

    def set_prior(self, position: int, prior: float) -> None:
        """What the card's fit is multiplied by from now on. ValueError unless it lies between 0 and 1."""
        if not 0 <= prior <= 1:
            raise ValueError(f"A prior must lie between 0 and 1, it is {prior}.")
        at = self._checked(position)
        self._rows.priors[at] = prior
        self._columns.write_standing(at)
        changes.write_code(self._blocks, self._rows, at, self._entries_of(at))

    def set_priors(self, priors: Floats) -> None:
        """Everybody's prior at once, float64 (n,): quicker than one by one from about a thousandth of them on."""
        if priors.dtype != np.float64 or priors.shape != (len(self),):
            raise ValueError(f"priors must be float64 {(len(self),)}, not {priors.dtype} {priors.shape}.")
        if not ((priors >= 0) & (priors <= 1)).all():
            raise ValueError("It must hold that priors lie between 0 and 1.")
        self._rows.priors[: len(self)] = priors
        self._columns.forget_priors()
        indexed = slice(int(self._state[1]))
        changes.write_all_codes(self._blocks, self._rows.at(indexed), self._entries[:, indexed])

    def set_eligible(self, position: int, eligible: bool) -> None:
        """Whether the card may be dealt from now on."""
        at = self._checked(position)
        self._rows.eligible[at] = eligible
        self._columns.write_standing(at)
        changes.write_standing(self._blocks, self._rows, at, self._entries_of(at))

    def _read(self) -> None:
        self._state, self._entries, self._moved = (self.arrays[name] for name in (STATE, ENTRIES, MOVED))
        self._rows = Rows(**{name: self.arrays[name] for name in Rows._fields})
        self._blocks = Blocks(**{name: self.arrays[name] for name in Blocks._fields})
        self._columns = Columns(self._rows)

    def _search(self, lens: Lens, seen: Seen, shortlist: Shortlist) -> None:
        n, indexed, moved, _ = self._state.tolist()
        most = indexed // MOST_LOOKED_AT
        if indexed and not Sieve(lens, self._rows, self._blocks, seen).sift(shortlist, most):
            scan_stretch(lens, self._rows, range(n), seen, shortlist)
            return
        scan_some(lens, self._rows, self._moved[:moved], seen, shortlist)
        scan_stretch(lens, self._rows, range(indexed, n), seen, shortlist)

    def _add(self, card: Any) -> int:
        at = len(self)
        if at == self._rows.room:
            rows = self._rows.grown(2 * at)
            entries = np.full((3, rows.room), changes.NO_ENTRY, dtype=np.int32)
            entries[:, :at] = self._entries
            self.arrays |= {ENTRIES: entries, **rows._asdict()}
            self._read()
        old = self._rows.card(at)
        self._rows.write(at, card)
        self._columns.write(at, old)
        self._state[0] += 1
        return at

    def _move(self, position: int, entries: Array) -> None:
        changes.close(self._blocks, entries)
        self._entries[:, position] = changes.NO_ENTRY
        moved = int(self._state[2])
        if moved == len(self._moved):
            self.arrays[MOVED] = np.concatenate([self._moved, self._moved])
            self._read()
        self._moved[moved] = position
        self._state[2] += 1

    def _entries_of(self, position: int) -> Array:
        entries = self._entries[:, position]
        held: Array = entries[entries != changes.NO_ENTRY]
        return held

    def _checked(self, position: int) -> int:
        at = operator.index(position)
        if not 0 <= at < len(self):
            raise ValueError(f"There is no position {at} among {len(self)}.")
        return at
