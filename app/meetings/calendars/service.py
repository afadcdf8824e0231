"""Meetings in the calendars of phones: a file for one, and a private feed of all."""

import re
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from app.db import Database
from app.errors import Language, NotFound
from app.meetings import service as meetings
from app.meetings.calendars import store
from app.meetings.calendars.model import Entry
from app.meetings.model import Meeting
from app.members import service as members
from app.people import store as people

SECRET_BYTES = 32
MOST_ENTRIES = 300

FEED = re.compile(r"([A-Za-z0-9_-]{43})\.ics")


async def open_feed(db: Database, uid: str, language: Language) -> tuple[str, datetime]:
    """The secret name of the caller's feed, and since when; the one before is known no more."""
    secret = token_urlsafe(SECRET_BYTES)
    async with db.connection() as connection:
        await members.present(connection, uid)
        return f"{secret}.ics", await store.put_calendar(connection, uid, hash_of(secret), language)


async def close_feed(db: Database, uid: str) -> None:
    async with db.connection() as connection:
        await members.present(connection, uid)
        await store.delete_calendar(connection, uid)


async def feed_since(db: Database, uid: str) -> datetime | None:
    async with db.connection() as connection:
        await members.present(connection, uid)
        return await store.calendar_made_at(connection, uid)


async def read_feed(db: Database, name: str) -> bytes:
    """The feed of this name; whatever is wrong with it, it is not found."""
    named = FEED.fullmatch(name)
    if named is None:
        raise NotFound
    async with db.connection() as connection:
        reader = await store.reader_of(connection, hash_of(named[1]))
        if reader is None:
            raise NotFound
        entries = await store.entries_of(connection, reader.id, MOST_ENTRIES)
    # The library takes a third of a second to import: too long for every start.
    from app.meetings.calendars.file import feed  # noqa: PLC0415

    return feed(entries, reader.locale)


async def read_file(db: Database, uid: str, tandem_id: UUID, meeting_id: UUID, language: Language) -> bytes:
    """One of the caller's meetings as a file."""
    async with db.connection() as connection:
        meeting = await meetings.known(connection, uid, tandem_id, meeting_id)
        faces = await people.faces(connection, [meeting.other_id])
    if meeting.other_id not in faces:
        raise NotFound
    from app.meetings.calendars.file import meeting_file  # noqa: PLC0415 (as above)

    return meeting_file(_entry(meeting, faces[meeting.other_id].first_name), language)


def _entry(meeting: Meeting, with_whom: str) -> Entry:
    """The meeting with all that its two know of it; while it is only proposed, at its first slot."""
    first = meeting.starts[0]
    return Entry(
        id=meeting.id,
        revision=meeting.revision,
        state=meeting.state,
        kind=meeting.kind,
        place_kind=meeting.place_kind,
        zone=meeting.zone,
        starts_at=meeting.starts_at or first,
        ends_at=meeting.ends_at or first + timedelta(minutes=meeting.minutes[0]),
        changed_at=meeting.changed_at,
        with_whom=f"{with_whom}, {meeting.officer}" if meeting.officer else with_whom,
        place=meeting.place,
        link=meeting.link,
    )


def hash_of(secret: str) -> bytes:
    # The secret is as random as a key: it needs no salt and no slow hash.
    return sha256(secret.encode()).digest()
