"""The list of goals, open to all."""

from typing import Any

from litestar import Request, Response, get

from app.errors import language_of
from app.goals.vocabulary import all_goals
from app.goals.wire import GoalItem, goal_item
from app.references import answer
from app.wire import Page


@get("/goals", operation_id="listGoals", summary="List the goals", tags=["Reference lists"])
async def list_goals(request: Request[Any, Any, Any]) -> Response[Page[GoalItem]]:
    """All goals, employment first, in the order they are shown."""
    language = language_of(request)
    page = Page([goal_item(goal, language) for goal in all_goals()])
    return answer(request, page, language)
