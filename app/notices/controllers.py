"""The caller's notices, and how they wish to be told."""

from typing import Annotated
from uuid import UUID

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.auth.guard import SignedIn
from app.db import Database
from app.errors import Language, language_of
from app.notices import service
from app.notices.manners import CATEGORIES, DIGEST_AT, MOST_A_DAY, Choice
from app.notices.model import Counts, StoredNotice
from app.notices.wire import Inbox, NewManners, ReadUpTo, SentManners, SentQuietHours
from app.paging import read_cursor, write_cursor


@get("/notices", operation_id="listNotices")
async def list_notices(
    request: SignedIn,
    db: NamedDependency[Database],
    after: Annotated[int | None, QueryParameter(ge=0, le=2**63 - 1)] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Inbox:
    """The caller's notices, newest first; or, with `after`, those of a greater `sequence` in order."""
    language = language_of(request)
    if after is not None:
        found, counts = await service.list_after(db, request.user.uid, language, after, limit)
        return _inbox(found, counts, language, None)
    found, counts = await service.list_own(db, request.user.uid, language, read_cursor(cursor), limit)
    return _inbox(found, counts, language, write_cursor(found, limit, lambda one: (one.created_at, one.id)))


@put("/notices/{notice_id:uuid}/reading", operation_id="readNotice", status_code=204)
async def read_notice(request: SignedIn, db: NamedDependency[Database], notice_id: FromPath[UUID]) -> None:
    """The caller has read it."""
    await service.read(db, request.user.uid, notice_id)


@put("/notices/reading", operation_id="readNotices", status_code=204)
async def read_notices(request: SignedIn, db: NamedDependency[Database], data: JSONBody[ReadUpTo]) -> None:
    """The caller has read all up to a number."""
    await service.read_up_to(db, request.user.uid, data.sequence)


@get("/me/notifications", operation_id="readNotifications")
async def read_notifications(request: SignedIn, db: NamedDependency[Database]) -> SentManners:
    """How the caller is told, by category, and their quiet hours."""
    return _manners(await service.manners(db, request.user.uid))


@put("/me/notifications", operation_id="putNotifications")
async def put_notifications(
    request: SignedIn, db: NamedDependency[Database], data: JSONBody[NewManners]
) -> SentManners:
    """How the caller is told from now on; what is held back stays in the inbox."""
    return _manners(await service.choose(db, request.user.uid, data))


def _inbox(found: list[StoredNotice], counts: Counts, language: Language, following: str | None) -> Inbox:
    return Inbox([service.said(one, language) for one in found], following, counts.unread, counts.latest)


def _manners(choice: Choice) -> SentManners:
    quiet = choice.quiet
    return SentManners(
        categories={category: choice.manner_of(category) for category in CATEGORIES},
        quiet_hours=SentQuietHours(f"{quiet.start:%H:%M}", f"{quiet.end:%H:%M}") if quiet else None,
        digest_at=f"{DIGEST_AT:%H:%M}",
        most_a_day=MOST_A_DAY,
    )
