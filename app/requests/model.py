"""Requests as the store returns them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Direction = Literal["received", "sent"]
Closing = Literal["refused", "expired", "withdrawn", "released"]


class TandemRequest(msgspec.Struct, frozen=True):
    """A mentee's asking; `member_id` is the other of the two."""

    id: UUID
    state: str
    message: str | None
    sent_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    parked: bool
    member_id: UUID


class Overdue(msgspec.Struct, frozen=True):
    """A waiting request whose time is over."""

    id: UUID
    mentee_id: UUID
    mentor_id: UUID
