"""What staff do about notices: dead letters, announcements, and the jobs that tell members of what falls due."""

from uuid import UUID

from app.admin.service import deciding, reading
from app.announcements import service as announcements
from app.announcements.model import Announcement
from app.announcements.wire import NewAnnouncement
from app.db import Connection, Database
from app.errors import NotFound
from app.jobs import store as jobs
from app.jobs.model import LatestRun
from app.outbox import store as outbox
from app.outbox.model import Letter, State
from app.paging import Cursor
from push.kinds import DAY, KINDS


async def list_letters(db: Database, uid: str, state: State, before: Cursor | None, limit: int) -> list[Letter]:
    """Notices in this state, newest first: to whom, and why."""
    async with db.connection() as connection:
        await reading(connection, uid)
        return await outbox.letters_in(connection, state, before, limit)


async def resend(db: Database, uid: str, notice_id: UUID) -> None:
    """A dead letter is tried again, as if it were new."""
    await db.transact(_resend, uid, notice_id)


async def announce(db: Database, uid: str, new: NewAnnouncement) -> tuple[Announcement, bool]:
    """The members of the caller's structure are told; the flag says whether they had not been told already."""
    return await db.transact(_announce, uid, new)


async def list_jobs(db: Database, uid: str) -> list[LatestRun]:
    async with db.connection() as connection:
        await reading(connection, uid)
        return await jobs.latest_runs(connection)


async def _resend(connection: Connection, uid: str, notice_id: UUID) -> None:
    await deciding(connection, uid)
    kind = await outbox.kind_of_dead(connection, notice_id)
    if kind is None:
        raise NotFound
    await outbox.resend_notice(connection, notice_id, KINDS[kind].horizon if kind in KINDS else DAY)


async def _announce(connection: Connection, uid: str, new: NewAnnouncement) -> tuple[Announcement, bool]:
    staff = await deciding(connection, uid)
    return await announcements.announce(connection, staff.id, staff.structure_id, new)
