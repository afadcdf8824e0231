"""Tandems in Postgres."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import msgspec

from app.db import Connection
from app.members.model import Role
from app.sql import queries
from app.tandems.model import Cause, Event, GoalCount, Joined, Mover, OpenTandem, Signature, Stage, State, Tandem

Q = queries("tandems")

T = TypeVar("T")


async def form_tandem(
    connection: Connection,
    mentee_id: UUID,
    mentor_id: UUID,
    programme_id: UUID,
    exclusive: bool,
    renews_id: UUID | None,
) -> UUID | None:
    """The new tandem's id; None when the mentor has no seat free."""
    tandem_id: UUID | None = await connection.fetchval(
        Q.form_tandem, mentee_id, mentor_id, programme_id, exclusive, renews_id
    )
    return tandem_id


async def lock_mentee_of(connection: Connection, tandem_id: UUID) -> None:
    await connection.execute(Q.lock_mentee_of, tandem_id)


async def move_tandem(
    connection: Connection, tandem_id: UUID, state: State, cause: Cause, mover: Mover, staff_id: UUID | None = None
) -> None:
    await connection.execute(Q.move_tandem, tandem_id, state, cause, mover, staff_id)


async def close_tandem(
    connection: Connection, tandem_id: UUID, cause: Cause, reason: str, mover: Mover, staff_id: UUID | None = None
) -> bool:
    """False when it had ended before."""
    return await connection.fetchval(Q.close_tandem, tandem_id, cause, reason, mover, staff_id) is not None


async def part_pair(connection: Connection, tandem_id: UUID) -> None:
    await connection.execute(Q.part_pair, tandem_id)


async def put_closure(connection: Connection, tandem_id: UUID, role: Role, reason: str, note: str | None) -> None:
    await connection.execute(Q.put_closure, tandem_id, role, reason, note)


async def open_tandem_between(connection: Connection, mentee_id: UUID, mentor_id: UUID) -> UUID | None:
    tandem_id: UUID | None = await connection.fetchval(Q.open_tandem_between, mentee_id, mentor_id)
    return tandem_id


async def open_tandems_of(connection: Connection, member_id: UUID) -> list[OpenTandem]:
    return [OpenTandem(*row.values()) for row in await connection.fetch(Q.open_tandems_of, member_id)]


async def lock_mentees_in_tandem_with(connection: Connection, member_id: UUID) -> None:
    await connection.execute(Q.lock_mentees_in_tandem_with, member_id)


async def stage(connection: Connection, tandem_id: UUID) -> Stage | None:
    row = await connection.fetchrow(Q.stage, tandem_id)
    return Stage(**row) if row else None


async def mentee_in_scope(connection: Connection, tandem_id: UUID, structure_id: UUID) -> UUID | None:
    """The tandem's mentee, if their structure is this one or below it."""
    mentee_id: UUID | None = await connection.fetchval(Q.mentee_in_scope, tandem_id, structure_id)
    return mentee_id


async def joined(connection: Connection, uid: str, tandem_id: UUID) -> Joined | None:
    row = await connection.fetchrow(Q.joined, uid, tandem_id)
    return Joined(**row) if row else None


async def hold_tandem(connection: Connection, tandem_id: UUID) -> None:
    await connection.execute(Q.hold_tandem, tandem_id)


async def list_tandems(
    connection: Connection,
    uid: str,
    before: tuple[datetime, UUID] | None,
    limit: int,
    only: Sequence[UUID] | None = None,
) -> list[Tandem]:
    formed_at, tandem_id = before or (None, None)
    rows = await connection.fetch(Q.list_tandems, uid, formed_at, tandem_id, limit, only)
    return [
        Tandem(
            **dict(row)
            | {
                "signatures": _read(row["signatures"], list[Signature]),
                "goals": _read(row["goals"], GoalCount),
                "history": _read(row["history"], list[Event]),
            }
        )
        for row in rows
    ]


def _read(json: str, type_: type[T]) -> T:
    return msgspec.json.decode(json, type=type_)
