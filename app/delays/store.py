"""Promises in Postgres."""

from datetime import date, datetime
from uuid import UUID

from app.db import Connection
from app.delays.model import Month, Promise, PromiseKind
from app.paging import Cursor
from app.sql import queries

Q = queries("delays")


async def open_promise(
    connection: Connection,
    kind: PromiseKind,
    subject_id: UUID,
    structure_id: UUID,
    made_at: datetime,
    due_at: datetime,
) -> None:
    await connection.execute(Q.open_promise, kind, subject_id, structure_id, made_at, due_at)


async def keep_promise(connection: Connection, kind: PromiseKind, subject_id: UUID) -> None:
    await connection.execute(Q.keep_promise, kind, subject_id)


async def drop_promise(connection: Connection, kind: PromiseKind, subject_id: UUID) -> None:
    await connection.execute(Q.drop_promise, kind, subject_id)


async def hand_over(connection: Connection, subject_id: UUID, structure_id: UUID) -> None:
    await connection.execute(Q.hand_over, subject_id, structure_id)


async def owed(
    connection: Connection, scope: UUID, kind: str | None, after: Cursor | None, limit: int
) -> list[Promise]:
    """Promises and waiting requests, the longest overdue first."""
    rows = await connection.fetch(Q.owed, scope, kind, *(after or (None, None)), limit)
    return [Promise(**row) for row in rows]


async def escalated(connection: Connection, scope: UUID, after: Cursor | None, limit: int) -> list[Promise]:
    rows = await connection.fetch(Q.escalated, scope, *(after or (None, None)), limit)
    return [Promise(**row) for row in rows]


async def escalate_promises(connection: Connection, overdue_since: datetime) -> int:
    status = await connection.execute(Q.escalate_promises, overdue_since)
    return int(status.rpartition(" ")[2])


async def count_overdue(connection: Connection) -> list[tuple[str, int]]:
    return [(row["kind"], row["promises"]) for row in await connection.fetch(Q.count_overdue)]


async def count_months(connection: Connection, months: int) -> int:
    status = await connection.execute(Q.count_months, months)
    return int(status.rpartition(" ")[2])


async def months(connection: Connection, scope: UUID, first: date, last: date) -> list[Month]:
    return [Month(**row) for row in await connection.fetch(Q.months, scope, first, last)]
