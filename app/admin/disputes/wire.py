"""Disputes about meetings, as staff receive and send them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from app.meetings.attendances.model import Cause, Dispute, Verdict
from app.meetings.model import Said, Side
from app.wire import Received, Sent, ShortText


class NewSettlement(Received):
    """The verdict is the member's mark from now on (annulled: it does not count); the member reads why."""

    verdict: Verdict
    why: Annotated[ShortText, Meta(min_length=1)]


class SentDispute(Sent, frozen=True):
    """A member's mark that is in question, with what both said of the meeting."""

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


def sent_dispute(dispute: Dispute) -> SentDispute:
    return SentDispute(**{field: getattr(dispute, field) for field in Dispute.__struct_fields__})
