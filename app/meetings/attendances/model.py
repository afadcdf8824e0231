"""What came of meetings, as the store returns it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from app.meetings.model import Said, Side

Verdict = Literal["honoured", "late", "missed", "annulled"]
MarkKind = Literal["honoured", "late", "missed", "contested", "annulled"]
Cause = Literal["disagreement", "appeal"]


class Mark(msgspec.Struct, frozen=True):
    """What is held of a member for one meeting; `why` is staff's, if they settled it."""

    meeting_id: UUID
    tandem_id: UUID
    starts_at: datetime
    mark: MarkKind
    why: str | None
    appealed_at: datetime | None
    appeal_verdict: Verdict | None


class Reliability(msgspec.Struct, frozen=True):
    """How well a member keeps meetings, from the marks of a year."""

    share: float
    honoured: int
    late: int
    missed: int
    marks: list[Mark]


class Dispute(msgspec.Struct, frozen=True):
    """A member's mark that is in question, with what both said."""

    id: UUID
    meeting_id: UUID
    starts_at: datetime
    cancelled_at: datetime | None
    member_id: UUID
    first_name: str
    role: Side
    cause: Cause
    words: str | None
    said: Said | None
    other_said: Said | None
    opened_at: datetime
    verdict: Verdict | None
    why: str | None
    settled_at: datetime | None
