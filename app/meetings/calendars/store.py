"""Calendars in Postgres."""

from datetime import datetime
from uuid import UUID

from app.db import Connection
from app.errors import Language
from app.meetings.calendars.model import Entry, Reader
from app.sql import queries

Q = queries("calendars")


async def put_calendar(connection: Connection, uid: str, secret_hash: bytes, locale: Language) -> datetime:
    made_at: datetime = await connection.fetchval(Q.put_calendar, uid, secret_hash, locale)
    return made_at


async def delete_calendar(connection: Connection, uid: str) -> None:
    await connection.execute(Q.delete_calendar, uid)


async def calendar_made_at(connection: Connection, uid: str) -> datetime | None:
    made_at: datetime | None = await connection.fetchval(Q.calendar_made_at, uid)
    return made_at


async def reader_of(connection: Connection, secret_hash: bytes) -> Reader | None:
    row = await connection.fetchrow(Q.reader_of, secret_hash)
    return Reader(**row) if row else None


async def entries_of(connection: Connection, member_id: UUID, limit: int) -> list[Entry]:
    return [Entry(**row) for row in await connection.fetch(Q.entries_of, member_id, limit)]
