"""What is counted, and figures as they are kept and read."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

Topic = Literal["funnel", "answers", "loads", "break-ups"]
Dimension = Literal["all", "programme", "territory", "sector", "month", "load", "reason"]
Role = Literal["mentee", "mentor"]

# What is reached one after the other: whoever reached one is counted in all before it.
STAGES: dict[Topic, tuple[str, ...]] = {
    "funnel": ("registered", "verified", "deck-seen", "requested", "tandem", "active", "six-months", "outcome"),
    "answers": ("settled", "answered", "accepted"),
    "loads": ("mentors",),
    "break-ups": ("ended", "before-six-months"),
}
# By what each may be told apart, besides structures.
DIMENSIONS: dict[Topic, tuple[Dimension, ...]] = {
    "funnel": ("programme", "territory", "sector", "month"),
    "answers": ("month",),
    "loads": ("load",),
    "break-ups": ("reason", "month"),
}


class Count(msgspec.Struct, frozen=True):
    """How many of one structure went as far as the stage of this number (from 1), and no further."""

    structure_id: UUID
    role: str
    dimension: str
    value: str
    depth: int
    number: int


class Crowd(msgspec.Struct, frozen=True):
    """How many different mentees and mentors stand behind what a structure counts, whichever are fewer."""

    structure_id: UUID
    people: int


class Weight(msgspec.Struct, frozen=True):
    """How often a structure has this value: an answer's hours, a mentor's load."""

    structure_id: UUID
    value: float
    number: int


class Raw(msgspec.Struct, frozen=True):
    """All that a run reads of members, once: exact, and never kept."""

    parents: dict[UUID, UUID | None]
    members: list[Count]
    answers: list[Count]
    break_ups: list[Count]
    behind_answers: list[Crowd]
    behind_break_ups: list[Crowd]
    hours: list[Weight]
    loads: list[Weight]


class Fives(msgspec.Struct, frozen=True):
    """How many fives of a structure reached each stage: what is published."""

    topic: Topic
    structure_id: UUID
    role: str
    dimension: str
    value: str
    fives: list[int]


class Measure(msgspec.Struct, frozen=True):
    """A median or the like, of all that is counted at a structure and below it."""

    topic: Topic
    structure_id: UUID
    name: str
    value: float


class Run(msgspec.Struct, frozen=True):
    """Figures as they stood at the end of a month."""

    id: UUID
    month: date
    computed_at: datetime


class Question(msgspec.Struct, frozen=True):
    """What a reader asks: theirs, of the latest run, if no structure and no month are named."""

    topic: Topic
    by: str
    role: Role | None = None
    structure: str | None = None
    month: date | None = None


class LastMonth(msgspec.Struct, frozen=True):
    """The last month that has ended, and whether figures of it are there."""

    starts_on: date
    ended_at: datetime
    counted: bool


class Sums(msgspec.Struct, frozen=True):
    """Fives by stage, of one value; of none, nothing was enough."""

    value: str
    name: str | None
    fives: list[int]


class Place(msgspec.Struct, frozen=True):
    """The structure whose figures are read, with those below it."""

    id: UUID
    code: str
    name: str


class Row(msgspec.Struct, frozen=True):
    """A line of a table: how many reached each stage, null where too few; `name` where the database knows it."""

    code: str
    name: str | None
    counts: list[int | None]
    measures: Mapping[str, float] = {}


class Table(msgspec.Struct, frozen=True):
    question: Question
    place: Place
    # None: nothing has been counted yet.
    run: Run | None
    total: Row
    rows: list[Row]
