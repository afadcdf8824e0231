"""Reports as the store returns them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

SubjectKind = Literal["card", "message", "behaviour"]
State = Literal["open", "upheld", "dismissed", "moot"]
Verdict = Literal["upheld", "dismissed"]
EvidenceKind = Literal["card", "message"]


class Reason(msgspec.Struct, frozen=True):
    """Why a member reports another; `gravity` is how much it counts."""

    code: str
    fr: str
    en: str
    gravity: int


class Record(msgspec.Struct, frozen=True):
    """How a member's earlier reports ended."""

    upheld: int
    dismissed: int


class OwnReport(msgspec.Struct, frozen=True):
    """A report as its maker knows it: whether it was looked at, never what was decided."""

    id: UUID
    subject: SubjectKind
    member_id: UUID | None
    message_id: UUID | None
    reason: str
    text: str | None
    taken: bool
    answered: bool
    reported_at: datetime


class Draft(msgspec.Struct, frozen=True):
    """A report that may be stored, in the order of its columns."""

    id: UUID
    reporter_id: UUID
    reported_id: UUID
    subject: SubjectKind
    message_id: UUID | None
    reason: str
    text: str | None
    weight: float


class Said(msgspec.Struct, frozen=True):
    """A message of a tandem, as it reads now."""

    id: UUID
    sender_id: UUID
    body: str | None
    sent_at: datetime


class Evidence(msgspec.Struct, frozen=True):
    """Something that was there to be seen when the report was made; `content` is JSON."""

    place: int
    kind: EvidenceKind
    author_id: UUID
    content: str
    written_at: datetime


class QueuedReport(msgspec.Struct, frozen=True):
    """A report that staff may handle, with no word of anybody; `case_weight` is all that is said of the member now."""

    id: UUID
    reported_id: UUID
    subject: SubjectKind
    reason: str
    state: State
    case_weight: float
    reporters: int
    reported_at: datetime
    due_at: datetime
    place_at: datetime
    overdue: bool
    taken_by: UUID | None
    decided_at: datetime | None


class StaffReport(msgspec.Struct, frozen=True):
    """A report as the moderator who handles it reads it."""

    id: UUID
    reporter_id: UUID | None
    reported_id: UUID
    subject: SubjectKind
    message_id: UUID | None
    reason: str
    text: str | None
    weight: float
    case_weight: float
    reporters: int
    state: State
    reported_at: datetime
    due_at: datetime
    overdue: bool
    taken_by: UUID | None
    decided_by: UUID | None
    decided_at: datetime | None
    decided_why: str | None
    messages: int

    @property
    def members(self) -> set[UUID]:
        """Whom it concerns."""
        return {self.reported_id, *([self.reporter_id] if self.reporter_id else [])}


class History(msgspec.Struct, frozen=True):
    """What else there is about a member."""

    upheld: int
    dismissed: int
    open: int
    sanctions: int
