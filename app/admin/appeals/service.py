"""What moderators answer to appeals."""

from uuid import UUID

from app.admin.appeals.wire import NewAppealDecision
from app.appeals import service as appeals
from app.appeals import store
from app.appeals.model import Appeal
from app.audit import service as audit
from app.db import Connection, Database
from app.paging import Cursor
from app.staff import service as staff


async def list_appeals(db: Database, uid: str, after: Cursor | None, limit: int) -> list[Appeal]:
    return await db.transact(_list, uid, after, limit)


async def decide(db: Database, uid: str, appeal_id: UUID, new: NewAppealDecision) -> Appeal:
    return await db.transact(_decide, uid, appeal_id, new)


async def _list(connection: Connection, uid: str, after: Cursor | None, limit: int) -> list[Appeal]:
    moderator = await staff.deciding(connection, uid, "moderator")
    found = await store.list_appeals(connection, moderator.id, moderator.structure_id, after, limit)
    about = {appeal.member_id for appeal in found}
    await audit.record(connection, moderator.id, "list-appeals", "appeal", None, about=about)
    return found


async def _decide(connection: Connection, uid: str, appeal_id: UUID, new: NewAppealDecision) -> Appeal:
    moderator = await staff.deciding(connection, uid, "moderator")
    before = await appeals.in_scope(connection, moderator, appeal_id)
    appeal = await appeals.decide(connection, moderator, appeal_id, new.outcome, new.answer)
    if before.outcome is None:
        await audit.record(
            connection, moderator.id, "decide-appeal", "appeal", appeal_id, why=new.answer,
            after={"outcome": appeal.outcome}, about=[appeal.member_id],
        )  # fmt: skip
    return appeal
