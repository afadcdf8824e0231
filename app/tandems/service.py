"""Tandems: formed once, then moved by their two members and by staff. The mentee is always locked first."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from app.db import Connection, Database
from app.errors import NotFound
from app.members import service as members
from app.outbox import store as outbox
from app.paging import Cursor
from app.people import store as people
from app.people.model import Face
from app.tandems import store
from app.tandems.errors import AlreadyIntroduced, TandemClosed, TandemNotActive
from app.tandems.model import Cause, Joined, Mover, Tandem

TandemRead = tuple[Tandem, dict[UUID, Face]]


async def form(
    connection: Connection,
    mentee_id: UUID,
    mentor_id: UUID,
    programme_id: UUID,
    exclusive: bool,
    renews_id: UUID | None = None,
) -> UUID | None:
    """Takes a seat, forms the tandem and tells both; None when the mentor is full."""
    tandem_id = await store.form_tandem(connection, mentee_id, mentor_id, programme_id, exclusive, renews_id)
    if tandem_id is not None:
        await outbox.put_notices(connection, "TandemFormed", tandem_id, [mentee_id, mentor_id], _of(tandem_id))
    return tandem_id


async def list_own(db: Database, uid: str, before: Cursor | None, limit: int) -> tuple[list[Tandem], dict[UUID, Face]]:
    """The caller's tandems, newest first, and the people in them."""
    async with db.connection() as connection:
        await members.present(connection, uid)
        tandems = await store.list_tandems(connection, uid, before, limit)
        return tandems, await _people_of(connection, tandems)


async def read(db: Database, uid: str, tandem_id: UUID) -> TandemRead:
    """One of the caller's tandems; a stranger's is not found."""
    async with db.connection() as connection:
        await members.present(connection, uid)
        tandems = await store.list_tandems(connection, uid, None, 1, only=[tandem_id])
        faces = await _people_of(connection, tandems)
        if len(faces) < 2:
            raise NotFound
        return tandems[0], faces


async def joined(connection: Connection, uid: str, tandem_id: UUID) -> Joined:
    """The tandem as the caller stands in it: one of its two, and neither blocked; else not found. Open or closed."""
    tandem = await store.joined(connection, uid, tandem_id)
    if tandem is None:
        await members.present(connection, uid)
        raise NotFound
    return tandem


async def writing(connection: Connection, uid: str, tandem_id: UUID) -> Joined:
    """The same, open, and held until the transaction ends: nobody closes it or writes in it meanwhile."""
    await joined(connection, uid, tandem_id)
    await store.hold_tandem(connection, tandem_id)
    return _open(await joined(connection, uid, tandem_id))


async def moving(connection: Connection, uid: str, tandem_id: UUID) -> Joined:
    """The same, its mentee locked as every move demands."""
    return _open(await parting(connection, uid, tandem_id))


async def parting(connection: Connection, uid: str, tandem_id: UUID) -> Joined:
    """The same, open or closed."""
    await joined(connection, uid, tandem_id)
    await store.lock_mentee_of(connection, tandem_id)
    return await joined(connection, uid, tandem_id)


async def pause(db: Database, uid: str, tandem_id: UUID) -> TandemRead:
    """The two take a break; saying it again changes nothing."""
    await db.transact(_pause, uid, tandem_id)
    return await read(db, uid, tandem_id)


async def resume(db: Database, uid: str, tandem_id: UUID) -> TandemRead:
    """The break is over, whoever asked for it."""
    await db.transact(_resume, uid, tandem_id)
    return await read(db, uid, tandem_id)


async def introduce(connection: Connection, tandem_id: UUID, staff_id: UUID) -> None:
    """Staff brought the two together. Whoever calls has checked that the tandem is in that person's scope."""
    await store.lock_mentee_of(connection, tandem_id)
    stage = await store.stage(connection, tandem_id)
    if stage is None:
        raise NotFound
    if stage.state == "introduced":
        return
    if stage.state != "formed":
        raise AlreadyIntroduced
    await store.move_tandem(connection, tandem_id, "introduced", "introduced", "staff", staff_id)
    if not await begin_if_ready(connection, tandem_id, "both"):
        await tell(connection, "CharterToSign", tandem_id, stage.unsigned)


