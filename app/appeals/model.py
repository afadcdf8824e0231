"""Appeals as the store returns them."""

from datetime import datetime
from uuid import UUID

import msgspec

from app.sanctions.model import Kind, Outcome


class Appeal(msgspec.Struct, frozen=True):
    """What a member answers to a sanction, and what was answered to that."""

    id: UUID
    sanction_id: UUID
    member_id: UUID
    kind: Kind
    reason: str
    text: str
    appealed_at: datetime
    due_at: datetime
    overdue: bool
    outcome: Outcome | None
    answer: str | None
    decided_by: UUID | None
    decided_at: datetime | None
    yours: bool
