"""Feedback as the store returns it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

State = Literal["due", "given", "missed"]


class Feedback(msgspec.Struct, frozen=True):
    """The mentor's report to the mentee's structure: due, given, or missed when it was asked no longer.

    `progress` is on the goals, from 1 to 5. The note is for the structure alone.
    """

    occasion: str
    state: State
    asked_at: datetime
    open_until: datetime
    answered_at: datetime | None
    is_open: bool
    rhythm: str | None
    progress: int | None
    helped: list[str]
    needs_help: bool | None
    note: str | None


class ListedFeedback(msgspec.Struct, frozen=True):
    """A report as staff find it: whose, and what it says without its note."""

    id: UUID
    tandem_id: UUID
    mentee_id: UUID
    mentor_id: UUID
    occasion: str
    state: State
    asked_at: datetime
    answered_at: datetime | None
    rhythm: str | None
    progress: int | None
    helped: list[str]
    needs_help: bool | None
