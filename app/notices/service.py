"""The inbox, which is the truth that pushes hint at; and how its member wishes to be told."""

from datetime import time
from uuid import UUID

import msgspec

from app.db import Connection, Database
from app.errors import Invalid, Language, NotFound, Words
from app.members import service as members
from app.notices import store
from app.notices.manners import CATEGORIES, Choice, Manner, QuietHours
from app.notices.model import Counts, StoredNotice
from app.notices.wire import NewManners, SentNotice
from app.paging import Cursor
from push.kinds import kind_of
from push.words import words


async def list_own(
    db: Database, uid: str, language: Language, before: Cursor | None, limit: int
) -> tuple[list[StoredNotice], Counts]:
    """The caller's notices, newest first, and what is unread."""
    await db.transact(_open, uid)
    async with db.connection() as connection:
        notices = await store.list_notices(connection, uid, language, before, limit)
        return notices, await store.counts(connection, uid)


async def list_after(
    db: Database, uid: str, language: Language, sequence: int, limit: int
) -> tuple[list[StoredNotice], Counts]:
    """What came after a number, in order: nothing is ever added below a number that was shown."""
    await db.transact(_open, uid)
    async with db.connection() as connection:
        notices = await store.notices_after(connection, uid, language, sequence, limit)
        return notices, await store.counts(connection, uid)


async def read(db: Database, uid: str, notice_id: UUID) -> None:
    """The caller has read a notice; its push is not sent any more."""
    async with db.connection() as connection:
        await members.present(connection, uid)
        if not await store.read_notice(connection, uid, notice_id):
            raise NotFound


async def read_up_to(db: Database, uid: str, sequence: int) -> None:
    async with db.connection() as connection:
        await members.present(connection, uid)
        await store.read_notices(connection, uid, sequence)


async def manners(db: Database, uid: str) -> Choice:
    """How the caller is told: as they chose, or as everybody is."""
    async with db.connection() as connection:
        await members.present(connection, uid)
        chosen = await store.manners_of(connection, uid)
    return chosen.choice() if chosen else Choice()


async def choose(db: Database, uid: str, new: NewManners) -> Choice:
    """The caller is told like this from now on."""
    choice = _choice(new)
    quiet = (choice.quiet.start, choice.quiet.end) if choice.quiet else (None, None)
    async with db.connection() as connection:
        await members.present(connection, uid)
        await store.choose_manners(connection, uid, quiet, sorted(choice.digest), sorted(choice.never))
    return choice


def said(notice: StoredNotice, language: Language) -> SentNotice:
    """The notice in the caller's language."""
    facts = msgspec.json.decode(notice.facts, type=dict[str, str | int])
    told = words(notice.kind, language, facts)
    return SentNotice(
        id=notice.id,
        sequence=notice.sequence,
        kind=notice.kind,
        category=kind_of(notice.kind).category,
        title=notice.title or told.title,
        body=notice.body or told.body,
        link=told.link,
        starts_at=notice.starts_at,
        created_at=notice.created_at,
        read=notice.read,
    )


async def _open(connection: Connection, uid: str) -> None:
    """The caller is here, and what is new in their inbox has a number."""
    await members.present(connection, uid)
    await members.see(connection, uid)
    member_id = await store.lock_inbox(connection, uid)
    if member_id is not None:
        await store.number_notices(connection, member_id)


def _choice(new: NewManners) -> Choice:
    quiet = None
    if new.quiet_hours is not None:
        quiet = QuietHours(time.fromisoformat(new.quiet_hours.start), time.fromisoformat(new.quiet_hours.end))
        if quiet.start == quiet.end:
            raise Invalid(("quietHours.end", Words("doit différer du début", "must differ from the start")))
    return Choice(quiet, digest=_those("digest", new), never=_those("never", new))


def _those(manner: Manner, new: NewManners) -> frozenset[str]:
    return frozenset(category for category in CATEGORIES if new.categories.get(category) == manner)
