"""What a tandem works towards, as the store returns it."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from app.members.model import Role


class Step(msgspec.Struct, frozen=True):
    id: UUID
    words: str
    done_at: datetime | None
    done_by: Role | None


class TandemGoal(msgspec.Struct, frozen=True):
    """A goal from the vocabulary or in their own words, with its steps in order."""

    id: UUID
    goal: str | None
    words: str | None
    expected_on: date | None
    set_by: Role
    set_at: datetime
    reached_at: datetime | None
    reached_by: Role | None
    steps: list[Step]
