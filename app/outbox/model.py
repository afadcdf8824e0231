"""Notices that wait to be told, as the store returns them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

State = Literal["waiting", "sent", "dropped", "dead"]
Standing = Literal["news", "over", "hidden"]
HeldFor = Literal["quiet", "digest"]


class Claimed(msgspec.Struct, frozen=True):
    """A notice this worker holds for a while, `claimed_at` by the database's clock."""

    id: UUID
    kind: str
    recipient_id: UUID
    facts: str
    attempts: int
    told: list[str]
    expires_at: datetime
    starts_at: datetime | None
    read_at: datetime | None
    held_for: HeldFor | None
    pushed_as: UUID | None
    device_id: str | None
    standing: Standing
    claimed_at: datetime


class Mark(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of a claimed notice. `attempts` is the claim it belongs to.

    Of one that waits: `wait` in seconds or `due_at`, the devices finished with (`told`), and whether the attempt is
    given back (`unposted`). What is None stays as it was.
    """

    id: UUID
    attempts: int
    state: State
    reason: str
    wait: float | None = None
    due_at: datetime | None = None
    expires_at: datetime | None = None
    told: list[str] | None = None
    unposted: bool = False
    held_for: HeldFor | None = None
    pushed_as: UUID | None = None


class SentNotice(msgspec.Struct, frozen=True):
    """A notice that has been told."""

    id: UUID
    kind: str
    facts: str
    settled_at: datetime
    expires_at: datetime
    created_at: datetime


class DeadLetter(msgspec.Struct, frozen=True):
    """What it was about, and to whom."""

    kind: str
    recipient_id: UUID


class Letter(msgspec.Struct, frozen=True):
    """A notice for staff to look at."""

    id: UUID
    kind: str
    state: State
    recipient_id: UUID
    attempts: int
    reason: str | None
    created_at: datetime
    settled_at: datetime | None
    due_at: datetime


class NoticeCount(msgspec.Struct, frozen=True):
    """How many notices share a state; `age` in seconds is that of the oldest waiting one."""

    state: str
    notices: int
    age: float
