"""What changed for a member since their phone last asked: nothing is missed, in whatever order transactions commit.

A thing that changed, and that its own domain does not show the member, is gone for them, whatever the cause.
"""

from datetime import timedelta

from app.db import Connection, Database
from app.errors import Language
from app.members import service as members
from app.members.model import Present
from app.notices import service as notices
from app.requests.model import Direction
from app.sync import store
from app.sync.model import Bookmark, Change, Look, Page, Place, Rank
from app.sync.things import gone, read_things

FORGOTTEN_AFTER = timedelta(days=60)
# What rippled in a transaction may be a little older than the look that it comes after.
USELESS_AFTER = FORGOTTEN_AFTER - timedelta(days=1)


async def catch_up(db: Database, uid: str, language: Language, bookmark: Bookmark, limit: int) -> Page:
    """A page of what changed after the bookmark, with new notices in the room that is left."""
    async with db.connection() as connection:
        me = await members.present(connection, uid)
        now = await store.look(connection)
        start = bookmark if _is_of_use(bookmark, now, me) else Bookmark(hushed=me.awaits_guardian)
        until = start.until or now
        changes = await store.changes(connection, me.id, start.since, until, start.place, limit)
        allowed = [change for change in changes if _may_be_told(change, me)]
        things = await read_things(connection, uid, me.id, _direction(me), language, allowed)
    room = limit - len(changes)
    news, _ = await notices.list_after(db, uid, language, start.sequence, room)
    async with db.connection() as connection:
        unread = await store.unread_notices(connection, me.id)
    return Page(
        direction=_direction(me),
        reset=start.since is None and start.until is None,
        things=things,
        news=news,
        gone=gone(allowed, things) if start.since else {},
        unread=unread,
        following=_following(start, until, changes[-1] if room == 0 else None, news[-1].sequence if news else None),
        more=len(news) == room,
    )


async def forget_ripples(connection: Connection) -> int:
    """Whoever has not asked for so long begins anew."""
    return await store.forget_ripples(connection, FORGOTTEN_AFTER)


def _is_of_use(bookmark: Bookmark, now: Look, me: Present) -> bool:
    """Whether it is of this database, and nothing that came after it is forgotten or was kept back."""
    looks = [look for look in (bookmark.since, bookmark.until) if look]
    return bookmark.hushed == me.awaits_guardian and all(
        look.next <= now.next and now.at - look.at < USELESS_AFTER for look in looks
    )


def _may_be_told(change: Change, me: Present) -> bool:
    return not (me.awaits_guardian and change.rank in (Rank.MESSAGE, Rank.READING))


def _direction(me: Present) -> Direction:
    return "sent" if me.role == "mentee" else "received"


def _following(start: Bookmark, until: Look, last: Change | None, sequence: int | None) -> Bookmark:
    """Where to go on: after the last change of a full page, or from what was committed when this round began."""
    number = start.sequence if sequence is None else sequence
    if last is None:
        return Bookmark(since=until, sequence=number, hushed=start.hushed)
    place = Place(last.rank, last.changed_xid, last.thing_id)
    return Bookmark(start.since, until, place, number, start.hushed)
