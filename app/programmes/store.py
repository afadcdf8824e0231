"""Programmes in Postgres."""

from datetime import date
from uuid import UUID

from msgspec.structs import astuple

from app.db import Connection
from app.paging import Cursor
from app.programmes.model import Admission, Programme, Rules, Version
from app.sql import queries

Q = queries("programmes")


async def admission_by(
    connection: Connection, structure_code: str | None, programme_code: str | None
) -> Admission | None:
    row = await connection.fetchrow(Q.admission_by, structure_code, programme_code)
    return Admission(**row) if row else None


async def admission_of(connection: Connection, member_id: UUID) -> Admission:
    row = await connection.fetchrow(Q.admission_of, member_id)
    assert row is not None
    return Admission(**row)


async def programmes(connection: Connection, structure_id: UUID, before: Cursor | None, limit: int) -> list[Programme]:
    rows = await connection.fetch(Q.programmes, structure_id, *(before or (None, None)), limit)
    return [Programme(**row) for row in rows]


async def programme(connection: Connection, structure_id: UUID, programme_id: UUID) -> Programme | None:
    row = await connection.fetchrow(Q.programme, structure_id, programme_id)
    return Programme(**row) if row else None


async def programme_id_by_code(connection: Connection, structure_id: UUID, code: str) -> UUID | None:
    programme_id: UUID | None = await connection.fetchval(Q.programme_id_by_code, structure_id, code)
    return programme_id


async def add_programme(connection: Connection, structure_id: UUID, code: str, name: str) -> UUID | None:
    """None when the code is taken."""
    programme_id: UUID | None = await connection.fetchval(Q.add_programme, structure_id, code, name)
    return programme_id


async def versions(connection: Connection, programme_id: UUID) -> list[Version]:
    """Newest first, those to come included."""
    return [Version(**row) for row in await connection.fetch(Q.versions, programme_id)]


async def put_version(
    connection: Connection, programme_id: UUID, effective_on: date, staff_id: UUID, rules: Rules
) -> None:
    await connection.execute(Q.put_version, programme_id, effective_on, staff_id, *astuple(rules))


async def lock_programme(connection: Connection, structure_id: UUID, programme_id: UUID) -> date | None:
    """Today in Paris, once nobody else changes this programme's rules; None when it is not there."""
    today: date | None = await connection.fetchval(Q.lock_programme, structure_id, programme_id)
    return today


async def apply_rules(connection: Connection) -> int:
    """How many programmes had rules come into force."""
    status = await connection.execute(Q.apply_rules)
    return int(status.rpartition(" ")[2])
