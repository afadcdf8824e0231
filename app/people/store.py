"""Faces from Postgres."""

from collections.abc import Iterable
from uuid import UUID

from app.db import Connection
from app.people.model import Face
from app.sql import queries

Q = queries("people")


async def faces(connection: Connection, member_ids: Iterable[UUID]) -> dict[UUID, Face]:
    """The faces of those members who are still there."""
    return {row["id"]: Face(**row) for row in await connection.fetch(Q.faces, list(member_ids))}
