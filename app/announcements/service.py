"""What staff say to the members of their structure, once."""

from uuid import UUID

from app.announcements import store
from app.announcements.model import Announcement
from app.announcements.wire import NewAnnouncement
from app.db import Connection


async def announce(
    connection: Connection, staff_id: UUID, structure_id: UUID, new: NewAnnouncement
) -> tuple[Announcement, bool]:
    """The announcement, and whether it is new: the same words within a day are the same announcement."""
    await store.lock_announcements(connection, structure_id)
    if said := await store.same_announcement(connection, structure_id, new):
        return said, False
    return await store.announce(connection, staff_id, structure_id, new), True
