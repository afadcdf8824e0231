"""Notices and manners as they are received and sent."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from app.notices.manners import ZONE_NAME, Manner
from app.wire import END, Received, Sent
from push.kinds import Category

WallTime = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]" + END)]
Sequence = Annotated[int, Meta(ge=0, le=2**63 - 1)]


class SentNotice(Sent, frozen=True):
    """A notice in the caller's language; `link` is a page of the app."""

    id: UUID
    sequence: int
    kind: str
    category: Category
    title: str
    body: str
    link: str
    starts_at: datetime | None
    created_at: datetime
    read: bool


class Inbox(Sent, frozen=True):
    """A page of notices; `unread` is the number for the app's icon, `latest` that of the newest notice."""

    items: list[SentNotice]
    next: str | None
    unread: int
    latest: int


class ReadUpTo(Received):
    """All notices up to this number have been read."""

    sequence: Sequence


class QuietHours(Received):
    """By the clock on the wall; over midnight if they end before they begin."""

    start: WallTime
    end: WallTime


class SentQuietHours(Sent, frozen=True):
    start: str
    end: str


class NewManners(Received):
    """How each category is told (those not named: at once); no `quietHours` at all with null."""

    categories: dict[Category, Manner]
    quiet_hours: QuietHours | None


class SentManners(Sent, frozen=True):
    """How the caller is told."""

    categories: dict[Category, Manner]
    quiet_hours: SentQuietHours | None
    digest_at: str
    most_a_day: int
    zone: str = ZONE_NAME
