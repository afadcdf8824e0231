"""What came of meetings, as it is received and sent."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from app.errors import Language
from app.meetings.attendances.model import Mark, MarkKind, Reliability
from app.meetings.attendances.reliability import EXPLANATION
from app.meetings.model import Said
from app.wire import Received, Sent, ShortText

AppealState = Literal["waiting", "settled"]


class NewAttendance(Received):
    """How the meeting went: both came, the other one did not, they called it off late, or the caller was not there."""

    said: Said


class NewMarkAppeal(Received):
    """Why the mark is wrong, for staff."""

    words: Annotated[ShortText, Meta(min_length=1)]


class SentMark(Sent, frozen=True):
    """What is held of the caller for one meeting."""

    meeting_id: UUID
    tandem_id: UUID
    starts_at: datetime
    mark: MarkKind
    why: str | None
    may_appeal: bool
    appeal: AppealState | None


class SentReliability(Sent, frozen=True):
    """How well the member keeps meetings: `share` from 0 to 1, and the marks of a year that it comes from."""

    share: float
    honoured: int
    late: int
    missed: int
    explanation: str
    marks: list[SentMark]


def sent_reliability(found: Reliability, language: Language) -> SentReliability:
    return SentReliability(
        share=found.share,
        honoured=found.honoured,
        late=found.late,
        missed=found.missed,
        explanation=EXPLANATION.said(language, {}),
        marks=[_sent_mark(mark) for mark in found.marks],
    )


def _sent_mark(mark: Mark) -> SentMark:
    return SentMark(
        meeting_id=mark.meeting_id,
        tandem_id=mark.tandem_id,
        starts_at=mark.starts_at,
        mark=mark.mark,
        why=mark.why,
        may_appeal=mark.mark in ("late", "missed") and mark.appealed_at is None,
        appeal=None if mark.appealed_at is None else "settled" if mark.appeal_verdict else "waiting",
    )
