"""Cohorts: mentees for whom mentors are found all at once."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from app.decks.model import LookingMember, MentorRow

CohortState = Literal["composing", "composed", "sending", "sent"]
PairState = Literal["paired", "left", "removed", "sent", "fallen"]

# Why a mentee who is free is left.
NOBODY_FITS = "nobody-fits"
SEATS_CONTESTED = "seats-contested"


class Wanted(msgspec.Struct, frozen=True):
    """Which mentees: of a structure and below, and as far as the rest says; or those who are named."""

    mentees_of: UUID
    programme_id: UUID | None
    sectors: list[str]
    territories: list[str]
    most: int
    named: list[UUID]


class Cohort(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    note: str | None
    state: CohortState
    made_at: datetime
    composed_at: datetime | None
    sent_at: datetime | None
    # The certificate: mentors with a seat to give, what is given is worth, and what no other assignment exceeds.
    mentors: int | None
    total: float | None
    bound: float | None
    mentees: int
    paired: int
    remaining: int
    removed: int
    sent: int
    fallen: int


class FoundPair(msgspec.Struct, frozen=True):
    """A mentee of a cohort, and the mentor whom they would be given; or why nobody."""

    place: int
    state: PairState
    why: str | None
    worth: float | None
    terms: list[float] | None
    mentee_id: UUID
    mentee_first_name: str
    mentee_last_name: str
    mentor_id: UUID | None
    mentor_first_name: str | None
    mentor_last_name: str | None


class ContestedMentor(msgspec.Struct, frozen=True):
    """`wanted`: mentees for whom nobody would be better. `price`: what one seat more would add, at most."""

    id: UUID
    first_name: str
    last_name: str
    seats: int
    wanted: int
    price: float


class Composing(msgspec.Struct, frozen=True):
    id: UUID
    structure_id: UUID


class Sending(msgspec.Struct, frozen=True):
    id: UUID
    structure_id: UUID
    sent_by: UUID
    note: str | None


class SeekingMentee(msgspec.Struct, frozen=True):
    """A mentee as ranking reads them; `why`: they cannot be given anybody at the moment."""

    id: UUID
    looking: LookingMember
    why: str | None


class GivingMentor(MentorRow, frozen=True):
    """A mentor as ranking reads them; `seats` are free, and promised to nobody."""

    seats: int


class DrawnMentee(msgspec.Struct, frozen=True):
    """What was found for a mentee, at their place among all."""

    mentee_id: UUID
    place: int
    state: PairState
    mentor_id: UUID | None = None
    why: str | None = None
    worth: float | None = None
    terms: list[float] | None = None


class DrawnMentor(msgspec.Struct, frozen=True):
    mentor_id: UUID
    seats: int
    wanted: int
    price: float


class Drawing(msgspec.Struct, frozen=True):
    """Who would go to whom, whom too many would like, and the certificate."""

    mentees: list[DrawnMentee]
    contested: list[DrawnMentor]
    total: float
    bound: float
