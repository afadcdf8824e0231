"""Meetings as the store returns them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Kind = Literal["in_person", "phone", "video", "message"]
PlaceKind = Literal["structure", "company", "library", "cafe", "coworking", "campus", "public_place"]
State = Literal["proposed", "confirmed", "cancelled"]
Side = Literal["mentee", "mentor"]
Booker = Literal["mentee", "mentor", "staff"]
Canceller = Literal["mentee", "mentor", "closing", "staff"]
Reason = Literal["ill", "work", "transport", "family", "no_longer_needed", "other"]
Said = Literal["came", "other_absent", "other_late", "self_absent"]
When = Literal["upcoming", "past"]


class Plan(msgspec.Struct, frozen=True):
    """What is proposed: how, where, and the slots to choose from, in order."""

    kind: Kind
    place_kind: PlaceKind | None
    place: str | None
    link: str | None
    zone: str
    starts: list[datetime]
    minutes: list[int]


class Meeting(msgspec.Struct, frozen=True):
    """A meeting as one of the two sees it: `side` is the reader's, `late` that of the cancellation."""

    id: UUID
    tandem_id: UUID
    side: Side
    mentee_id: UUID
    mentor_id: UUID
    revision: int
    state: State
    proposed_by: Booker
    kind: Kind
    place_kind: PlaceKind | None
    place: str | None
    link: str | None
    zone: str
    starts: list[datetime]
    minutes: list[int]
    starts_at: datetime | None
    ends_at: datetime | None
    cancelled_at: datetime | None
    cancelled_by: Canceller | None
    cancel_reason: Reason | None
    cancel_words: str | None
    late: bool
    mentee_said: Said | None
    mentor_said: Said | None
    changed_at: datetime
    officer: str | None  # who of the staff comes too, to a first meeting

    @property
    def plan(self) -> Plan:
        return Plan(self.kind, self.place_kind, self.place, self.link, self.zone, self.starts, self.minutes)

    @property
    def other_id(self) -> UUID:
        return self.mentor_id if self.side == "mentee" else self.mentee_id

    @property
    def at(self) -> datetime:
        """Where it stands in a list: its start, or the first that is proposed."""
        return self.starts_at or self.starts[0]

    @property
    def own_said(self) -> Said | None:
        return self.mentee_said if self.side == "mentee" else self.mentor_said

    @property
    def other_said(self) -> Said | None:
        return self.mentor_said if self.side == "mentee" else self.mentee_said
