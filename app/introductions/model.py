"""First meetings of three, as the store returns them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from app.meetings.model import PlaceKind

Kind = Literal["in_person", "phone", "video"]
State = Literal["free", "booked", "held", "missed", "lapsed", "cancelled"]
Outcome = Literal["held", "missed"]
Progress = Literal["to_book", "booked", "to_tell"]


class Slot(msgspec.Struct, frozen=True):
    """When an officer can introduce two to each other; and once it is booked, whom."""

    id: UUID
    officer_id: UUID
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
    tandem_id: UUID | None
    meeting_id: UUID | None
    mentee_id: UUID | None
    mentee_first_name: str | None
    mentor_id: UUID | None
    mentor_first_name: str | None

    @property
    def members(self) -> list[UUID]:
        return [id for id in (self.mentee_id, self.mentor_id) if id is not None]


class FreeSlot(msgspec.Struct, frozen=True):
    """A slot that the two of a tandem may book."""

    id: UUID
    officer: str
    starts_at: datetime
    ends_at: datetime
    kind: Kind
    place_kind: PlaceKind | None
    place: str | None


class Offer(msgspec.Struct, frozen=True):
    """A slot that serves a tandem, as that tandem may book it."""

    starts_at: datetime
    state: State
    tandem_id: UUID | None
    staffed: bool  # its officer is still there


class Booked(msgspec.Struct, frozen=True):
    """The slot that a tandem has booked."""

    slot_id: UUID
    meeting_id: UUID
    starts_at: datetime
    ends_at: datetime


class Awaiting(msgspec.Struct, frozen=True):
    """A tandem whose two have not been introduced yet, and the slot that they booked if they did."""

    tandem_id: UUID
    structure_id: UUID
    programme_id: UUID
    mentee_id: UUID
    mentee_first_name: str
    mentor_id: UUID
    mentor_first_name: str
    formed_at: datetime
    both_signed: bool
    slot_id: UUID | None
    officer: str | None
    starts_at: datetime | None
    progress: Progress


class Plan(msgspec.Struct, frozen=True):
    """Where an introduction takes place, and for whom."""

    structure_id: UUID
    programme_id: UUID | None
    kind: Kind
    place_kind: PlaceKind | None
    place: str | None
    link: str | None
