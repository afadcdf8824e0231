"""Inboxes, and what members chose, as the store returns them."""

from datetime import datetime, time
from uuid import UUID

import msgspec

from app.notices.manners import Choice, QuietHours


class StoredNotice(msgspec.Struct, frozen=True):
    """A notice in its member's inbox; the announcement's own words, if it is one."""

    id: UUID
    sequence: int
    kind: str
    facts: str
    starts_at: datetime | None
    created_at: datetime
    read: bool
    title: str | None
    body: str | None


class Counts(msgspec.Struct, frozen=True):
    """What is unread, and the number of the latest notice."""

    unread: int
    latest: int


class StoredManners(msgspec.Struct, frozen=True):
    quiet_from: time | None
    quiet_until: time | None
    digest: list[str]
    never: list[str]

    def choice(self) -> Choice:
        quiet = None
        if self.quiet_from is not None and self.quiet_until is not None:
            quiet = QuietHours(self.quiet_from, self.quiet_until)
        return Choice(quiet, frozenset(self.digest), frozenset(self.never))


class Recipient(msgspec.Struct, frozen=True):
    """A member who is about to be told something; `manners` is None for who chose nothing."""

    id: UUID
    suspended: bool
    unread: int
    choice: Choice | None
