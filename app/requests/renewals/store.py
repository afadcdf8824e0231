"""Renewals in Postgres."""

from uuid import UUID

from app.db import Connection
from app.members.model import Role
from app.sql import queries

Q = queries("renewals")


async def renewed_as(connection: Connection, tandem_id: UUID) -> UUID | None:
    """The tandem that renews this one."""
    next_id: UUID | None = await connection.fetchval(Q.renewed_as, tandem_id)
    return next_id


async def ask_renewal(connection: Connection, tandem_id: UUID, role: Role) -> bool:
    """False when they had asked before."""
    return await connection.fetchval(Q.ask_renewal, tandem_id, role) is not None


async def withdraw_renewal(connection: Connection, tandem_id: UUID, role: Role) -> None:
    await connection.execute(Q.withdraw_renewal, tandem_id, role)


async def both_asked(connection: Connection, tandem_id: UUID) -> bool:
    return bool(await connection.fetchval(Q.both_asked, tandem_id))


async def rejoin_pair(connection: Connection, mentee_id: UUID, mentor_id: UUID) -> None:
    await connection.execute(Q.rejoin_pair, mentee_id, mentor_id)
