"""Outcomes as the store returns them."""

from datetime import datetime
from uuid import UUID

import msgspec

from app.tandems.rhythm import Milestone


class Outcome(msgspec.Struct, frozen=True):
    """What one member of a tandem was asked at a milestone, and their answer, if any."""

    milestone: Milestone
    asked_at: datetime
    open_until: datetime
    answered_at: datetime | None
    is_open: bool
    situation: str | None
    satisfaction: int | None
    skills: list[str]
    gains: list[str]


class Answer(msgspec.Struct, frozen=True):
    """What a member says became of them, and what they gained."""

    situation: str | None
    satisfaction: int | None
    skills: list[str]
    gains: list[str]


class AskedOutcome(msgspec.Struct, frozen=True):
    """The same, with whose it is."""

    member_id: UUID
    milestone: Milestone
    asked_at: datetime
    answered_at: datetime | None
    situation: str | None
    satisfaction: int | None
    skills: list[str]
    gains: list[str]
