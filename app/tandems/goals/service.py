"""What a tandem works towards: set, changed and ticked by either of the two while it is open."""

from uuid import UUID

from app.db import Connection, Database
from app.errors import Invalid, NotFound, Words
from app.goals.vocabulary import by_code
from app.tandems import service as tandems
from app.tandems.goals import store
from app.tandems.goals.errors import MOST_GOALS, GoalLimit
from app.tandems.goals.model import TandemGoal
from app.tandems.goals.wire import NewGoal


async def list_all(db: Database, uid: str, tandem_id: UUID) -> list[TandemGoal]:
    """In the order they were set; of a closed tandem too."""
    async with db.connection() as connection:
        tandem = await tandems.joined(connection, uid, tandem_id)
        return await store.list_goals(connection, tandem.id)


async def put(db: Database, uid: str, tandem_id: UUID, goal_id: UUID, new: NewGoal) -> TandemGoal:
    """The goal becomes what was sent; steps that were done and are still there stay done."""
    _check(new)
    return await db.transact(_put, uid, tandem_id, goal_id, new)


async def delete(db: Database, uid: str, tandem_id: UUID, goal_id: UUID) -> None:
    """The goal is no longer one; deleting it again is fine."""
    await db.transact(_delete, uid, tandem_id, goal_id)


async def reach(db: Database, uid: str, tandem_id: UUID, goal_id: UUID) -> TandemGoal:
    """The two have come to it."""
    return await db.transact(_reach, uid, tandem_id, goal_id)


async def reopen(db: Database, uid: str, tandem_id: UUID, goal_id: UUID) -> TandemGoal:
    """Not yet, after all."""
    return await db.transact(_reopen, uid, tandem_id, goal_id)


async def do_step(db: Database, uid: str, tandem_id: UUID, goal_id: UUID, step_id: UUID) -> TandemGoal:
    """One step is done, whoever says so."""
    return await db.transact(_do_step, uid, tandem_id, goal_id, step_id)


async def undo_step(db: Database, uid: str, tandem_id: UUID, goal_id: UUID, step_id: UUID) -> TandemGoal:
    """Not done, after all."""
    return await db.transact(_undo_step, uid, tandem_id, goal_id, step_id)


def _check(new: NewGoal) -> None:
    if (new.goal is None) == (new.words is None):
        raise Invalid(("goal", Words("un objectif de la liste ou vos mots, l'un des deux", "a listed goal or words")))
    if new.goal is not None and by_code(new.goal) is None:
        raise Invalid(("goal", Words("objectif inconnu", "unknown goal")))
    if len({step.id for step in new.steps}) < len(new.steps):
        raise Invalid(("steps", Words("deux étapes ont le même identifiant", "two steps have the same id")))


async def _put(connection: Connection, uid: str, tandem_id: UUID, goal_id: UUID, new: NewGoal) -> TandemGoal:
    tandem = await tandems.writing(connection, uid, tandem_id)
    words = new.words.strip() if new.words else None
    if not await store.put_goal(
        connection, tandem.id, goal_id, new.goal, words, new.expected_on, tandem.role, MOST_GOALS
    ):
        raise GoalLimit
    step_ids, steps = [step.id for step in new.steps], [step.words.strip() for step in new.steps]
    await store.put_steps(connection, tandem.id, goal_id, step_ids, steps)
    return await _stored(connection, tandem_id, goal_id)


async def _delete(connection: Connection, uid: str, tandem_id: UUID, goal_id: UUID) -> None:
    tandem = await tandems.writing(connection, uid, tandem_id)
    await store.delete_goal(connection, tandem.id, goal_id)


async def _reach(connection: Connection, uid: str, tandem_id: UUID, goal_id: UUID) -> TandemGoal:
    tandem = await tandems.writing(connection, uid, tandem_id)
    await store.reach_goal(connection, tandem.id, goal_id, tandem.role)
    return await _stored(connection, tandem_id, goal_id)


async def _reopen(connection: Connection, uid: str, tandem_id: UUID, goal_id: UUID) -> TandemGoal:
    tandem = await tandems.writing(connection, uid, tandem_id)
    await store.reopen_goal(connection, tandem.id, goal_id)
    return await _stored(connection, tandem_id, goal_id)


async def _do_step(connection: Connection, uid: str, tandem_id: UUID, goal_id: UUID, step_id: UUID) -> TandemGoal:
    tandem = await tandems.writing(connection, uid, tandem_id)
    if not await store.do_step(connection, tandem.id, goal_id, step_id, tandem.role):
        raise NotFound
    return await _stored(connection, tandem_id, goal_id)


async def _undo_step(connection: Connection, uid: str, tandem_id: UUID, goal_id: UUID, step_id: UUID) -> TandemGoal:
    tandem = await tandems.writing(connection, uid, tandem_id)
    if not await store.undo_step(connection, tandem.id, goal_id, step_id):
        raise NotFound
    return await _stored(connection, tandem_id, goal_id)


async def _stored(connection: Connection, tandem_id: UUID, goal_id: UUID) -> TandemGoal:
    goals = await store.list_goals(connection, tandem_id, goal_id)
    if not goals:
        raise NotFound
    return goals[0]
