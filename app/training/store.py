"""Training in Postgres."""

from collections.abc import Sequence
from uuid import UUID

from app.db import Connection
from app.sql import queries
from app.training.model import Pass, Trainee

Q = queries("training")


async def trainee(connection: Connection, uid: str) -> Trainee | None:
    row = await connection.fetchrow(Q.trainee, uid)
    return Trainee(**row) if row else None


async def lock_trainee(connection: Connection, member_id: UUID) -> None:
    await connection.execute(Q.lock_trainee, member_id)


async def passes_of(connection: Connection, member_id: UUID) -> list[Pass]:
    return [Pass(**row) for row in await connection.fetch(Q.passes_of, member_id)]


async def put_pass(connection: Connection, member_id: UUID, module: str) -> None:
    await connection.execute(Q.put_pass, member_id, module)


async def note_training(connection: Connection, member_id: UUID, modules: Sequence[str]) -> None:
    await connection.execute(Q.note_training, member_id, modules)
