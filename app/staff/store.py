"""Staff in Postgres."""

from uuid import UUID

from app.db import Connection
from app.paging import Cursor
from app.sql import queries
from app.staff.model import Account, Staff, StaffRole

Q = queries("staff")


async def staff_of(connection: Connection, uid: str) -> Staff | None:
    row = await connection.fetchrow(Q.staff_of, uid)
    return Staff(**row) if row else None


async def accounts(connection: Connection, scope: UUID, before: Cursor | None, limit: int) -> list[Account]:
    rows = await connection.fetch(Q.accounts, scope, *(before or (None, None)), limit)
    return [Account(**row) for row in rows]


async def lock_account(connection: Connection, scope: UUID, staff_id: UUID) -> Account | None:
    row = await connection.fetchrow(Q.lock_account, scope, staff_id)
    return Account(**row) if row else None


async def lock_account_of(connection: Connection, uid: str) -> Account | None:
    row = await connection.fetchrow(Q.lock_account_of, uid)
    return Account(**row) if row else None


async def add_account(
    connection: Connection, uid: str, display_name: str, role: StaffRole, structure_id: UUID
) -> Account | None:
    """None when the uid has an account."""
    row = await connection.fetchrow(Q.add_account, uid, display_name, role, structure_id)
    return Account(**row) if row else None


async def change_account(
    connection: Connection, staff_id: UUID, display_name: str, role: StaffRole, structure_id: UUID
) -> Account:
    row = await connection.fetchrow(Q.change_account, staff_id, display_name, role, structure_id)
    assert row is not None
    return Account(**row)


async def leave(connection: Connection, staff_id: UUID) -> None:
    await connection.execute(Q.leave, staff_id)


async def lock_administrators(connection: Connection) -> None:
    await connection.execute(Q.lock_administrators)


async def administered(connection: Connection, structure_id: UUID) -> bool:
    found: bool = await connection.fetchval(Q.administered, structure_id)
    return found
