"""A member's data: all of it handed over, or all of it gone."""

from uuid import UUID

from app.cache import Cache
from app.db import Connection, Crossed, Database
from app.decks.service import cache_key
from app.members.errors import NoProfileYet
from app.privacy import store
from app.privacy.model import Leaving
from app.requests import service as requests
from app.tandems import service as tandems


async def export(db: Database, uid: str) -> str:
    """Everything stored of the caller, as JSON."""
    async with db.connection() as connection:
        exported = await store.export_member(connection, uid)
    if exported is None:
        raise NoProfileYet
    return exported


async def erase(db: Database, cache: Cache, uid: str) -> None:
    """The caller is gone, at once and completely; those who waited for them are told, kindly. Repeating it is fine."""
    dealt = await db.transact(_erase, uid)
    await cache.forget(*map(cache_key, {uid, *dealt}))


async def erase_unused(db: Database, cache: Cache, uid: str) -> bool:
    """The same for a member who was warned and has not come back; False if they have."""
    dealt = await db.transact(_erase_unused, uid)
    await cache.forget(*map(cache_key, {uid, *(dealt or [])}))
    return dealt is not None


async def _erase_unused(connection: Connection, uid: str) -> list[str] | None:
    # Behind the lock of the member: whoever comes back waits, or came first.
    return await _erase(connection, uid) if await store.lock_unused(connection, uid) else None


async def _erase(connection: Connection, uid: str) -> list[str]:
    """The uids of those in whose decks the member was a card."""
    member = await store.lock_who_leaves(connection, uid)
    if member is None:
        return []
    await _lock_all(connection, member)
    await tandems.end_by_departure(connection, member.id)
    if member.role == "mentor":
        await _tell_who_waits(connection, member.id)
        await store.release_requests_to(connection, member.id)
    else:
        await store.withdraw_requests_of(connection, member.id)
    await store.empty_swipe_log(connection, member.id)
    dealt = await store.forget_deals_with(connection, member.id)
    await store.forget_news_of(connection, member.id)
    await store.erase_member(connection, member.id)
    return dealt


async def _lock_all(connection: Connection, member: Leaving) -> None:
    """Whatever the departure touches, in the order of all locks: mentees, pairs, mentors."""
    mentees = await store.mentees_of(connection, member.id)
    await store.lock_mentees(connection, mentees)
    if member.role == "mentee":
        await store.lock_leaving_mentee(connection, member.id)
    await store.lock_pairs_of(connection, member.id)
    if member.role == "mentee":
        await store.lock_mentors_of(connection, member.id)
        return
    await store.lock_leaving_mentor(connection, member.id)
    # Nobody can ask from here on, but who asked meanwhile is not locked, and it is too late for that.
    if not await store.mentees_of(connection, member.id) <= mentees:
        raise Crossed


async def _tell_who_waits(connection: Connection, mentor_id: UUID) -> None:
    for request in await store.waiting_requests_to(connection, mentor_id):
        await requests.tell_closed(connection, request.id, request.mentee_id)
