"""Calendars, and what they show."""

from datetime import datetime
from uuid import UUID

import msgspec

from app.errors import Language
from app.meetings.model import Kind, PlaceKind, State


class Entry(msgspec.Struct, frozen=True):
    """A meeting in a calendar: its words are ours but for a first name, and, in a file of its own, place and link."""

    id: UUID
    revision: int
    state: State
    kind: Kind
    place_kind: PlaceKind | None
    zone: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    with_whom: str
    place: str | None = None
    link: str | None = None


class Reader(msgspec.Struct, frozen=True):
    """Whose calendar an address shows."""

    id: UUID
    locale: Language
