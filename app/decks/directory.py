"""Which member is at which position of the market: a sorted table for most, a dictionary for the newcomers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self
from uuid import UUID

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Positions = npt.NDArray[np.intp]
BYTES = 16


class Directory:
    """Members' ids ↔ positions from 0. `arrays` holds what can be mapped from a file; newcomers are beside it."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.arrays = dict(arrays)
        self._ids, self._keys, self._order = (self.arrays[name] for name in ("ids", "keys", "order"))
        self._newcomers: dict[UUID, int] = {}
        self._later: list[UUID] = []

    @classmethod
    def of(cls, ids: npt.NDArray[np.uint8]) -> Self:
        """The directory of these ids, uint8 (n, 16), each once: the first is at position 0."""
        keys = _keys(ids)
        order = np.argsort(keys, kind="stable").astype(np.int32)
        return cls({"ids": ids, "keys": keys[order], "order": order})

    def __len__(self) -> int:
        return len(self._ids) + len(self._later)

    def position(self, member_id: UUID) -> int | None:
        at = self._newcomers.get(member_id)
        if at is None:
            found = self._settled([member_id])
            at = int(found[0]) if found.size else None
        return at

    def positions(self, member_ids: Iterable[UUID]) -> Positions:
        """Where those are who are here, in any order."""
        asked = list(member_ids)
        later = [self._newcomers[member_id] for member_id in asked if member_id in self._newcomers]
        return np.concatenate([self._settled(asked), np.array(later, dtype=np.intp)])

    def add(self, member_id: UUID) -> int:
        """The position of a newcomer: the next one."""
        at = self._newcomers[member_id] = len(self)
        self._later.append(member_id)
        return at

    def id_at(self, position: int) -> UUID:
        settled = len(self._ids)
        return self._later[position - settled] if position >= settled else UUID(bytes=self._ids[position].tobytes())

    def _settled(self, member_ids: Sequence[UUID]) -> Positions:
        if not (member_ids and len(self._ids)):
            return np.empty(0, dtype=np.intp)
        wanted = as_bytes(member_ids)
        keys = _keys(wanted)
        places = np.searchsorted(self._keys, keys)
        found: list[Positions] = []
        # Once, as a rule; again for those whose key another id shares.
        while places.size:
            same_key = places < len(self._keys)
            same_key[same_key] = self._keys[places[same_key]] == keys[same_key]
            wanted, keys, places = wanted[same_key], keys[same_key], places[same_key]
            positions = self._order[places]
            same = (self._ids[positions] == wanted).all(axis=1)
            found.append(positions[same].astype(np.intp))
            wanted, keys, places = wanted[~same], keys[~same], places[~same] + 1
        return np.concatenate(found) if found else np.empty(0, dtype=np.intp)


def as_bytes(member_ids: Iterable[UUID]) -> npt.NDArray[np.uint8]:
    """uint8 (n, 16)."""
    return np.frombuffer(b"".join(member_id.bytes for member_id in member_ids), dtype=np.uint8).reshape(-1, BYTES)


def _keys(ids: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    # The latter half of an id is random; the first is the time it was made, which many may share.
    latter = np.ascontiguousarray(ids[:, BYTES // 2 :])
    return latter.view(">u8").reshape(-1).astype(np.uint64)
