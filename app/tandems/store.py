"""Tandems in Postgres."""

from datetime import datetime
from uuid import UUID

from app.db import Connection
from app.sql import queries
from app.tandems.model import Tandem

Q = queries("tandems")


async def form_tandem(
    connection: Connection, mentee_id: UUID, mentor_id: UUID, programme_id: UUID, exclusive: bool
) -> UUID | None:
    """The new tandem's id; None when the mentor has no seat free."""
    tandem_id: UUID | None = await connection.fetchval(Q.form_tandem, mentee_id, mentor_id, programme_id, exclusive)
    return tandem_id


async def close_tandems_between(connection: Connection, mentee_id: UUID, mentor_id: UUID, reason: str) -> None:
    await connection.execute(Q.close_tandems_between, mentee_id, mentor_id, reason)


async def list_tandems(
    connection: Connection,
    uid: str,
    before: tuple[datetime, UUID] | None,
    limit: int,
    only: UUID | None = None,
) -> list[Tandem]:
    formed_at, tandem_id = before or (None, None)
    rows = await connection.fetch(Q.list_tandems, uid, formed_at, tandem_id, limit, only)
    return [Tandem(**row) for row in rows]
