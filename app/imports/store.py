"""Imports and invitations in Postgres."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from app.db import Connection
from app.imports.model import BadLine, Import, Invitation, Line, Problem, Read, State
from app.members.model import Role
from app.sql import queries

Q = queries("imports")


class Home(NamedTuple):
    """Where those invited would land."""

    structure_id: UUID
    programme_id: UUID


class UnderWay(msgspec.Struct, frozen=True):
    id: UUID
    fields: list[str]
    state: State


async def programme_of_import(
    connection: Connection, scope: UUID, structure_code: str | None, programme_code: str | None
) -> Home | None:
    row = await connection.fetchrow(Q.programme_of_import, scope, structure_code, programme_code)
    return Home(*row.values()) if row else None


async def add_import(
    connection: Connection,
    import_id: UUID,
    home: Home,
    staff_id: UUID,
    role: Role,
    file_name: str,
    headers: Sequence[str],
    fields: Sequence[str],
    state: State,
) -> bool:
    """False when it is there already."""
    added = await connection.fetchval(Q.add_import, import_id, *home, staff_id, role, file_name, headers, fields, state)
    return added is not None


async def add_lines(connection: Connection, import_id: UUID, lines: Sequence[Line]) -> None:
    await connection.copy_records_to_table(
        "import_line",
        columns=["import_id", "line", "cells"],
        records=((import_id, line.line, line.cells) for line in lines),
    )


async def imports(
    connection: Connection,
    scope: UUID,
    before: tuple[datetime, UUID] | None,
    limit: int,
    only: UUID | None = None,
) -> list[Import]:
    made_at, import_id = before or (None, None)
    return [Import(**row) for row in await connection.fetch(Q.imports, scope, made_at, import_id, limit, only)]


async def lock_import(connection: Connection, scope: UUID, import_id: UUID) -> State | None:
    state: State | None = await connection.fetchval(Q.lock_import, scope, import_id)
    return state


async def change_columns(connection: Connection, import_id: UUID, fields: Sequence[str], state: State) -> None:
    await connection.execute(Q.change_columns, import_id, fields, state)


async def start_import(connection: Connection, import_id: UUID) -> None:
    await connection.execute(Q.start_import, import_id)


async def forget_import(connection: Connection, import_id: UUID) -> None:
    await connection.execute(Q.forget_import, import_id)


async def bad_lines(connection: Connection, import_id: UUID, after: int, limit: int) -> list[BadLine]:
    rows = await connection.fetch(Q.bad_lines, import_id, after, limit)
    return [BadLine(row["line"], msgspec.json.decode(row["problems"], type=list[Problem])) for row in rows]


async def lock_import_under_way(connection: Connection) -> UnderWay | None:
    row = await connection.fetchrow(Q.lock_import_under_way)
    return UnderWay(**row) if row else None


async def waiting_lines(connection: Connection, import_id: UUID, limit: int) -> list[Line]:
    return [Line(**row) for row in await connection.fetch(Q.waiting_lines, import_id, limit)]


async def note_lines(connection: Connection, import_id: UUID, read: Sequence[Read]) -> None:
    await connection.execute(Q.note_lines, import_id, msgspec.json.encode(read).decode())


async def invite_lines(connection: Connection, import_id: UUID, limit: int) -> int:
    """How many lines became an invitation, or turned out to need none."""
    return int((await connection.execute(Q.invite_lines, import_id, limit)).rpartition(" ")[2])


async def settle_import(connection: Connection, import_id: UUID) -> None:
    await connection.execute(Q.settle_import, import_id)


async def invitation_to(connection: Connection, phone: str) -> Invitation | None:
    row = await connection.fetchrow(Q.invitation_to, phone)
    return Invitation(**{**row, "profile": msgspec.json.decode(row["profile"])}) if row else None


async def decline_invitation(connection: Connection, phone: str) -> None:
    await connection.execute(Q.decline_invitation, phone)


async def purge_imports(connection: Connection) -> int:
    purged: int = await connection.fetchval(Q.purge_imports)
    return purged
