"""Structures, their sign-up codes and their agreements in Postgres."""

from datetime import date, datetime
from uuid import UUID

import asyncpg

from app.db import Connection
from app.paging import Cursor
from app.sql import queries
from app.structures.errors import Misplaced
from app.structures.model import Agreement, SignUpCode, Structure, StructureKind

Q = queries("structures")

# Of an agreement: whose, with whom, SIRET, from, to.
Terms = tuple[UUID, str, str | None, date, date]


async def structures(
    connection: Connection, scope: UUID, before: Cursor | None, limit: int, name: str | None = None
) -> list[Structure]:
    rows = await connection.fetch(Q.structures, scope, *(before or (None, None)), limit, name)
    return [Structure(**row) for row in rows]


async def structure(connection: Connection, scope: UUID, structure_id: UUID) -> Structure | None:
    row = await connection.fetchrow(Q.structure, scope, structure_id)
    return Structure(**row) if row else None


async def lock_structure(connection: Connection, scope: UUID, structure_id: UUID) -> Structure | None:
    row = await connection.fetchrow(Q.lock_structure, scope, structure_id)
    return Structure(**row) if row else None


async def structure_by_code(connection: Connection, code: str) -> Structure | None:
    row = await connection.fetchrow(Q.structure_by_code, code)
    return Structure(**row) if row else None


async def add_structure(
    connection: Connection, code: str, name: str, kind: StructureKind, parent_id: UUID | None
) -> Structure | None:
    """None when the code is taken. Raises Misplaced; the transaction can only end after that."""
    try:
        row = await connection.fetchrow(Q.add_structure, code, name, kind, parent_id)
    except asyncpg.CheckViolationError as refusal:
        raise Misplaced from refusal
    return Structure(**row) if row else None


async def change_structure(
    connection: Connection, structure_id: UUID, name: str, kind: StructureKind, parent_id: UUID | None
) -> Structure:
    """Raises Misplaced; the transaction can only end after that."""
    try:
        row = await connection.fetchrow(Q.change_structure, structure_id, name, kind, parent_id)
    except asyncpg.CheckViolationError as refusal:
        raise Misplaced from refusal
    assert row is not None
    return Structure(**row)


async def sign_up_codes(connection: Connection, scope: UUID, before: Cursor | None, limit: int) -> list[SignUpCode]:
    rows = await connection.fetch(Q.sign_up_codes, scope, *(before or (None, None)), limit)
    return [SignUpCode(**row) for row in rows]


async def lock_sign_up_code(connection: Connection, scope: UUID, code: str) -> SignUpCode | None:
    row = await connection.fetchrow(Q.lock_sign_up_code, scope, code)
    return SignUpCode(**row) if row else None


async def serves(connection: Connection, structure_id: UUID, programme_id: UUID) -> bool:
    found: bool = await connection.fetchval(Q.serves, structure_id, programme_id)
    return found


async def add_sign_up_code(
    connection: Connection,
    code: str,
    structure_id: UUID,
    programme_id: UUID,
    label: str | None,
    expires_at: datetime | None,
    staff_id: UUID,
) -> SignUpCode | None:
    """None when the code is taken."""
    row = await connection.fetchrow(Q.add_sign_up_code, code, structure_id, programme_id, label, expires_at, staff_id)
    return SignUpCode(**row) if row else None


async def change_sign_up_code(
    connection: Connection, code: str, label: str | None, expires_at: datetime | None
) -> SignUpCode:
    row = await connection.fetchrow(Q.change_sign_up_code, code, label, expires_at)
    assert row is not None
    return SignUpCode(**row)


async def revoke_sign_up_code(connection: Connection, code: str) -> None:
    await connection.execute(Q.revoke_sign_up_code, code)


async def agreements(
    connection: Connection, scope: UUID, ending: tuple[date, date], after: Cursor | None, limit: int
) -> list[Agreement]:
    ends_at, agreement_id = after or (None, None)
    rows = await connection.fetch(Q.agreements, scope, *ending, ends_at and ends_at.date(), agreement_id, limit)
    return [Agreement(**row) for row in rows]


async def lock_agreement(connection: Connection, scope: UUID, agreement_id: UUID) -> Agreement | None:
    row = await connection.fetchrow(Q.lock_agreement, scope, agreement_id)
    return Agreement(**row) if row else None


async def add_agreement(connection: Connection, agreement_id: UUID, terms: Terms, staff_id: UUID) -> Agreement | None:
    """None when the id is taken."""
    row = await connection.fetchrow(Q.add_agreement, agreement_id, *terms, staff_id)
    return Agreement(**row) if row else None


async def change_agreement(connection: Connection, agreement_id: UUID, terms: Terms) -> Agreement:
    row = await connection.fetchrow(Q.change_agreement, agreement_id, *terms)
    assert row is not None
    return Agreement(**row)


async def remind_of_agreements(connection: Connection, days: int) -> list[Agreement]:
    return [Agreement(**row) for row in await connection.fetch(Q.remind_of_agreements, days)]


async def count_ending(connection: Connection) -> int:
    count: int = await connection.fetchval(Q.count_ending)
    return count
