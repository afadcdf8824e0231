"""Who of the staff is calling, and whether their role allows it."""

from app.db import Connection
from app.errors import StaffOnly
from app.staff import store
from app.staff.errors import RoleTooLow
from app.staff.model import Staff, StaffRole


async def deciding(connection: Connection, uid: str, *roles: StaffRole) -> Staff:
    """The caller as staff of one of these roles, or an administrator; without roles, as anybody but a reader."""
    staff = await reading(connection, uid)
    if staff.role == "administrator":
        return staff
    if staff.role == "reader" or (roles and staff.role not in roles):
        raise RoleTooLow
    return staff


async def reading(connection: Connection, uid: str) -> Staff:
    """The caller as staff of any role."""
    staff = await store.staff_of(connection, uid)
    if staff is None:
        raise StaffOnly
    return staff
