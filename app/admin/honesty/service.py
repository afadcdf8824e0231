"""Staff record that they saw a mentor's certificate of good standing, and see whose runs out."""

from datetime import date
from uuid import UUID

from app.admin.honesty.rules import read
from app.admin.honesty.wire import NewHonestyCheck
from app.admin.verifications.service import deciding_on
from app.audit import service as audit
from app.db import Connection, Database
from app.paging import Cursor
from app.staff import service as staff
from app.verifications import store
from app.verifications.model import ExpiringCheck, HonestyCheck


async def record(db: Database, uid: str, member_id: UUID, new: NewHonestyCheck) -> HonestyCheck:
    """The certificate was seen; nothing of what is in it is kept."""
    return await db.transact(_record, uid, member_id, *read(new))


async def list_expiring(
    db: Database, uid: str, within_days: int, after: Cursor | None, limit: int
) -> list[ExpiringCheck]:
    """Honesty checks that have run out or soon will, soonest first."""
    return await db.transact(_list_expiring, uid, within_days, after, limit)


async def _record(
    connection: Connection, uid: str, member_id: UUID, checked_on: date, expires_on: date
) -> HonestyCheck:
    officer, mentor = await deciding_on(connection, uid, member_id)
    if await store.put_honesty_check(connection, mentor.id, officer.id, checked_on, expires_on):
        after = {"checkedOn": checked_on, "expiresOn": expires_on}
        await audit.record(connection, officer.id, "record-honesty-check", "member", member_id, after=after)
    check = await store.honesty_check_of(connection, mentor.id)
    assert check is not None
    return check


async def _list_expiring(
    connection: Connection, uid: str, within_days: int, after: Cursor | None, limit: int
) -> list[ExpiringCheck]:
    reader = await staff.reading(connection, uid)
    checks = await store.expiring_checks(connection, reader.structure_id, within_days, after, limit)
    if checks:
        about = [check.member_id for check in checks]
        await audit.record(connection, reader.id, "read-honesty-checks", "member", None, about=about)
    return checks
