"""Programmes as the store returns them."""

from datetime import date, datetime
from uuid import UUID

import msgspec


class Rules(msgspec.Struct, frozen=True):
    """What a programme asks of its members, in the order of the columns."""

    min_age: int
    max_age: int | None
    months: int
    introduction_required: bool
    training_required: bool
    one_tandem_at_a_time: bool
    minors_admitted: bool
    territories: list[str]
    experiment: str | None
    opens_on: date | None
    closes_on: date | None


class Admission(msgspec.Struct, frozen=True):
    """Where somebody lands by a code, and whom the rules in force there admit."""

    id: UUID
    structure_id: UUID
    min_age: int
    max_age: int | None
    minors_admitted: bool
    territories: list[str]
    open: bool
    # Whether the code that led here may still be used.
    good: bool


class Programme(Rules, frozen=True):
    """A programme, with the rules in force."""

    id: UUID
    structure_id: UUID
    code: str
    name: str
    effective_on: date
    created_at: datetime


class Version(Rules, frozen=True):
    """Rules from a day on, and who decided them."""

    effective_on: date
    staff_id: UUID | None
    decided_at: datetime
