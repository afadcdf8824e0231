"""What administrators do with structures, their codes and their agreements."""

from datetime import date
from typing import Any
from uuid import UUID

from msgspec import Struct, to_builtins

from app.audit import service as audit
from app.db import Connection, Database
from app.paging import Cursor
from app.spelling import plain_phrase
from app.staff import service as staff
from app.structures import service, store
from app.structures.model import Agreement, SignUpCode, Structure
from app.structures.wire import NewAgreement, NewSignUpCode, NewStructure, StructureChange


async def list_structures(db: Database, uid: str, q: str, before: Cursor | None, limit: int) -> list[Structure]:
    """By the beginning of any word of their names, if it is given."""
    async with db.connection() as connection:
        reader = await staff.reading(connection, uid)
        return await store.structures(connection, reader.structure_id, before, limit, plain_phrase(q) or None)


async def add_structure(db: Database, uid: str, new: NewStructure) -> tuple[Structure, bool]:
    return await db.transact(_add_structure, uid, new)


async def change_structure(db: Database, uid: str, structure_id: UUID, change: StructureChange) -> Structure:
    return await db.transact(_change_structure, uid, structure_id, change)


async def list_codes(db: Database, uid: str, before: Cursor | None, limit: int) -> list[SignUpCode]:
    async with db.connection() as connection:
        reader = await staff.reading(connection, uid)
        return await store.sign_up_codes(connection, reader.structure_id, before, limit)


async def put_code(db: Database, uid: str, code: str, new: NewSignUpCode) -> tuple[SignUpCode, bool]:
    """The code, and whether it is new."""
    return await db.transact(_put_code, uid, code, new)


async def revoke_code(db: Database, uid: str, code: str) -> None:
    await db.transact(_revoke_code, uid, code)


async def list_agreements(
    db: Database, uid: str, ending: tuple[date, date], after: Cursor | None, limit: int
) -> list[Agreement]:
    async with db.connection() as connection:
        reader = await staff.reading(connection, uid)
        return await store.agreements(connection, reader.structure_id, ending, after, limit)


async def put_agreement(db: Database, uid: str, agreement_id: UUID, new: NewAgreement) -> tuple[Agreement, bool]:
    """The agreement, and whether it is new."""
    return await db.transact(_put_agreement, uid, agreement_id, new)


async def _add_structure(connection: Connection, uid: str, new: NewStructure) -> tuple[Structure, bool]:
    administrator = await staff.deciding(connection, uid, "administrator")
    added, is_new = await service.add(connection, administrator.structure_id, new)
    if is_new:
        await audit.record(connection, administrator.id, "add-structure", "structure", added.id, after=_facts(added))
    return added, is_new


async def _change_structure(connection: Connection, uid: str, structure_id: UUID, change: StructureChange) -> Structure:
    administrator = await staff.deciding(connection, uid, "administrator")
    before, after = await service.change(connection, administrator.structure_id, structure_id, change)
    if before != after:
        await audit.record(
            connection,
            administrator.id,
            "change-structure",
            "structure",
            structure_id,
            before=_facts(before),
            after=_facts(after),
        )
    return after


async def _put_code(connection: Connection, uid: str, code: str, new: NewSignUpCode) -> tuple[SignUpCode, bool]:
    administrator = await staff.deciding(connection, uid, "administrator")
    before, after = await service.put_code(connection, administrator.structure_id, code, new, administrator.id)
    if before != after:
        await audit.record(
            connection,
            administrator.id,
            "put-sign-up-code",
            "sign-up-code",
            after.id,
            before=_facts(before),
            after=_facts(after),
        )
    return after, before is None


async def _revoke_code(connection: Connection, uid: str, code: str) -> None:
    administrator = await staff.deciding(connection, uid, "administrator")
    before = await service.revoke_code(connection, administrator.structure_id, code)
    if before.revoked_at is None:
        await audit.record(connection, administrator.id, "revoke-sign-up-code", "sign-up-code", before.id)


async def _put_agreement(
    connection: Connection, uid: str, agreement_id: UUID, new: NewAgreement
) -> tuple[Agreement, bool]:
    administrator = await staff.deciding(connection, uid, "administrator")
    before, after = await service.put_agreement(
        connection, administrator.structure_id, agreement_id, new, administrator.id
    )
    if before != after:
        await audit.record(
            connection,
            administrator.id,
            "put-agreement",
            "agreement",
            agreement_id,
            before=_facts(before),
            after=_facts(after),
        )
    return after, before is None


def _facts(thing: Struct | None) -> dict[str, Any] | None:
    return None if thing is None else to_builtins(thing)
