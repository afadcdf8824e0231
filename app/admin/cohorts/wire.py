"""Cohorts as staff send and read them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from app.admin.search.wire import NamedMember
from app.decks import columns
from app.errors import Language
from app.programmes.wire import ProgrammeCode, Territory
from app.proposals.cohorts.model import Cohort, CohortState, ContestedMentor, FoundPair, PairState
from app.proposals.cohorts.words import FOR_IT, why_not
from app.wire import Code, Line, Received, Sent, ShortText
from ranking import TERMS

MOST_NAMED = 1_000
MOST_MENTEES = 10_000


class NewCohort(Received):
    """Mentees of a structure (the caller's, if not said) and below: those whom the rest lets in, longest wait first,
    or those who are named. `note`: for both of each tandem to read.
    """

    name: Line
    note: ShortText | None = None
    structure_id: UUID | None = None
    programme_code: ProgrammeCode | None = None
    sectors: Annotated[list[Code], Meta(max_length=30)] = []
    territories: Annotated[list[Territory], Meta(max_length=120)] = []
    member_ids: Annotated[list[UUID], Meta(max_length=MOST_NAMED)] = []
    most: Annotated[int, Meta(ge=1, le=MOST_MENTEES)] = MOST_NAMED

    def __post_init__(self) -> None:
        if self.member_ids and (self.programme_code or self.sectors or self.territories):
            raise ValueError("Name the members, or say which: not both")


class Certificate(Sent, frozen=True):
    """What is given is worth `total`; no assignment of `mentors` with a free seat is worth more than `bound`."""

    mentors: int
    total: float
    bound: float
    gap: float


class ListedCohort(Sent, frozen=True):
    id: UUID
    name: str
    note: str | None
    state: CohortState
    mentees: int
    paired: int
    left: int
    removed: int
    sent: int
    fallen: int
    certificate: Certificate | None
    made_at: datetime
    composed_at: datetime | None
    sent_at: datetime | None


class Contested(Sent, frozen=True):
    """`wanted`: mentees for whom nobody would be better. `price`: what one seat more would add, at most."""

    mentor: NamedMember
    seats: int
    wanted: int
    price: float


class CohortPreview(Sent, frozen=True):
    cohort: ListedCohort
    contested: list[Contested]


class PairReason(Sent, frozen=True):
    """`part` of the fit; all parts together are the fit."""

    code: str
    text: str
    part: float


class Why(Sent, frozen=True):
    code: str
    text: str


class CohortPair(Sent, frozen=True):
    place: int
    state: PairState
    mentee: NamedMember
    mentor: NamedMember | None
    why: Why | None
    worth: float | None
    reasons: list[PairReason]


def listed_cohort(cohort: Cohort) -> ListedCohort:
    return ListedCohort(
        id=cohort.id,
        name=cohort.name,
        note=cohort.note,
        state=cohort.state,
        mentees=cohort.mentees,
        paired=cohort.paired,
        left=cohort.remaining,
        removed=cohort.removed,
        sent=cohort.sent,
        fallen=cohort.fallen,
        certificate=_certificate(cohort),
        made_at=cohort.made_at,
        composed_at=cohort.composed_at,
        sent_at=cohort.sent_at,
    )


def contested(mentor: ContestedMentor) -> Contested:
    named = NamedMember(mentor.id, mentor.first_name, mentor.last_name)
    return Contested(named, mentor.seats, mentor.wanted, mentor.price)


def cohort_pair(pair: FoundPair, language: Language) -> CohortPair:
    return CohortPair(
        place=pair.place,
        state=pair.state,
        mentee=NamedMember(pair.mentee_id, pair.mentee_first_name, pair.mentee_last_name),
        mentor=_named_mentor(pair),
        why=Why(pair.why, why_not(pair.why, language)) if pair.why else None,
        worth=pair.worth,
        reasons=_reasons(pair.terms or [], language),
    )


def _certificate(cohort: Cohort) -> Certificate | None:
    if cohort.mentors is None or cohort.total is None or cohort.bound is None:
        return None
    return Certificate(cohort.mentors, cohort.total, cohort.bound, cohort.bound - cohort.total)


def _named_mentor(pair: FoundPair) -> NamedMember | None:
    if pair.mentor_id is None or pair.mentor_first_name is None or pair.mentor_last_name is None:
        return None
    return NamedMember(pair.mentor_id, pair.mentor_first_name, pair.mentor_last_name)


def _reasons(terms: list[float], language: Language) -> list[PairReason]:
    """The largest part first."""
    weights = columns.rules().weights.of_terms
    parts = [(weight * term, code) for weight, term, code in zip(weights, terms, TERMS, strict=False)]
    return [PairReason(code, FOR_IT[code].said(language, {}), part) for part, code in sorted(parts)[::-1] if part > 0]
