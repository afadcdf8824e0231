"""Where a phone's copy stands, and what changed since."""

from datetime import datetime
from enum import IntEnum
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from app.meetings.model import Meeting
from app.messages.model import Message
from app.notices.model import StoredNotice
from app.people.model import Face
from app.requests.model import Direction, TandemRequest
from app.tandems.model import Tandem

Number = Annotated[int, Meta(ge=0, le=2**63 - 1)]


class Rank(IntEnum):
    """The kinds of things in the order in which they are told: nothing comes before what it hangs on."""

    TANDEM = 1
    REQUEST = 2
    MEETING = 3
    MESSAGE = 4
    READING = 5
    NOTICE = 6


class Look(msgspec.Struct, frozen=True, array_like=True):
    """What was committed at a moment: all before `oldest`, and before `next` all but what was under way."""

    oldest: Number
    next: Number
    under_way: list[Number]
    at: Annotated[datetime, Meta(tz=True)]


class Place(msgspec.Struct, frozen=True, array_like=True):
    """The last change that was told."""

    rank: Annotated[int, Meta(ge=0, le=6)]
    changed_xid: Number
    thing_id: UUID


class Bookmark(msgspec.Struct, frozen=True, array_like=True):
    """A phone has all up to `since`, and what changed between it and `until` as far as `place`."""

    since: Look | None = None
    until: Look | None = None
    place: Place | None = None
    # The number of the last notice.
    sequence: Number = 0
    # No messages were told, because a guardian has not agreed.
    hushed: bool = False


class Change(msgspec.Struct, frozen=True):
    """A thing that changed: whether its member may still see it is for its own domain to say."""

    rank: Rank
    thing_id: UUID
    changed_xid: int


class Reading(msgspec.Struct, frozen=True):
    """How far the two of a tandem have read."""

    tandem_id: UUID
    read_by_you: int
    read_by_other: int


class Things(msgspec.Struct, frozen=True):
    """What of the things that changed the member may see, as it is now."""

    tandems: list[Tandem]
    requests: list[TandemRequest]
    meetings: list[Meeting]
    messages: list[Message]
    readings: list[Reading]
    notices: list[StoredNotice]
    faces: dict[UUID, Face] = {}


class Page(msgspec.Struct, frozen=True):
    """A page of what changed; `direction` is that of the member's requests."""

    direction: Direction
    reset: bool
    things: Things
    news: list[StoredNotice]
    gone: dict[Rank, list[UUID]]
    unread: list[int]
    following: Bookmark
    more: bool
