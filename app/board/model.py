"""What is at risk, as the store returns it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

CaseKind = Literal[
    "stalled",
    "feedback-overdue",
    "no-shows",
    "low-pulse",
    "request-expiring",
    "mentor-flooded",
    "mentor-silent",
]


class Case(msgspec.Struct, frozen=True):
    """A sign that something may go wrong: of a tandem, a request or a mentor (`subject_id`)."""

    kind: CaseKind
    subject_id: UUID
    since: datetime
    signs: list[str]
    structure_id: UUID
    structure_code: str
    mentee_id: UUID | None
    mentee_name: str | None
    mentor_id: UUID
    mentor_name: str
    picked_up_at: datetime | None
    picked_up_by: str | None

    @property
    def about(self) -> list[UUID]:
        return [self.mentor_id, *([self.mentee_id] if self.mentee_id else [])]


class CaseCount(msgspec.Struct, frozen=True):
    kind: CaseKind
    cases: int
    unattended: int
