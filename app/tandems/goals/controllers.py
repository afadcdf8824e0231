"""What a tandem works towards."""

from uuid import UUID

from litestar import delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from app.auth.guard import SignedIn
from app.db import Database
from app.tandems.goals import service
from app.tandems.goals.wire import NewGoal, SentGoal, sent_goal
from app.wire import Page

GOALS = "/tandems/{tandem_id:uuid}/goals"
GOAL = f"{GOALS}/{{goal_id:uuid}}"
STEP = f"{GOAL}/steps/{{step_id:uuid}}"


@get(GOALS, operation_id="listGoalsOfTandem")
async def list_goals_of_tandem(
    request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID]
) -> Page[SentGoal]:
    """All goals of the tandem, with their steps."""
    return Page([sent_goal(goal) for goal in await service.list_all(db, request.user.uid, tandem_id)])


@put(GOAL, operation_id="putGoal")
async def put_goal(
    request: SignedIn,
    db: NamedDependency[Database],
    tandem_id: FromPath[UUID],
    goal_id: FromPath[UUID],
    data: JSONBody[NewGoal],
) -> SentGoal:
    """Sets a goal, or changes it, under an id of the phone's choice."""
    return sent_goal(await service.put(db, request.user.uid, tandem_id, goal_id, data))


@delete(GOAL, operation_id="deleteGoal")
async def delete_goal(
    request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID], goal_id: FromPath[UUID]
) -> None:
    """Takes a goal back."""
    await service.delete(db, request.user.uid, tandem_id, goal_id)


@put(f"{GOAL}/completion", operation_id="reachGoal")
async def reach_goal(
    request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID], goal_id: FromPath[UUID]
) -> SentGoal:
    """The goal is reached."""
    return sent_goal(await service.reach(db, request.user.uid, tandem_id, goal_id))


@delete(f"{GOAL}/completion", operation_id="reopenGoal", status_code=200)
async def reopen_goal(
    request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID], goal_id: FromPath[UUID]
) -> SentGoal:
    """The goal is not reached after all."""
    return sent_goal(await service.reopen(db, request.user.uid, tandem_id, goal_id))


@put(f"{STEP}/completion", operation_id="doStep")
async def do_step(
    request: SignedIn,
    db: NamedDependency[Database],
    tandem_id: FromPath[UUID],
    goal_id: FromPath[UUID],
    step_id: FromPath[UUID],
) -> SentGoal:
    """The step is done."""
    return sent_goal(await service.do_step(db, request.user.uid, tandem_id, goal_id, step_id))


@delete(f"{STEP}/completion", operation_id="undoStep", status_code=200)
async def undo_step(
    request: SignedIn,
    db: NamedDependency[Database],
    tandem_id: FromPath[UUID],
    goal_id: FromPath[UUID],
    step_id: FromPath[UUID],
) -> SentGoal:
    """The step is not done after all."""
    return sent_goal(await service.undo_step(db, request.user.uid, tandem_id, goal_id, step_id))
