"""Where an officer's own calendar app reads their first meetings."""

from datetime import datetime

from app.db import Database
from app.errors import Language
from app.introductions import calendar, store
from app.staff import service as staff


async def open_feed(db: Database, uid: str, language: Language) -> tuple[str, datetime]:
    """The secret name of the caller's calendar, for the introductions that they hold."""
    async with db.connection() as connection:
        officer = await staff.deciding(connection, uid, "officer")
        return await calendar.open_feed(connection, officer.id, language)


async def feed_since(db: Database, uid: str) -> datetime | None:
    async with db.connection() as connection:
        return await store.calendar_made_at(connection, (await staff.deciding(connection, uid, "officer")).id)


async def close_feed(db: Database, uid: str) -> None:
    async with db.connection() as connection:
        await store.delete_calendar(connection, (await staff.deciding(connection, uid, "officer")).id)
