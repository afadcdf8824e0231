"""Requests: asked, opened, accepted, refused, withdrawn, expired. The mentee is always locked first."""

from uuid import UUID

from app.db import Connection, Database
from app.errors import NotFound
from app.members import service as members
from app.outbox import store as outbox
from app.paging import Cursor
from app.pairs import service as pairs
from app.pairs.model import Pair, PairState
from app.people import store as people
from app.people.model import Face
from app.requests import store
from app.requests.errors import (
    MOST_WAITING,
    MentorFull,
    RequestClosed,
    RequestLimit,
    TandemAlreadyFormed,
)
from app.requests.model import Direction, TandemRequest
from app.tandems import service as tandems
from app.tandems.model import Tandem

EXPIRED_AT_ONCE = 200


async def ask(connection: Connection, pair: Pair, state: PairState, message: str | None) -> None:
    """The mentee's request now waits, and the mentor is told."""
    if pair.requests_waiting >= MOST_WAITING:
        raise RequestLimit
    if state.undone and state.request_id:
        request_id = await store.revive_request(connection, state.request_id, message)
        facts = store.request_received(pair.mentee_id)
        await outbox.put_notices(connection, "RequestReceived", request_id, [pair.mentor_id], facts)
    else:
        await store.send_request(connection, pair.mentee_id, pair.mentor_id, message)


async def form(connection: Connection, pair: Pair, renews_id: UUID | None = None) -> UUID | None:
    """The tandem of two who like each other, or would like to go on; None when no seat is free."""
    if pair.exclusive:
        await store.lock_mentors_asked(connection, pair.mentee_id, pair.mentor_id)
    tandem_id = await tandems.form(
        connection, pair.mentee_id, pair.mentor_id, pair.programme_id, pair.exclusive, renews_id
    )
    if tandem_id is not None:
        await store.accept_request(connection, pair.mentee_id, pair.mentor_id)
        if pair.exclusive:
            await store.release_requests(connection, pair.mentee_id)
    return tandem_id


async def accept(connection: Connection, pair: Pair, state: PairState) -> UUID:
    """The waiting request becomes a tandem, or says why it cannot."""
    if not state.waits or pair.held:
        raise RequestClosed
    tandem_id = await form(connection, pair)
    if tandem_id is None:
        raise MentorFull
    return tandem_id


async def refuse(connection: Connection, pair: Pair, state: PairState) -> None:
    """The waiting request ends, and the mentee reads the words that every closed request has."""
    if state.waits and state.request_id:
        await store.close_request(connection, state.request_id, "refused")
        await tell_closed(connection, state.request_id, pair.mentee_id)


async def withdraw(connection: Connection, state: PairState) -> None:
    """The mentee no longer asks."""
    if state.waits and state.request_id:
        await store.close_request(connection, state.request_id, "withdrawn")


async def tell_closed(connection: Connection, request_id: UUID, mentee_id: UUID) -> None:
    await outbox.put_notices(connection, "RequestClosed", request_id, [mentee_id], {})


async def accept_of(db: Database, uid: str, mentee_id: UUID) -> tuple[Tandem, dict[UUID, Face], bool]:
    """The tandem that the acceptance forms, or already formed, and its two members; the flag says whether it is new."""
    tandem_id, is_new = await db.transact(_accept_of, uid, mentee_id)
    return *await tandems.read(db, uid, tandem_id), is_new


async def _accept_of(connection: Connection, uid: str, mentee_id: UUID) -> tuple[UUID, bool]:
    pair = await _asked_pair(connection, uid, mentee_id)
    state = await pairs.record(connection, pair, "like")
    if state.tandem_id is not None:
        return state.tandem_id, False
    if state.request_id is None or state.undone:
        raise NotFound
    return await accept(connection, pair, state), True


async def refuse_of(db: Database, uid: str, mentee_id: UUID) -> None:
    """The mentor says no; saying it again changes nothing."""
    await db.transact(_refuse_of, uid, mentee_id)


async def _refuse_of(connection: Connection, uid: str, mentee_id: UUID) -> None:
    pair = await _asked_pair(connection, uid, mentee_id)
    state = await pairs.read(connection, pair)
    if state.tandem_id is not None:
        raise TandemAlreadyFormed
    if state.request_id is None or state.undone:
        raise NotFound
    if state.waits:
        await pairs.record(connection, pair, "pass")
        await refuse(connection, pair, state)


async def withdraw_of(db: Database, uid: str, mentor_id: UUID) -> None:
    """The mentee takes the request back, at any time before an answer."""
    await db.transact(_withdraw_of, uid, mentor_id)


async def _withdraw_of(connection: Connection, uid: str, mentor_id: UUID) -> None:
    pair = await pairs.lock_to_leave(connection, uid, mentor_id)
    if pair.role != "mentee":
        raise NotFound
    state = await pairs.read(connection, pair)
    if state.tandem_id is not None:
        raise TandemAlreadyFormed
    if state.request_id is None or state.undone:
        raise NotFound
    if state.waits:
        await pairs.record(connection, pair, "pass")
        await withdraw(connection, state)


async def open_of(db: Database, uid: str, mentee_id: UUID) -> None:
    """The mentor has seen the request: it can no longer be undone."""
    async with db.connection() as connection:
        await members.present(connection, uid)
        opened = await store.open_request(connection, uid, mentee_id)
        if not opened and not await store.request_between(connection, uid, mentee_id):
            raise NotFound


async def list_own(
    db: Database, uid: str, direction: Direction, before: Cursor | None, limit: int
) -> tuple[list[TandemRequest], dict[UUID, Face]]:
    """The caller's requests, newest first, and the people in them."""
    async with db.connection() as connection:
        await members.present(connection, uid)
        requests = await store.list_requests(connection, uid, direction, before, limit)
        return requests, await people.faces(connection, [request.member_id for request in requests])


async def expire_overdue(db: Database) -> int:
    """Ends the requests that nobody answered in time, each in its own transaction; returns how many."""
    async with db.connection() as connection:
        overdue = await store.overdue_requests(connection, EXPIRED_AT_ONCE)
    expired = [await db.transact(_expire, late.id, late.mentee_id) for late in overdue]
    return sum(expired)


async def _expire(connection: Connection, request_id: UUID, mentee_id: UUID) -> bool:
    await store.lock_mentee(connection, mentee_id)
    expired = await store.expire_request(connection, request_id)
    if expired:
        await tell_closed(connection, request_id, mentee_id)
    return expired


async def _asked_pair(connection: Connection, uid: str, mentee_id: UUID) -> Pair:
    pair = await pairs.lock(connection, uid, mentee_id)
    if pair.role != "mentor":
        raise NotFound
    return pair
