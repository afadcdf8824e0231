"""What came of meetings, in Postgres."""

from uuid import UUID

from app.db import Connection
from app.meetings.attendances.model import Dispute, Mark, Verdict
from app.meetings.model import Said, Side
from app.paging import Cursor
from app.sql import queries

Q = queries("attendances")


async def say_of_meeting(connection: Connection, meeting_id: UUID, side: Side, said: Said) -> None:
    await connection.execute(Q.say_of_meeting, meeting_id, side, said)


async def is_settled(connection: Connection, meeting_id: UUID) -> bool:
    return bool(await connection.fetchval(Q.is_settled, meeting_id))


async def open_disputes(connection: Connection, meeting_id: UUID) -> None:
    await connection.execute(Q.open_disputes, meeting_id)


async def drop_disputes(connection: Connection, meeting_id: UUID) -> None:
    await connection.execute(Q.drop_disputes, meeting_id)


async def marks_of(connection: Connection, member_id: UUID, limit: int) -> list[Mark]:
    return [Mark(**row) for row in await connection.fetch(Q.marks_of, member_id, limit)]


async def appeal(connection: Connection, meeting_id: UUID, member_id: UUID, words: str) -> None:
    await connection.execute(Q.appeal, meeting_id, member_id, words)


async def list_disputes(
    connection: Connection, structure_id: UUID, settled: bool, before: Cursor | None, limit: int
) -> list[Dispute]:
    opened_at, dispute_id = before or (None, None)
    rows = await connection.fetch(Q.list_disputes, structure_id, settled, opened_at, dispute_id, limit, None)
    return [Dispute(**row) for row in rows]


async def dispute_in_scope(connection: Connection, structure_id: UUID, dispute_id: UUID) -> Dispute | None:
    row = await connection.fetchrow(Q.list_disputes, structure_id, False, None, None, 1, dispute_id)
    return Dispute(**row) if row else None


async def settle_dispute(connection: Connection, dispute_id: UUID, verdict: Verdict, why: str, staff_id: UUID) -> bool:
    return await connection.fetchval(Q.settle_dispute, dispute_id, verdict, why, staff_id) is not None


async def member_in_scope(connection: Connection, member_id: UUID, structure_id: UUID) -> bool:
    return await connection.fetchval(Q.member_in_scope, member_id, structure_id) is not None