async def begin_if_ready(connection: Connection, tandem_id: UUID, mover: Mover) -> bool:
    """Active once both have signed, and were introduced where the programme asks for it; both are told."""
    stage = await store.stage(connection, tandem_id)
    if stage is None or not stage.ready:
        return False
    await store.move_tandem(connection, tandem_id, "active", "signed", mover)
    await tell(connection, "TandemActivated", tandem_id, [stage.mentee_id, stage.mentor_id])
    return True


async def end(
    connection: Connection, tandem_id: UUID, cause: Cause, reason: str, mover: Mover, staff_id: UUID | None = None
) -> bool:
    """The tandem is closed, its seat free and the two no cards of each other's; False when it had ended before.

    Whoever calls holds the mentee.
    """
    await store.part_pair(connection, tandem_id)
    return await store.close_tandem(connection, tandem_id, cause, reason, mover, staff_id)


async def end_all_of(connection: Connection, member_id: UUID, staff_id: UUID) -> None:
    """A member who is excluded leaves every tandem; each other is told. Nobody's lock is held yet by who calls."""
    await store.lock_mentees_in_tandem_with(connection, member_id)
    for tandem_id, other_id in await store.open_tandems_of(connection, member_id):
        if await end(connection, tandem_id, "suspended", "suspended", "staff", staff_id):
            await _tell_ended(connection, tandem_id, other_id)


async def end_by_block(connection: Connection, mentee_id: UUID, mentor_id: UUID) -> None:
    """The two no longer meet; nobody is told, and the log does not say who blocked. Whoever calls holds the mentee."""
    tandem_id = await store.open_tandem_between(connection, mentee_id, mentor_id)
    if tandem_id is not None:
        await store.close_tandem(connection, tandem_id, "blocked", "blocked", "nobody")


async def end_by_departure(connection: Connection, member_id: UUID) -> None:
    """The member is about to be erased; each other is told. Whoever calls holds all whom it touches."""
    for tandem_id, other_id in await store.open_tandems_of(connection, member_id):
        await store.close_tandem(connection, tandem_id, "erased", "erased", "nobody")
        await _tell_ended(connection, tandem_id, other_id)


async def tell(connection: Connection, kind: str, tandem_id: UUID, member_ids: Sequence[UUID]) -> None:
    """Each telling is an event of its own: a pause may come again."""
    await outbox.put_notices(connection, kind, uuid4(), member_ids, _of(tandem_id))


async def _tell_ended(connection: Connection, tandem_id: UUID, other_id: UUID) -> None:
    """The other is no longer a member: they are told so in words that lead to no tandem."""
    await outbox.put_notices(connection, "TandemEnded", tandem_id, [other_id], {})


def _of(tandem_id: UUID) -> outbox.Facts:
    return {"tandemId": str(tandem_id)}


def _open(tandem: Joined) -> Joined:
    if not tandem.writable:
        raise TandemClosed
    return tandem


async def _pause(connection: Connection, uid: str, tandem_id: UUID) -> None:
    tandem = await moving(connection, uid, tandem_id)
    if tandem.state == "paused":
        return
    if tandem.state != "active":
        raise TandemNotActive
    await store.move_tandem(connection, tandem.id, "paused", "paused", tandem.role)
    await tell(connection, "TandemPaused", tandem.id, [tandem.other_id])


async def _resume(connection: Connection, uid: str, tandem_id: UUID) -> None:
    tandem = await moving(connection, uid, tandem_id)
    if tandem.state == "paused":
        await store.move_tandem(connection, tandem.id, "active", "resumed", tandem.role)
        await tell(connection, "TandemResumed", tandem.id, [tandem.other_id])


async def _people_of(connection: Connection, tandems: list[Tandem]) -> dict[UUID, Face]:
    return await people.faces(connection, {id for t in tandems for id in (t.mentor_id, t.mentee_id)})
