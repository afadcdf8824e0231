"""What a client reads of a goal."""

from app.errors import Language
from app.goals.model import Goal, Track
from app.wire import Sent


class GoalItem(Sent, frozen=True):
    """A goal, in the caller's language."""

    code: str
    name: str
    track: Track


def goal_item(goal: Goal, language: Language) -> GoalItem:
    return GoalItem(goal.code, getattr(goal, language), goal.track)
