"""The audit log as the store returns it."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Entry(msgspec.Struct, frozen=True):
    """What somebody of the staff did or read; without a detail once the member whom it concerns was erased."""

    id: UUID
    sequence: int
    at: datetime
    staff_id: UUID | None
    staff_name: str | None
    act: str
    subject_kind: str
    subject_id: UUID | None
    why: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    forgotten: bool


class Sought(msgspec.Struct, frozen=True):
    """Which entries are asked for."""

    staff_id: UUID | None = None
    act: str | None = None
    subject_kind: str | None = None
    subject_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


class Link(msgspec.Struct, frozen=True):
    """One link of the chain: a seal, and what is there of its entry. `microseconds` since 1970."""

    sequence: int
    entry_id: UUID
    hash: bytes
    there: bool
    microseconds: int | None
    staff_id: UUID | None
    staff_name: str | None
    act: str | None
    subject_kind: str | None
    digest: bytes | None
    detail: str | None

    @property
    def at(self) -> datetime | None:
        return None if self.microseconds is None else EPOCH + timedelta(microseconds=self.microseconds)

    @property
    def sealed(self) -> str:
        """The text under the seal, in the one form that Postgres gives a jsonb array."""
        staff_id = None if self.staff_id is None else str(self.staff_id)
        digest = None if self.digest is None else self.digest.hex()
        parts = [
            self.sequence, str(self.entry_id), self.microseconds, staff_id, self.act, self.subject_kind, digest,
        ]  # fmt: skip
        return json.dumps(parts, ensure_ascii=False)

    def hash_after(self, previous: bytes) -> bytes:
        return sha256(previous + self.sealed.encode()).digest()

    @property
    def forgets(self) -> list[UUID]:
        """The entries whose detail went with an erased member, if that is what this one says."""
        if self.act != "forget" or self.detail is None:
            return []
        *_, after = json.loads(self.detail)
        return [UUID(entry) for entry in after["entries"]]


class Head(msgspec.Struct, frozen=True):
    """The last link of a chain."""

    sequence: int
    hash: bytes

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash.hex()}"
