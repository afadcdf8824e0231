"""Members' reports as staff read and decide them."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from app.errors import Language
from app.people.model import Face
from app.people.wire import Person, person
from app.reports.model import Evidence, History, QueuedReport, StaffReport, State, SubjectKind, Verdict
from app.reports.standing import PROPOSES_HIDING
from app.reports.vocabulary import all_reasons
from app.reports.wire import ReasonItem, reason_item
from app.wire import Received, Said, Sent

Proposal = Literal["hiding"]


class NewReportDecision(Received):
    """Upheld or dismissed; `why` stays among staff. What follows for the member is a sanction, apart."""

    verdict: Verdict
    why: Said


class NewEvidenceReading(Received):
    """Why the reported message must be read; it is written down."""

    why: Said


class QueueItem(Sent, frozen=True):
    """A report in the queue; `weight` is all that is said of the member now, by `reporters` members."""

    id: UUID
    member_id: UUID
    subject: SubjectKind
    reason: ReasonItem
    state: State
    weight: float
    reporters: int
    proposal: Proposal | None
    reported_at: datetime
    due_at: datetime
    overdue: bool
    taken_by: UUID | None
    decided_at: datetime | None


class Earlier(Sent, frozen=True):
    """What else there is about the member."""

    upheld: int
    dismissed: int
    open: int
    sanctions: int


class HandledReport(Sent, frozen=True):
    """A report in full but for messages: `messages` says how many were kept with it."""

    id: UUID
    reported: Person
    reporter: Person | None
    subject: SubjectKind
    message_id: UUID | None
    reason: ReasonItem
    text: str | None
    state: State
    weight: float
    case_weight: float
    reporters: int
    proposal: Proposal | None
    earlier: Earlier
    card: dict[str, Any] | None
    messages: int
    reported_at: datetime
    due_at: datetime
    overdue: bool
    taken_by: UUID | None
    decided_by: UUID | None
    decided_at: datetime | None
    decided_why: str | None


class EvidenceMessage(Sent, frozen=True):
    """A message as it read when it was reported; `reported` is the one that the report is about."""

    author_id: UUID
    text: str | None
    reported: bool
    sent_at: datetime


class ReadEvidence(Sent, frozen=True):
    messages: list[EvidenceMessage]


class _Kept(msgspec.Struct, frozen=True):
    text: str | None
    reported: bool


def queue_item(report: QueuedReport, language: Language) -> QueueItem:
    return QueueItem(
        id=report.id,
        member_id=report.reported_id,
        subject=report.subject,
        reason=reason_item(all_reasons()[report.reason], language),
        state=report.state,
        weight=report.case_weight,
        reporters=report.reporters,
        proposal=_proposal(report.case_weight),
        reported_at=report.reported_at,
        due_at=report.due_at,
        overdue=report.overdue,
        taken_by=report.taken_by,
        decided_at=report.decided_at,
    )


def handled_report(
    report: StaffReport, faces: dict[UUID, Face], earlier: History, cards: list[Evidence], language: Language
) -> HandledReport:
    reporter = faces.get(report.reporter_id) if report.reporter_id else None
    return HandledReport(
        id=report.id,
        reported=person(faces[report.reported_id]),
        reporter=person(reporter) if reporter else None,
        subject=report.subject,
        message_id=report.message_id,
        reason=reason_item(all_reasons()[report.reason], language),
        text=report.text,
        state=report.state,
        weight=report.weight,
        case_weight=report.case_weight,
        reporters=report.reporters,
        proposal=_proposal(report.case_weight),
        earlier=Earlier(earlier.upheld, earlier.dismissed, earlier.open, earlier.sanctions),
        card=msgspec.json.decode(cards[0].content) if cards else None,
        messages=report.messages,
        reported_at=report.reported_at,
        due_at=report.due_at,
        overdue=report.overdue,
        taken_by=report.taken_by,
        decided_by=report.decided_by,
        decided_at=report.decided_at,
        decided_why=report.decided_why,
    )


def read_evidence(evidence: list[Evidence]) -> ReadEvidence:
    messages = []
    for piece in evidence:
        kept = msgspec.json.decode(piece.content, type=_Kept)
        messages.append(EvidenceMessage(piece.author_id, kept.text, kept.reported, piece.written_at))
    return ReadEvidence(messages)


def _proposal(weight: float) -> Proposal | None:
    # Proposed only: whether to hide somebody is for a moderator to decide.
    return "hiding" if weight >= PROPOSES_HIDING else None
