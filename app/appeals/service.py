"""A sanctioned member answers, and somebody other than who decided answers them."""

from uuid import UUID

from app.appeals import store
from app.appeals.errors import AlreadyAppealed, AppealDecided
from app.appeals.model import Appeal
from app.db import Connection, Database
from app.delays import service as delays
from app.errors import NotFound
from app.members.errors import ProfileNeeded
from app.outbox import store as outbox
from app.sanctions import service as sanctions
from app.sanctions import store as sanction_store
from app.sanctions.errors import NeedsSomebodyElse, SanctionEnded
from app.sanctions.model import Outcome, OwnSanction
from app.staff.model import Staff


async def appeal(db: Database, uid: str, sanction_id: UUID, text: str) -> tuple[OwnSanction, bool]:
    """The sanction with the caller's appeal, suspended or not, and whether it is new. The same words change nothing."""
    return await db.transact(_appeal, uid, sanction_id, text.strip())


async def in_scope(connection: Connection, staff: Staff, appeal_id: UUID) -> Appeal:
    found = await store.appeal_in_scope(connection, staff.id, staff.structure_id, appeal_id)
    if found is None:
        raise NotFound
    return found


async def decide(connection: Connection, staff: Staff, appeal_id: UUID, outcome: Outcome, answer: str) -> Appeal:
    """The member reads the answer; a sanction that is lifted is lifted at once. Saying the same again is fine."""
    appealed = await in_scope(connection, staff, appeal_id)
    await sanction_store.lock_member(connection, appealed.member_id)
    appealed = await in_scope(connection, staff, appeal_id)
    if appealed.yours:
        raise NeedsSomebodyElse
    if appealed.outcome is not None:
        if (appealed.outcome, appealed.answer, appealed.decided_by) == (outcome, answer, staff.id):
            return appealed
        raise AppealDecided
    sanction = await sanctions.in_scope(connection, staff, appealed.sanction_id)
    if sanction.state != "active":
        raise SanctionEnded
    await store.decide_appeal(connection, appeal_id, staff.id, outcome, answer)
    await delays.keep(connection, "appeal-answered", appeal_id)
    if outcome == "lifted":
        await sanctions.lift(connection, sanction, staff.id)
    else:
        await outbox.put_notices(connection, "AppealAnswered", appeal_id, [sanction.member_id], {})
    return await in_scope(connection, staff, appeal_id)


async def _appeal(connection: Connection, uid: str, sanction_id: UUID, text: str) -> tuple[OwnSanction, bool]:
    if not await sanction_store.is_member(connection, uid):
        raise ProfileNeeded
    structure_id = await store.lock_own_sanction(connection, uid, sanction_id)
    if structure_id is None:
        raise NotFound
    before = await _own(connection, uid, sanction_id)
    if before.appeal == text:
        return before, False
    if before.appeal is not None:
        raise AlreadyAppealed
    if before.state != "active":
        raise SanctionEnded
    appeal_id = await store.put_appeal(connection, sanction_id, text)
    await delays.open(connection, "appeal-answered", appeal_id, structure_id)
    return await _own(connection, uid, sanction_id), True


async def _own(connection: Connection, uid: str, sanction_id: UUID) -> OwnSanction:
    [own] = await sanction_store.own_sanctions(connection, uid, None, 1, only=sanction_id)
    return own
