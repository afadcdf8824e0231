"""What staff do about notices: dead letters, announcements, and the jobs that tell members of what falls due."""

from uuid import UUID

from app.announcements import service as announcements
from app.announcements.model import Announcement
from app.announcements.wire import NewAnnouncement
from app.audit import service as audit
from app.db import Connection, Database
from app.errors import NotFound
from app.jobs import store as jobs
from app.jobs.model import LatestRun
from app.outbox import store as outbox
from app.outbox.model import Letter, State
from app.paging import Cursor
from app.staff import service as staff
from push.kinds import DAY, KINDS


async def list_letters(db: Database, uid: str, state: State, before: Cursor | None, limit: int) -> list[Letter]:
    """Notices in this state, newest first: to whom, and why."""
    return await db.transact(_list_letters, uid, state, before, limit)


async def resend(db: Database, uid: str, notice_id: UUID) -> None:
    """A dead letter is tried again, as if it were new."""
    await db.transact(_resend, uid, notice_id)


async def announce(db: Database, uid: str, new: NewAnnouncement) -> tuple[Announcement, bool]:
    """The members of the caller's structure are told; the flag says whether they had not been told already."""
    return await db.transact(_announce, uid, new)


async def list_jobs(db: Database, uid: str) -> list[LatestRun]:
    async with db.connection() as connection:
        await staff.reading(connection, uid)
        return await jobs.latest_runs(connection)


async def _list_letters(
    connection: Connection, uid: str, state: State, before: Cursor | None, limit: int
) -> list[Letter]:
    reader = await staff.reading(connection, uid)
    letters = await outbox.letters_in(connection, state, before, limit, reader.structure_id)
    members = {letter.recipient_id for letter in letters}
    await audit.record(connection, reader.id, "list-notices", "notice", None, after={"state": state}, about=members)
    return letters


async def _resend(connection: Connection, uid: str, notice_id: UUID) -> None:
    officer = await staff.deciding(connection, uid)
    letter = await outbox.dead_letter(connection, notice_id, officer.structure_id)
    if letter is None:
        raise NotFound
    await outbox.resend_notice(connection, notice_id, KINDS[letter.kind].horizon if letter.kind in KINDS else DAY)
    about = [letter.recipient_id]
    await audit.record(connection, officer.id, "resend-notice", "notice", notice_id, about=about)


async def _announce(connection: Connection, uid: str, new: NewAnnouncement) -> tuple[Announcement, bool]:
    officer = await staff.deciding(connection, uid)
    said, is_new = await announcements.announce(connection, officer.id, officer.structure_id, new)
    if is_new:
        after = {"recipients": said.recipients, "role": new.role}
        await audit.record(connection, officer.id, "announce", "announcement", said.id, after=after)
    return said, is_new
