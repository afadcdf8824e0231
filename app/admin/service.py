"""What staff decide about members."""

from uuid import UUID

from app.admin import store
from app.admin.model import Staff
from app.db import Connection, Database
from app.errors import NotFound, StaffOnly
from app.members import store as members
from app.members.model import GuardianAgreement, Verification


async def verify(db: Database, uid: str, member_id: UUID) -> Verification:
    """The mentor is visible from now on; verifying again changes nothing."""
    async with db.connection() as connection:
        staff = await deciding(connection, uid)
        verification = await members.verify_mentor(connection, member_id, staff.id)
    if verification is None:
        raise NotFound
    return verification


async def record_guardian_agreement(db: Database, uid: str, member_id: UUID) -> GuardianAgreement:
    """The minor may be dealt cards, swipe and write."""
    async with db.connection() as connection:
        await deciding(connection, uid)
        agreement = await members.record_guardian_agreement(connection, member_id)
    if agreement is None:
        raise NotFound
    return agreement


async def deciding(connection: Connection, uid: str) -> Staff:
    """The caller as staff who may change something."""
    staff = await store.staff_of(connection, uid)
    if staff is None or staff.role == "reader":
        raise StaffOnly
    return staff


async def reading(connection: Connection, uid: str) -> Staff:
    """The caller as staff of any role."""
    staff = await store.staff_of(connection, uid)
    if staff is None:
        raise StaffOnly
    return staff
