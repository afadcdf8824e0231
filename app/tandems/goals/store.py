"""A tandem's goals in Postgres."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from app.db import Connection
from app.members.model import Role
from app.sql import queries
from app.tandems.goals.model import Step, TandemGoal

Q = queries("tandem_goals")


async def list_goals(connection: Connection, tandem_id: UUID, only: UUID | None = None) -> list[TandemGoal]:
    rows = await connection.fetch(Q.list_goals, tandem_id, only)
    return [TandemGoal(**dict(row) | {"steps": msgspec.json.decode(row["steps"], type=list[Step])}) for row in rows]


async def put_goal(
    connection: Connection,
    tandem_id: UUID,
    goal_id: UUID,
    goal: str | None,
    words: str | None,
    expected_on: date | None,
    role: Role,
    most: int,
) -> bool:
    """False when the tandem has `most` others already."""
    arguments = (tandem_id, goal_id, goal, words, expected_on, role, most)
    return await connection.fetchval(Q.put_goal, *arguments) is not None


async def put_steps(
    connection: Connection, tandem_id: UUID, goal_id: UUID, step_ids: Sequence[UUID], words: Sequence[str]
) -> None:
    await connection.execute(Q.put_steps, tandem_id, goal_id, step_ids, words)


async def delete_goal(connection: Connection, tandem_id: UUID, goal_id: UUID) -> None:
    await connection.execute(Q.delete_goal, tandem_id, goal_id)


async def reach_goal(connection: Connection, tandem_id: UUID, goal_id: UUID, role: Role) -> None:
    await connection.execute(Q.reach_goal, tandem_id, goal_id, role)


async def reopen_goal(connection: Connection, tandem_id: UUID, goal_id: UUID) -> None:
    await connection.execute(Q.reopen_goal, tandem_id, goal_id)


async def do_step(connection: Connection, tandem_id: UUID, goal_id: UUID, step_id: UUID, role: Role) -> bool:
    return await connection.fetchval(Q.do_step, tandem_id, goal_id, step_id, role) is not None


async def undo_step(connection: Connection, tandem_id: UUID, goal_id: UUID, step_id: UUID) -> bool:
    return await connection.fetchval(Q.undo_step, tandem_id, goal_id, step_id) is not None
