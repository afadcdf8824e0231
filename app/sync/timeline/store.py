"""Timelines in Postgres."""

from datetime import datetime
from uuid import UUID

from app.db import Connection
from app.members.model import Role
from app.sql import queries
from app.sync.timeline.model import Entry

Q = queries("timeline")


async def timeline(
    connection: Connection, tandem_id: UUID, side: Role, after: tuple[datetime, UUID] | None, limit: int
) -> list[Entry]:
    at, entry_id = after or (None, None)
    return [Entry(**row) for row in await connection.fetch(Q.timeline, tandem_id, side, at, entry_id, limit)]
