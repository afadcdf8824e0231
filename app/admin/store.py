"""Staff in Postgres."""

from app.admin.model import Staff, StaffRole
from app.db import Connection
from app.sql import queries

Q = queries("staff")


async def staff_of(connection: Connection, uid: str) -> Staff | None:
    row = await connection.fetchrow(Q.staff_of, uid)
    return Staff(**row) if row else None


async def add_staff(connection: Connection, uid: str, display_name: str, role: StaffRole, structure_code: str) -> None:
    await connection.execute(Q.add_staff, uid, display_name, role, structure_code)
