"""Notices that wait to be told, as the store returns them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Kind = Literal["RequestReceived", "RequestClosed", "TandemFormed"]
End = Literal["sent", "dropped", "dead"]


class Claimed(msgspec.Struct, frozen=True):
    """A notice this worker holds for a while."""

    id: UUID
    kind: str
    event_id: UUID
    recipient_id: UUID
    facts: str
    attempts: int
    told: list[str]
    created_at: datetime
    expires_at: datetime


class SentNotice(msgspec.Struct, frozen=True):
    """A notice that has been told."""

    id: UUID
    kind: str
    facts: str
    settled_at: datetime
    expires_at: datetime
    created_at: datetime


class NoticeCount(msgspec.Struct, frozen=True):
    """How many notices share a state; `age` in seconds is that of the oldest waiting one."""

    state: str
    notices: int
    age: float
