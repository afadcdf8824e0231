"""Accounts of the staff: who comes, what becomes of them, who leaves. `scope` is the administrator's own structure.

An administrator acts within their scope only, so that nobody gives anybody, themself included, more than they have.
"""

from uuid import UUID

from app.db import Connection
from app.errors import Invalid, NotFound, Words
from app.staff import store
from app.staff.errors import AlreadyStaff, LastAdministrator
from app.staff.model import Account
from app.staff.wire import AccountChange, NewAccount
from app.structures import store as structures

UNKNOWN = Words("choisissez une structure de votre périmètre", "choose a structure within your scope")


async def add(connection: Connection, scope: UUID, new: NewAccount) -> tuple[Account, bool]:
    """The account, and whether it is new; whoever left may come back."""
    await _check_structure(connection, scope, new.structure_id)
    added = await store.add_account(connection, new.uid, new.display_name, new.role, new.structure_id)
    if added is not None:
        return added, True
    known = await store.lock_account_of(connection, new.uid)
    assert known is not None  # accounts are never deleted
    if known.left_at is not None:
        return await store.change_account(connection, known.id, new.display_name, new.role, new.structure_id), True
    if (known.display_name, known.role, known.structure_id) != (new.display_name, new.role, new.structure_id):
        raise AlreadyStaff
    return known, False


async def change(connection: Connection, scope: UUID, staff_id: UUID, change: AccountChange) -> tuple[Account, Account]:
    """The account before and after; whoever had left is back."""
    await store.lock_administrators(connection)
    before = await store.lock_account(connection, scope, staff_id)
    if before is None:
        raise NotFound
    await _check_structure(connection, scope, change.structure_id)
    after = await store.change_account(connection, staff_id, change.display_name, change.role, change.structure_id)
    await _check_administrators(connection, before)
    return before, after


async def leave(connection: Connection, scope: UUID, staff_id: UUID) -> Account:
    """They are no more staff, from their next call on; what they did stays theirs."""
    await store.lock_administrators(connection)
    before = await store.lock_account(connection, scope, staff_id)
    if before is None:
        raise NotFound
    await store.leave(connection, staff_id)
    await _check_administrators(connection, before)
    return before


async def _check_structure(connection: Connection, scope: UUID, structure_id: UUID) -> None:
    if await structures.structure(connection, scope, structure_id) is None:
        raise Invalid(("structureId", UNKNOWN))


async def _check_administrators(connection: Connection, before: Account) -> None:
    was = before.role == "administrator" and before.left_at is None
    if was and not await store.administered(connection, before.structure_id):
        raise LastAdministrator
