"""The audit log in Postgres."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from app.audit.model import Entry, Head, Link, Sought
from app.db import Connection
from app.paging import Cursor
from app.sql import queries

Q = queries("audit")

LINKS_AT_ONCE = 2_000


async def record(
    connection: Connection,
    staff_id: UUID | None,
    act: str,
    subject_kind: str,
    subject_id: UUID | None,
    about: Sequence[UUID],
    why: str | None,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:
    await connection.execute(
        Q.record, staff_id, act, subject_kind, subject_id, about, why, _as_json(before), _as_json(after)
    )


async def entries(
    connection: Connection, structure_id: UUID, sought: Sought, before: Cursor | None, limit: int
) -> list[Entry]:
    at, entry_id = before or (None, None)
    wanted = msgspec.structs.astuple(sought)
    rows = await connection.fetch(Q.entries, structure_id, *wanted, at, entry_id, limit)
    return [_entry(row) for row in rows]


async def links(connection: Connection) -> AsyncIterator[Link]:
    """The whole chain, in order."""
    last = 0
    while rows := await connection.fetch(Q.links, last, LINKS_AT_ONCE):
        for row in rows:
            yield Link(**row)
        last = rows[-1]["sequence"]


async def head(connection: Connection) -> Head | None:
    row = await connection.fetchrow(Q.head)
    return Head(**row) if row else None


async def count_unsealed(connection: Connection) -> int:
    count: int = await connection.fetchval(Q.count_unsealed)
    return count


def _entry(row: asyncpg.Record) -> Entry:
    facts = {name: row[name] and msgspec.json.decode(row[name]) for name in ("before", "after")}
    return Entry(**{**row, **facts})


def _as_json(facts: Mapping[str, Any] | None) -> str | None:
    return None if facts is None else msgspec.json.encode(facts).decode()
