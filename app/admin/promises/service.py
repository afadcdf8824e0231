"""What staff owe, and how they kept it."""

from datetime import date
from uuid import UUID

from app.db import Database
from app.delays import store
from app.delays.model import Month, Promise
from app.paging import Cursor
from app.staff import service as staff


async def list_promises(
    db: Database, uid: str, kind: str | None, escalated: bool, after: Cursor | None, limit: int
) -> list[Promise]:
    """The longest overdue first; `escalated`: only what structures above were told of."""
    async with db.connection() as connection:
        scope: UUID = (await staff.reading(connection, uid)).structure_id
        if escalated:
            return await store.escalated(connection, scope, after, limit)
        return await store.owed(connection, scope, kind, after, limit)


async def list_months(db: Database, uid: str, first: date, last: date) -> list[Month]:
    async with db.connection() as connection:
        reader = await staff.reading(connection, uid)
        return await store.months(connection, reader.structure_id, first, last)
