"""A tandem's goals, as they are received and sent."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from app.members.model import Role
from app.tandems.goals.model import TandemGoal
from app.wire import Code, Line, Received, Sent


class NewStep(Received):
    """A step, under an id of the phone's choice: what is done stays done when the steps are sent again."""

    id: UUID
    words: Line


class NewGoal(Received):
    """Either a goal from the vocabulary or one in their own words, and the steps in order."""

    goal: Code | None = None
    words: Line | None = None
    expected_on: date | None = None
    steps: Annotated[list[NewStep], Meta(max_length=20)] = []


class SentStep(Sent, frozen=True):
    id: UUID
    words: str
    done_at: datetime | None
    done_by: Role | None


class SentGoal(Sent, frozen=True):
    """A goal of the tandem, with its steps in order."""

    id: UUID
    goal: str | None
    words: str | None
    expected_on: date | None
    set_by: Role
    set_at: datetime
    reached_at: datetime | None
    reached_by: Role | None
    steps: list[SentStep]


def sent_goal(goal: TandemGoal) -> SentGoal:
    return SentGoal(
        id=goal.id,
        goal=goal.goal,
        words=goal.words,
        expected_on=goal.expected_on,
        set_by=goal.set_by,
        set_at=goal.set_at,
        reached_at=goal.reached_at,
        reached_by=goal.reached_by,
        steps=[SentStep(step.id, step.words, step.done_at, step.done_by) for step in goal.steps],
    )
