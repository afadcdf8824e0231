"""Meetings as they are received and sent, with words for what to do next."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from app.errors import Language
from app.meetings.model import Canceller, Kind, Meeting, PlaceKind, Reason, Said, Side
from app.meetings.words import ShownState, next_step
from app.wire import END, Line, Received, Sent, ShortText

Moment = Annotated[datetime, Meta(tz=True)]
Minutes = Annotated[int, Meta(ge=15, le=240)]
Revision = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Zone = Annotated[str, Meta(max_length=40, pattern=r"^[A-Z][A-Za-z]+(/[A-Z][A-Za-z_-]+){1,2}" + END)]
Link = Annotated[str, Meta(max_length=500, pattern=r"^https://[!-~]+" + END)]


class NewSlot(Received):
    """A time to choose, in UTC or with its offset, and how long it takes."""

    starts_at: Moment
    minutes: Minutes

    def __post_init__(self) -> None:
        # In another time zone these would be outside the calendar. msgspec tells the caller of a ValueError.
        if not 1 < self.starts_at.year < 9999:
            raise ValueError("Invalid RFC3339 encoded datetime")


class NewMeeting(Received):
    """A meeting, proposed or moved. `revision` is the one that the caller has seen: 0 for a new meeting."""

    kind: Kind
    slots: Annotated[list[NewSlot], Meta(min_length=1, max_length=3)]
    revision: Revision = 0
    time_zone: Zone = "Europe/Paris"
    place_kind: PlaceKind | None = None
    place: Line | None = None
    link: Link | None = None


class NewConfirmation(Received):
    """The slot that suits."""

    starts_at: Moment

    def __post_init__(self) -> None:
        if not 1 < self.starts_at.year < 9999:
            raise ValueError("Invalid RFC3339 encoded datetime")


class NewCancellation(Received):
    """Why it does not take place; the words are for the other member only."""

    reason: Reason
    words: ShortText | None = None


class SentSlot(Sent, frozen=True):
    starts_at: datetime
    minutes: int


class SentCancellation(Sent, frozen=True):
    """`late`: called off within three hours of the start."""

    by: Literal["me", "other", "closing", "staff"]
    reason: Reason | None
    words: str | None
    late: bool
    cancelled_at: datetime


class SentAttendance(Sent, frozen=True):
    """What each said of the meeting; the other's word is shown once one has given one's own."""

    mine: Said | None
    other: Said | None


class SentMeeting(Sent, frozen=True):
    """A meeting as the caller sees it; the times are in UTC, `timeZone` is the one they were chosen in.

    `officer`: of the structure's staff, the third of a first meeting.
    """

    id: UUID
    tandem_id: UUID
    revision: int
    state: ShownState
    proposed_by_me: bool
    kind: Kind
    place_kind: PlaceKind | None
    place: str | None
    link: str | None
    time_zone: str
    slots: list[SentSlot]
    starts_at: datetime | None
    ends_at: datetime | None
    cancellation: SentCancellation | None
    attendance: SentAttendance
    officer: str | None
    next_step: str


def sent_meeting(meeting: Meeting, now: datetime, language: Language) -> SentMeeting:
    state = _shown(meeting, now)
    return SentMeeting(
        id=meeting.id,
        tandem_id=meeting.tandem_id,
        revision=meeting.revision,
        state=state,
        proposed_by_me=meeting.proposed_by == meeting.side,
        kind=meeting.kind,
        place_kind=meeting.place_kind,
        place=meeting.place,
        link=meeting.link,
        time_zone=meeting.zone,
        slots=[SentSlot(*slot) for slot in zip(meeting.starts, meeting.minutes, strict=True)],
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        cancellation=_cancellation(meeting),
        attendance=SentAttendance(meeting.own_said, meeting.other_said if meeting.own_said else None),
        officer=meeting.officer,
        next_step=next_step(meeting, state, now).said(language, {}),
    )


def _shown(meeting: Meeting, now: datetime) -> ShownState:
    return "lapsed" if meeting.state == "proposed" and meeting.starts[-1] <= now else meeting.state


def _cancellation(meeting: Meeting) -> SentCancellation | None:
    if meeting.cancelled_at is None or meeting.cancelled_by is None:
        return None
    return SentCancellation(
        by=_canceller(meeting.cancelled_by, meeting.side),
        reason=meeting.cancel_reason,
        words=meeting.cancel_words,
        late=meeting.late,
        cancelled_at=meeting.cancelled_at,
    )


def _canceller(by: Canceller, side: Side) -> Literal["me", "other", "closing", "staff"]:
    match by:
        case "closing" | "staff":
            return by
        case _:
            return "me" if by == side else "other"
