"""An officer's first meetings in their own calendar app, by a secret address."""

from datetime import datetime
from secrets import token_urlsafe
from uuid import UUID

from app.db import Connection, Database
from app.errors import Language, NotFound, Words
from app.introductions import store
from app.meetings.calendars.service import FEED, MOST_ENTRIES, SECRET_BYTES, hash_of

# Who they are is in the desk: whoever comes by the address learns of nobody.
TWO_MEMBERS = Words("deux membres", "two members")


async def open_feed(connection: Connection, officer_id: UUID, language: Language) -> tuple[str, datetime]:
    """The secret name of the officer's feed, and since when; the one before is known no more."""
    secret = token_urlsafe(SECRET_BYTES)
    return f"{secret}.ics", await store.put_calendar(connection, officer_id, hash_of(secret), language)


async def read_feed(db: Database, name: str) -> bytes:
    """The feed of this name; whatever is wrong with it, it is not found."""
    named = FEED.fullmatch(name)
    if named is None:
        raise NotFound
    async with db.connection() as connection:
        reader = await store.reader_of(connection, hash_of(named[1]))
        if reader is None:
            raise NotFound
        whom = TWO_MEMBERS.said(reader.locale, {})
        entries = await store.entries_of(connection, reader.id, whom, MOST_ENTRIES)
    # The library takes a third of a second to import: too long for every start.
    from app.meetings.calendars.file import feed  # noqa: PLC0415

    return feed(entries, reader.locale)
