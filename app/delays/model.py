"""Promises, and how long each kind may take."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

PromiseKind = Literal["mentor-called-back", "report-looked-at", "appeal-answered", "photo-looked-at"]


WORKING_DAYS: dict[PromiseKind, int] = {
    "mentor-called-back": 2,
    "report-looked-at": 1,
    "appeal-answered": 5,
    "photo-looked-at": 2,
}


class Promise(msgspec.Struct, frozen=True):
    """What is owed to somebody, by which structure, and until when."""

    id: UUID
    kind: str
    subject_id: UUID
    structure_id: UUID
    made_at: datetime
    due_at: datetime
    escalated_at: datetime | None


class Month(msgspec.Struct, frozen=True):
    """How a structure kept its promises of one kind, made in one month."""

    kind: str
    structure_id: UUID
    month: date
    made: int
    kept_in_time: int
    kept_late: int
    broken: int
    counted_at: datetime
