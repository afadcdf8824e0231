"""First meetings of three, as they are received and sent."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from app.errors import Language, Words
from app.introductions.model import FreeSlot, Kind, Outcome
from app.meetings.model import Meeting, PlaceKind
from app.meetings.wire import Link, Moment, SentMeeting, sent_meeting
from app.wire import Line, Received, Sent

NOT_AWAITED = Words(
    "Votre tandem n'attend pas de première rencontre à trois.", "Your tandem awaits no first meeting of three."
)
TO_BOOK = Words(
    "Choisissez un créneau : quelqu'un de votre structure vous présentera l'un à l'autre.",
    "Choose a slot: somebody of your structure will introduce you to each other.",
)
PLANNED = Words(
    "C'est prévu. Un empêchement ? Choisissez un autre créneau, au moins trois heures avant.",
    "It is planned. Something came up? Choose another slot, at least three hours before.",
)
TO_TELL = Words(
    "L'heure est venue. Votre structure confirme que vous vous êtes rencontrés ; sinon, choisissez un autre créneau.",
    "The time has come. Your structure confirms that you have met; if you have not, choose another slot.",
)


class ChangedSlot(Received):
    """A slot at another time or place. `startsAt` is in UTC or with its offset."""

    starts_at: Moment
    minutes: Annotated[int, Meta(ge=15, le=180)]
    kind: Kind
    place_kind: PlaceKind | None = None
    place: Line | None = None
    link: Link | None = None

    def __post_init__(self) -> None:
        # In another time zone these would be outside the calendar. msgspec tells the caller of a ValueError.
        if not 1 < self.starts_at.year < 9999:
            raise ValueError("Invalid RFC3339 encoded datetime")


class NewSlots(ChangedSlot, kw_only=True):
    """`count` slots one after the other; until the day `until`, again every week at the same time of the day in Paris.

    Without `structureId` they are for the caller's structure and all below it, without `programmeId` for any programme.
    """

    count: Annotated[int, Meta(ge=1, le=12)] = 1
    until: date | None = None
    structure_id: UUID | None = None
    programme_id: UUID | None = None


class NewBooking(Received):
    """The slot that suits."""

    slot_id: UUID


class NewIntroduction(Received):
    """The tandem that a slot is for."""

    tandem_id: UUID


class ToldOutcome(Received):
    """Whether the three met."""

    outcome: Outcome


class SentFreeSlot(Sent, frozen=True):
    slot_id: UUID
    officer: str
    starts_at: datetime
    ends_at: datetime
    kind: Kind
    place_kind: PlaceKind | None
    place: str | None


class SentIntroduction(Sent, frozen=True):
    """Whether the two await a first meeting with somebody of their structure, and the one that is booked."""

    awaited: bool
    slot_id: UUID | None
    meeting: SentMeeting | None
    next_step: str


def sent_free_slot(slot: FreeSlot) -> SentFreeSlot:
    return SentFreeSlot(slot.id, slot.officer, slot.starts_at, slot.ends_at, slot.kind, slot.place_kind, slot.place)


def sent_introduction(
    awaited: bool, slot_id: UUID | None, meeting: Meeting | None, now: datetime, language: Language
) -> SentIntroduction:
    return SentIntroduction(
        awaited=awaited,
        slot_id=slot_id,
        meeting=sent_meeting(meeting, now, language) if meeting else None,
        next_step=_next_step(awaited, meeting, now).said(language, {}),
    )


def _next_step(awaited: bool, meeting: Meeting | None, now: datetime) -> Words:
    if meeting is None:
        return TO_BOOK if awaited else NOT_AWAITED
    return TO_TELL if meeting.at <= now else PLANNED
