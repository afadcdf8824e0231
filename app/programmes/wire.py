"""Programmes as they are received and sent."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from app.wire import END, Line, Received, Sent

ProgrammeCode = Annotated[str, Meta(pattern=r"^[a-z0-9-]{2,40}" + END)]
Age = Annotated[int, Meta(ge=15, le=110)]
Territory = Annotated[str, Meta(pattern=r"^[0-9][0-9AB]([0-9]|[0-9]{3})?" + END)]


class NewRules(Received):
    """What is left out is not asked. `territories`: codes of départements and communes; none means everywhere."""

    min_age: Age = 15
    max_age: Age | None = None
    months: Annotated[int, Meta(ge=1, le=60)] = 6
    introduction_required: bool = False
    training_required: bool = False
    one_tandem_at_a_time: bool = False
    minors_admitted: bool = True
    territories: Annotated[list[Territory], Meta(max_length=120)] = []
    experiment: Line | None = None
    opens_on: date | None = None
    closes_on: date | None = None


class NewProgramme(Received):
    structure_id: UUID
    code: ProgrammeCode
    name: Line
    rules: NewRules


class SentRules(Sent, frozen=True):
    """`months`: how long a tandem lasts. `minorsAdmitted`: with their guardian's agreement."""

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


class SentProgramme(Sent, frozen=True):
    """A programme, with the rules in force since `effectiveOn`."""

    id: UUID
    structure_id: UUID
    code: str
    name: str
    effective_on: date
    rules: SentRules


class SentVersion(Sent, frozen=True):
    """Rules from a day on, in Paris; the latest that is not in the future is in force."""

    effective_on: date
    decided_at: datetime
    decided_by: UUID | None
    rules: SentRules
