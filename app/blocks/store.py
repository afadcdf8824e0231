"""Blocks in Postgres."""

from uuid import UUID

from app.blocks.model import BlockedPair
from app.db import Connection
from app.members.model import Role
from app.sql import queries

Q = queries("blocks")


async def pair_to_block(connection: Connection, uid: str, other_id: UUID) -> BlockedPair | None:
    row = await connection.fetchrow(Q.pair_to_block, uid, other_id)
    return BlockedPair(**row) if row else None


async def hold_mentee(connection: Connection, mentee_id: UUID) -> None:
    await connection.execute(Q.hold_mentee, mentee_id)


async def put_block(connection: Connection, blocker_id: UUID, blocked_id: UUID) -> None:
    await connection.execute(Q.put_block, blocker_id, blocked_id)


async def lift_block(connection: Connection, uid: str, blocked_id: UUID) -> None:
    await connection.execute(Q.lift_block, uid, blocked_id)


async def turn_away(connection: Connection, mentee_id: UUID, mentor_id: UUID, role: Role) -> None:
    await connection.execute(Q.turn_away, mentee_id, mentor_id, role)


async def waiting_request_between(connection: Connection, mentee_id: UUID, mentor_id: UUID) -> UUID | None:
    request_id: UUID | None = await connection.fetchval(Q.waiting_request_between, mentee_id, mentor_id)
    return request_id
