"""Appeals in Postgres."""

from datetime import datetime
from uuid import UUID

from app.appeals.model import Appeal
from app.db import Connection
from app.sanctions.model import Outcome
from app.sql import queries

Q = queries("appeals")


async def lock_own_sanction(connection: Connection, uid: str, sanction_id: UUID) -> UUID | None:
    structure_id: UUID | None = await connection.fetchval(Q.lock_own_sanction, uid, sanction_id)
    return structure_id


async def put_appeal(connection: Connection, sanction_id: UUID, text: str) -> UUID:
    appeal_id: UUID = await connection.fetchval(Q.put_appeal, sanction_id, text)
    return appeal_id


async def list_appeals(
    connection: Connection, staff_id: UUID, structure_id: UUID, after: tuple[datetime, UUID] | None, limit: int
) -> list[Appeal]:
    due_at, appeal_id = after or (None, None)
    rows = await connection.fetch(Q.list_appeals, staff_id, structure_id, due_at, appeal_id, limit)
    return [Appeal(**row) for row in rows]


async def appeal_in_scope(connection: Connection, staff_id: UUID, structure_id: UUID, appeal_id: UUID) -> Appeal | None:
    row = await connection.fetchrow(Q.appeal_in_scope, staff_id, structure_id, appeal_id)
    return Appeal(**row) if row else None


async def decide_appeal(connection: Connection, appeal_id: UUID, staff_id: UUID, outcome: Outcome, answer: str) -> bool:
    return await connection.fetchval(Q.decide_appeal, appeal_id, staff_id, outcome, answer) is not None
