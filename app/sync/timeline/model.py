"""What happened in a tandem, as the store returns it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Kind = Literal[
    "formed",
    "introduced",
    "signed",
    "active",
    "paused",
    "resumed",
    "closed",
    "meeting-planned",
    "meeting-held",
    "goal-reached",
    "feedback",
    "messages",
]
By = Literal["mentee", "mentor", "both", "staff", "nobody"]


class Entry(msgspec.Struct, frozen=True):
    """Something that happened, or is to happen; `count` of the messages of a week, `goal` or `words` of a goal."""

    id: UUID
    at: datetime
    kind: Kind
    by: By | None
    count: int | None
    meeting_id: UUID | None
    goal: str | None
    words: str | None
