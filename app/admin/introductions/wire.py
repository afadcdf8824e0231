"""First meetings of three as staff see them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from app.introductions.model import Awaiting, Kind, Progress, Slot, State
from app.meetings.model import PlaceKind
from app.wire import Sent


class Introduced(Sent, frozen=True):
    """Whom a slot is for."""

    tandem_id: UUID
    mentee_id: UUID
    mentee_first_name: str
    mentor_id: UUID
    mentor_first_name: str


class SentSlot(Sent, frozen=True):
    slot_id: UUID
    staff_id: UUID
    officer: str
    structure_id: UUID
    programme_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    kind: Kind
    place_kind: PlaceKind | None
    place: str | None
    link: str | None
    state: State
    tandem: Introduced | None


class Skipped(Sent, frozen=True):
    """When there is no slot though one was asked for."""

    on: date
    starts_at: datetime | None
    why: Literal["holiday", "overlap"]


class PublishedSlots(Sent, frozen=True):
    items: list[SentSlot]
    skipped: list[Skipped]


class SentAwaiting(Sent, frozen=True):
    """A tandem whose two are still to be introduced.

    `progress`: `to_book`; `booked`; `to_tell`, when its time has come and nobody has said yet whether they met.
    """

    tandem_id: UUID
    structure_id: UUID
    programme_id: UUID
    mentee_id: UUID
    mentee_first_name: str
    mentor_id: UUID
    mentor_first_name: str
    formed_at: datetime
    both_signed: bool
    progress: Progress
    slot_id: UUID | None
    officer: str | None
    starts_at: datetime | None


def sent_slot(slot: Slot) -> SentSlot:
    return SentSlot(
        slot_id=slot.id,
        staff_id=slot.officer_id,
        officer=slot.officer,
        structure_id=slot.structure_id,
        programme_id=slot.programme_id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        kind=slot.kind,
        place_kind=slot.place_kind,
        place=slot.place,
        link=slot.link,
        state=slot.state,
        tandem=_introduced(slot),
    )


def published(slots: Sequence[Slot], holidays: Sequence[date], overlaps: Sequence[datetime]) -> PublishedSlots:
    skipped = [
        *(Skipped(day, None, "holiday") for day in holidays),
        *(Skipped(start.date(), start, "overlap") for start in overlaps),
    ]
    return PublishedSlots([sent_slot(slot) for slot in slots], sorted(skipped, key=lambda one: one.on))


def sent_awaiting(one: Awaiting) -> SentAwaiting:
    return SentAwaiting(
        tandem_id=one.tandem_id,
        structure_id=one.structure_id,
        programme_id=one.programme_id,
        mentee_id=one.mentee_id,
        mentee_first_name=one.mentee_first_name,
        mentor_id=one.mentor_id,
        mentor_first_name=one.mentor_first_name,
        formed_at=one.formed_at,
        both_signed=one.both_signed,
        progress=one.progress,
        slot_id=one.slot_id,
        officer=one.officer,
        starts_at=one.starts_at,
    )


def _introduced(slot: Slot) -> Introduced | None:
    if slot.tandem_id is None or slot.mentee_id is None or slot.mentor_id is None:
        return None
    return Introduced(
        slot.tandem_id, slot.mentee_id, slot.mentee_first_name or "", slot.mentor_id, slot.mentor_first_name or ""
    )
