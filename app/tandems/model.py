"""Tandems as the store returns them."""

from datetime import date, datetime
from typing import Literal, NamedTuple
from uuid import UUID

import msgspec

from app.members.model import Role

State = Literal["formed", "introduced", "active", "paused", "closed"]
Mover = Literal["mentee", "mentor", "both", "staff", "nobody"]
Cause = Literal[
    "liked",
    "renewed",
    "introduced",
    "signed",
    "paused",
    "resumed",
    "ended",
    "suspended",
    "blocked",
    "erased",
]


class Signature(msgspec.Struct, frozen=True):
    role: Role
    version: int
    signed_at: datetime


class Event(msgspec.Struct, frozen=True):
    """A move of a tandem, as its log keeps it."""

    state: State
    cause: Cause
    mover: Mover
    moved_at: datetime


class GoalCount(msgspec.Struct, frozen=True):
    """How far the two have come with what they set themselves."""

    goals: int
    reached: int
    steps: int
    done: int


class Tandem(msgspec.Struct, frozen=True):
    """A tandem with its whole story, as one of its two reads it."""

    id: UUID
    state: State
    formed_at: datetime
    activated_at: datetime | None
    closed_at: datetime | None
    mentor_id: UUID
    mentee_id: UUID
    role: Role  # the caller's
    introduction_required: bool
    expected_end_on: date | None
    closed_by: Role | None
    closed_reason: str | None
    renews_id: UUID | None
    renewed_as: UUID | None
    renewal_asked_by: list[Role]
    signatures: list[Signature]
    goals: GoalCount
    history: list[Event]


class Joined(msgspec.Struct, frozen=True):
    """A tandem, as one of its two stands in it."""

    id: UUID
    state: State
    role: Role  # the caller's
    member_id: UUID
    other_id: UUID
    mentee_id: UUID
    mentor_id: UUID
    programme_id: UUID
    formed_at: datetime
    activated_at: datetime | None
    closed_at: datetime | None
    both_signed: bool

    @property
    def other_role(self) -> Role:
        return "mentor" if self.role == "mentee" else "mentee"

    @property
    def writable(self) -> bool:
        """Whether the two may still do something in it: a closed tandem is a memory."""
        return self.state != "closed"


class Stage(msgspec.Struct, frozen=True):
    """How far a tandem is from being active."""

    state: State
    mentee_id: UUID
    mentor_id: UUID
    unsigned: list[UUID]  # who has signed no charter yet
    ready: bool


class OpenTandem(NamedTuple):
    """A tandem that is not closed, and the one in it who is not the member asked about."""

    id: UUID
    other_id: UUID
