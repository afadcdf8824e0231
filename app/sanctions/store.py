"""Sanctions in Postgres."""

from datetime import datetime
from uuid import UUID

from msgspec.structs import astuple

from app.db import Connection
from app.sanctions.model import Closed, Draft, OwnSanction, Remainder, Sanction, Sanctioned, State
from app.sql import queries

Q = queries("sanctions")


async def lock_member(connection: Connection, member_id: UUID) -> Sanctioned | None:
    row = await connection.fetchrow(Q.lock_member, member_id)
    return Sanctioned(**row) if row else None


async def member_in_scope(connection: Connection, staff_id: UUID, structure_id: UUID, member_id: UUID) -> bool:
    return bool(await connection.fetchval(Q.member_in_scope, staff_id, structure_id, member_id))


async def put_sanction(connection: Connection, draft: Draft) -> bool:
    return await connection.fetchval(Q.put_sanction, *astuple(draft)) is not None


async def sanction_in_scope(
    connection: Connection, staff_id: UUID, structure_id: UUID, sanction_id: UUID
) -> Sanction | None:
    row = await connection.fetchrow(Q.sanction_in_scope, staff_id, structure_id, sanction_id)
    return Sanction(**row) if row else None


async def confirm_sanction(connection: Connection, sanction_id: UUID, staff_id: UUID) -> None:
    await connection.execute(Q.confirm_sanction, sanction_id, staff_id)


async def lift_sanction(connection: Connection, sanction_id: UUID, staff_id: UUID | None) -> State | None:
    """What it is now: lifted, or withdrawn; None when it had ended before."""
    state: State | None = await connection.fetchval(Q.lift_sanction, sanction_id, staff_id)
    return state


async def apply_sanctions(connection: Connection, member_id: UUID) -> None:
    await connection.execute(Q.apply_sanctions, member_id)


async def list_sanctions(
    connection: Connection,
    staff_id: UUID,
    structure_id: UUID,
    state: State | None,
    member_id: UUID | None,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Sanction]:
    given_at, sanction_id = before or (None, None)
    rows = await connection.fetch(
        Q.list_sanctions, staff_id, structure_id, state, member_id, given_at, sanction_id, limit
    )
    return [Sanction(**row) for row in rows]


async def own_sanctions(
    connection: Connection, uid: str, before: tuple[datetime, UUID] | None, limit: int, only: UUID | None = None
) -> list[OwnSanction]:
    effective_at, sanction_id = before or (None, None)
    rows = await connection.fetch(Q.own_sanctions, uid, effective_at, sanction_id, limit, only)
    return [OwnSanction(**row) for row in rows]


async def is_member(connection: Connection, uid: str) -> bool:
    return bool(await connection.fetchval(Q.is_member, uid))


async def lock_mentees_asking(connection: Connection, member_id: UUID) -> None:
    await connection.execute(Q.lock_mentees_asking, member_id)


async def lock_pairs_of(connection: Connection, member_id: UUID) -> None:
    await connection.execute(Q.lock_pairs_of, member_id)


async def lock_mentors_asked(connection: Connection, member_id: UUID) -> None:
    await connection.execute(Q.lock_mentors_asked, member_id)


async def withdraw_requests_of(connection: Connection, mentee_id: UUID) -> None:
    await connection.execute(Q.withdraw_requests_of, mentee_id)


async def release_requests_to(connection: Connection, mentor_id: UUID) -> list[Closed]:
    return [Closed(**row) for row in await connection.fetch(Q.release_requests_to, mentor_id)]


async def sanctions_run_out(connection: Connection, limit: int) -> list[Remainder]:
    return [Remainder(**row) for row in await connection.fetch(Q.sanctions_run_out, limit)]


async def sanctions_crossed(connection: Connection, limit: int) -> list[Remainder]:
    return [Remainder(**row) for row in await connection.fetch(Q.sanctions_crossed, limit)]


async def read_sanction(connection: Connection, sanction_id: UUID) -> Sanction | None:
    row = await connection.fetchrow(Q.read_sanction, sanction_id)
    return Sanction(**row) if row else None
