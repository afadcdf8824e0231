"""What staff read of how tandems go."""

from datetime import datetime
from uuid import UUID

from app.feedback.model import Feedback, ListedFeedback, State
from app.outcomes.model import AskedOutcome
from app.people.model import Face
from app.pulses.model import AskedPulse
from app.stalls.model import Stall
from app.wire import Sent


class ListedReport(Sent, frozen=True):
    """A mentor's report without its note, and whose it is."""

    id: UUID
    tandem_id: UUID
    mentee_id: UUID
    mentee_first_name: str
    mentor_id: UUID
    mentor_first_name: str
    occasion: str
    state: State
    asked_at: datetime
    answered_at: datetime | None
    rhythm: str | None
    progress: int | None
    helped: list[str]
    needs_help: bool | None


class StaffFeedback(Sent, frozen=True):
    """A mentor's report, note included."""

    occasion: str
    state: State
    asked_at: datetime
    open_until: datetime
    answered_at: datetime | None
    rhythm: str | None
    progress: int | None
    helped: list[str]
    needs_help: bool | None
    note: str | None


class StaffPulse(Sent, frozen=True):
    member_id: UUID
    occasion: str
    asked_at: datetime
    answered_at: datetime | None
    mood: int | None
    comment: str | None


class StaffOutcome(Sent, frozen=True):
    member_id: UUID
    milestone: str
    asked_at: datetime
    answered_at: datetime | None
    situation: str | None
    satisfaction: int | None
    skills: list[str]
    gains: list[str]


class StaffStall(Sent, frozen=True):
    reasons: list[str]
    nudged_at: datetime
    escalated_at: datetime | None
    resolved_at: datetime | None


class FollowUp(Sent, frozen=True):
    """How a tandem goes: all that its two members were asked and said, and when it seemed to fall silent."""

    tandem_id: UUID
    feedback: list[StaffFeedback]
    pulses: list[StaffPulse]
    outcomes: list[StaffOutcome]
    stalls: list[StaffStall]


def listed_report(feedback: ListedFeedback, faces: dict[UUID, Face]) -> ListedReport:
    return ListedReport(
        id=feedback.id,
        tandem_id=feedback.tandem_id,
        mentee_id=feedback.mentee_id,
        mentee_first_name=faces[feedback.mentee_id].first_name,
        mentor_id=feedback.mentor_id,
        mentor_first_name=faces[feedback.mentor_id].first_name,
        occasion=feedback.occasion,
        state=feedback.state,
        asked_at=feedback.asked_at,
        answered_at=feedback.answered_at,
        rhythm=feedback.rhythm,
        progress=feedback.progress,
        helped=feedback.helped,
        needs_help=feedback.needs_help,
    )


def staff_feedback(feedback: Feedback) -> StaffFeedback:
    return StaffFeedback(
        occasion=feedback.occasion,
        state=feedback.state,
        asked_at=feedback.asked_at,
        open_until=feedback.open_until,
        answered_at=feedback.answered_at,
        rhythm=feedback.rhythm,
        progress=feedback.progress,
        helped=feedback.helped,
        needs_help=feedback.needs_help,
        note=feedback.note,
    )


def staff_pulse(pulse: AskedPulse) -> StaffPulse:
    return StaffPulse(pulse.member_id, pulse.occasion, pulse.asked_at, pulse.answered_at, pulse.mood, pulse.comment)


def staff_outcome(outcome: AskedOutcome) -> StaffOutcome:
    return StaffOutcome(
        member_id=outcome.member_id,
        milestone=outcome.milestone,
        asked_at=outcome.asked_at,
        answered_at=outcome.answered_at,
        situation=outcome.situation,
        satisfaction=outcome.satisfaction,
        skills=outcome.skills,
        gains=outcome.gains,
    )


def staff_stall(stall: Stall) -> StaffStall:
    return StaffStall(list(stall.reasons), stall.nudged_at, stall.escalated_at, stall.resolved_at)
