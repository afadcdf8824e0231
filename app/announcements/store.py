"""Announcements in Postgres."""

from uuid import UUID

from app.announcements.model import Announcement
from app.announcements.wire import NewAnnouncement
from app.db import Connection
from app.outbox.store import priority_of
from app.sql import queries
from push.kinds import kind_of

Q = queries("announcements")


async def lock_announcements(connection: Connection, structure_id: UUID) -> None:
    await connection.execute(Q.lock_announcements, structure_id)


async def same_announcement(connection: Connection, structure_id: UUID, new: NewAnnouncement) -> Announcement | None:
    row = await connection.fetchrow(Q.same_announcement, structure_id, *_words(new))
    return Announcement(**row) if row else None


async def announce(connection: Connection, staff_id: UUID, structure_id: UUID, new: NewAnnouncement) -> Announcement:
    kind = "StaffAnnouncement"
    manner = kind_of(kind).horizon, priority_of(kind)
    row = await connection.fetchrow(Q.announce, staff_id, structure_id, *_words(new), *manner)
    assert row is not None
    return Announcement(**row)


def _words(new: NewAnnouncement) -> tuple[str, str, str, str, str | None]:
    return new.title.fr, new.title.en, new.body.fr, new.body.en, new.role
