"""Signatures in Postgres."""

from uuid import UUID

from app.db import Connection
from app.members.model import Role
from app.sql import queries

Q = queries("charter")


async def has_signed(connection: Connection, tandem_id: UUID, role: Role, version: int) -> bool:
    return bool(await connection.fetchval(Q.has_signed, tandem_id, role, version))


async def sign_charter(connection: Connection, tandem_id: UUID, role: Role, version: int) -> None:
    await connection.execute(Q.sign_charter, tandem_id, role, version)
