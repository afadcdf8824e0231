"""Renewals: one of a tandem asks to go on, and the other's same call forms the next one."""

from uuid import UUID

from app.db import Connection, Database
from app.pairs import service as pairs
from app.pairs.model import Pair
from app.requests import service as requests
from app.requests import store as request_store
from app.requests.errors import TandemAlreadyFormed
from app.requests.renewals import store
from app.requests.renewals.errors import AnotherTandemOpen, NoSeatToRenew
from app.tandems import service as tandems
from app.tandems import store as tandem_store
from app.tandems.errors import TandemNotActive
from app.tandems.model import Joined
from app.tandems.service import TandemRead


async def renew(db: Database, uid: str, tandem_id: UUID) -> tuple[TandemRead, bool]:
    """The next tandem, if both now agree, else the present one; the flag says whether it has just formed."""
    next_id, is_new = await db.transact(_renew, uid, tandem_id)
    return await tandems.read(db, uid, next_id or tandem_id), is_new


async def withdraw(db: Database, uid: str, tandem_id: UUID) -> TandemRead:
    """The caller no longer asks; what was renewed stays so."""
    await db.transact(_withdraw, uid, tandem_id)
    return await tandems.read(db, uid, tandem_id)


async def _renew(connection: Connection, uid: str, tandem_id: UUID) -> tuple[UUID | None, bool]:
    asked = await tandems.joined(connection, uid, tandem_id)
    pair = await pairs.lock(connection, uid, asked.other_id)
    tandem = await tandems.joined(connection, uid, tandem_id)
    next_id = await store.renewed_as(connection, tandem.id)
    if next_id is not None:
        return next_id, False
    if tandem.state in ("formed", "introduced"):
        raise TandemNotActive
    if await tandem_store.open_tandem_between(connection, pair.mentee_id, pair.mentor_id) not in (None, tandem.id):
        raise TandemAlreadyFormed
    is_first = await store.ask_renewal(connection, tandem.id, tandem.role)
    if await store.both_asked(connection, tandem.id):
        return await _form_next(connection, pair, tandem), True
    if is_first:
        await tandem_store.hold_tandem(connection, tandem.id)
        await tandems.tell(connection, "RenewalAsked", tandem.id, [tandem.other_id])
    return None, False


async def _form_next(connection: Connection, pair: Pair, tandem: Joined) -> UUID:
    if pair.exclusive and pair.tandems_open > tandem.writable:
        raise AnotherTandemOpen
    await store.rejoin_pair(connection, pair.mentee_id, pair.mentor_id)
    if pair.exclusive:
        # Its seat is not the only one about to change: all in one order.
        await request_store.lock_mentors_asked(connection, pair.mentee_id, pair.mentor_id)
    if tandem.writable:
        await tandem_store.close_tandem(connection, tandem.id, "renewed", "renewed", "both")
    next_id = await requests.form(connection, pair, renews_id=tandem.id)
    if next_id is None:
        raise NoSeatToRenew
    return next_id


async def _withdraw(connection: Connection, uid: str, tandem_id: UUID) -> None:
    tandem = await tandems.parting(connection, uid, tandem_id)
    if await store.renewed_as(connection, tandem.id) is None:
        await store.withdraw_renewal(connection, tandem.id, tandem.role)
        await tandem_store.hold_tandem(connection, tandem.id)
