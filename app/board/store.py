"""The board in Postgres."""

from datetime import datetime
from uuid import UUID

from app.board.model import Case, CaseCount, CaseKind
from app.db import Connection
from app.sql import queries

Q = queries("board")


async def cases(
    connection: Connection,
    scope: UUID,
    after: tuple[datetime, UUID] | None,
    limit: int,
    kind: CaseKind | None = None,
    picked_up_by: UUID | None = None,
    subject_id: UUID | None = None,
) -> list[Case]:
    since, last = after or (None, None)
    rows = await connection.fetch(Q.cases, scope, since, last, limit, kind, picked_up_by, subject_id)
    return [Case(**row) for row in rows]


async def count_cases(connection: Connection, scope: UUID) -> list[CaseCount]:
    return [CaseCount(**row) for row in await connection.fetch(Q.count_cases, scope)]


async def pick_up(connection: Connection, case: Case, staff_id: UUID) -> UUID:
    """Whose it is now."""
    holder: UUID = await connection.fetchval(Q.pick_up, case.kind, case.subject_id, case.structure_id, staff_id)
    return holder


async def close_case(connection: Connection, case: Case, staff_id: UUID, done: str) -> None:
    await connection.execute(Q.close_case, case.kind, case.subject_id, case.structure_id, staff_id, done)
