"""What administrators do with accounts of the staff; and what anybody of the staff reads of themselves."""

from typing import Any
from uuid import UUID

from app.admin.introductions import service as introductions
from app.audit import service as audit
from app.db import Connection, Database
from app.paging import Cursor
from app.staff import accounts, store
from app.staff import service as staff
from app.staff.model import Account, Staff
from app.staff.wire import AccountChange, NewAccount


async def read_oneself(db: Database, uid: str) -> Staff:
    async with db.connection() as connection:
        return await staff.reading(connection, uid)


async def list_accounts(db: Database, uid: str, before: Cursor | None, limit: int) -> list[Account]:
    return await db.transact(_list_accounts, uid, before, limit)


async def add_account(db: Database, uid: str, new: NewAccount) -> tuple[Account, bool]:
    """The account, and whether it is new."""
    return await db.transact(_add_account, uid, new)


async def change_account(db: Database, uid: str, staff_id: UUID, change: AccountChange) -> Account:
    administrator_id, changed = await db.transact(_change_account, uid, staff_id, change)
    await introductions.withdraw_without_officer(db, administrator_id, staff_id)
    return changed


async def leave(db: Database, uid: str, staff_id: UUID) -> None:
    administrator_id = await db.transact(_leave, uid, staff_id)
    await introductions.withdraw_without_officer(db, administrator_id, staff_id)


async def _list_accounts(connection: Connection, uid: str, before: Cursor | None, limit: int) -> list[Account]:
    administrator = await staff.deciding(connection, uid, "administrator")
    await audit.record(connection, administrator.id, "list-accounts", "staff", None)
    return await store.accounts(connection, administrator.structure_id, before, limit)


async def _add_account(connection: Connection, uid: str, new: NewAccount) -> tuple[Account, bool]:
    administrator = await staff.deciding(connection, uid, "administrator")
    account, is_new = await accounts.add(connection, administrator.structure_id, new)
    if is_new:
        await audit.record(connection, administrator.id, "add-staff", "staff", account.id, after=_facts(account))
    return account, is_new


async def _change_account(
    connection: Connection, uid: str, staff_id: UUID, change: AccountChange
) -> tuple[UUID, Account]:
    administrator = await staff.deciding(connection, uid, "administrator")
    before, after = await accounts.change(connection, administrator.structure_id, staff_id, change)
    if before != after:
        await audit.record(
            connection,
            administrator.id,
            "change-staff",
            "staff",
            staff_id,
            before=_facts(before),
            after=_facts(after),
        )
    return administrator.id, after


async def _leave(connection: Connection, uid: str, staff_id: UUID) -> UUID:
    administrator = await staff.deciding(connection, uid, "administrator")
    before = await accounts.leave(connection, administrator.structure_id, staff_id)
    if before.left_at is None:
        await audit.record(connection, administrator.id, "end-staff", "staff", staff_id, before=_facts(before))
    return administrator.id


def _facts(account: Account) -> dict[str, Any]:
    return {"name": account.display_name, "role": account.role, "structureId": account.structure_id}
