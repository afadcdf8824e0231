"""A mentee and a mentor, and what they have said of each other."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from app.members.model import Role

Verdict = Literal["like", "pass"]


class Pair(msgspec.Struct, frozen=True):
    """A pair whose mentee is locked: nobody else changes it until the transaction ends."""

    mentee_id: UUID
    mentor_id: UUID
    role: Role  # the caller's
    requests_waiting: int
    tandems_open: int
    mentor_paused: bool
    programme_id: UUID
    exclusive: bool
    may_meet: bool

    @property
    def caller_id(self) -> UUID:
        return self.mentee_id if self.role == "mentee" else self.mentor_id

    @property
    def held(self) -> bool:
        """Whether the mentee's programme lets them form no further tandem now."""
        return self.exclusive and self.tandems_open > 0


class PairState(msgspec.Struct, frozen=True):
    """Both verdicts, the open tandem and the latest request of a pair."""

    mentee_verdict: Verdict | None
    mentor_verdict: Verdict | None
    tandem_id: UUID | None
    request_id: UUID | None
    request_state: str | None
    opened_at: datetime | None
    undone: bool
    closed_lately: bool

    @property
    def waits(self) -> bool:
        return self.request_state == "waiting"
