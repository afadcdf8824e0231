"""Appeals as staff read and decide them."""

from datetime import datetime
from uuid import UUID

from app.appeals.model import Appeal
from app.sanctions.model import Kind, Outcome
from app.wire import Received, Said, Sent


class NewAppealDecision(Received):
    """The sanction is kept or lifted; `answer` is what the member reads."""

    outcome: Outcome
    answer: Said


class AppealItem(Sent, frozen=True):
    """`yours`: against what the caller decided, so that somebody else must answer."""

    id: UUID
    sanction_id: UUID
    member_id: UUID
    kind: Kind
    reason: str
    text: str
    appealed_at: datetime
    due_at: datetime
    overdue: bool
    yours: bool
    outcome: Outcome | None
    answer: str | None
    decided_by: UUID | None
    decided_at: datetime | None


def appeal_item(appeal: Appeal) -> AppealItem:
    return AppealItem(
        id=appeal.id,
        sanction_id=appeal.sanction_id,
        member_id=appeal.member_id,
        kind=appeal.kind,
        reason=appeal.reason,
        text=appeal.text,
        appealed_at=appeal.appealed_at,
        due_at=appeal.due_at,
        overdue=appeal.overdue,
        yours=appeal.yours,
        outcome=appeal.outcome,
        answer=appeal.answer,
        decided_by=appeal.decided_by,
        decided_at=appeal.decided_at,
    )
