"""Programmes in Postgres."""

from app.db import Connection
from app.programmes.model import Programme
from app.sql import queries

Q = queries("programmes")


async def programme_for(
    connection: Connection, structure_code: str | None, programme_code: str | None
) -> Programme | None:
    row = await connection.fetchrow(Q.programme_for, structure_code, programme_code)
    return Programme(**row) if row else None
