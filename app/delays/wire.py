"""Promises as they are sent."""

from datetime import date, datetime
from uuid import UUID

from app.wire import Sent


class SentPromise(Sent, frozen=True):
    """What a structure owes. `subjectId`: the member, report … it is owed to; of `request-answered`, the request."""

    kind: str
    subject_id: UUID
    structure_id: UUID
    made_at: datetime
    due_at: datetime
    overdue: bool
    escalated_at: datetime | None


class PromiseMonth(Sent, frozen=True):
    """How promises made in a month were kept; `share` of those that were kept in time or can be no more."""

    kind: str
    structure_id: UUID
    month: date
    made: int
    kept_in_time: int
    kept_late: int
    broken: int
    share: float | None
    counted_at: datetime
