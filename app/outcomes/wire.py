"""What members say of outcomes, and read."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from app.errors import Language
from app.outcomes.model import Outcome
from app.tandems.rhythm import Milestone
from app.vocabularies import Term
from app.wire import Code, Received, Sent

Codes = Annotated[list[Code], Meta(max_length=15)]


class NewOutcome(Received):
    """A mentee says their situation, and may say more; a mentor says how content they are, and what they gained."""

    situation: Code | None = None
    satisfaction: Annotated[int, Meta(ge=1, le=5)] | None = None
    skills: Codes = []
    gains: Codes = []


class SentOutcome(Sent, frozen=True):
    """What the caller was asked, and their own answer. `open`: it may still be given or changed."""

    milestone: Milestone
    asked_at: datetime
    open_until: datetime
    open: bool
    answered_at: datetime | None
    situation: str | None
    satisfaction: int | None
    skills: list[str]
    gains: list[str]


class OutcomeTerm(Sent, frozen=True):
    """A line of one of the lists: `situation` and `skill` for mentees, `gain` for mentors."""

    kind: str
    code: str
    name: str


def sent_outcome(outcome: Outcome) -> SentOutcome:
    return SentOutcome(
        milestone=outcome.milestone,
        asked_at=outcome.asked_at,
        open_until=outcome.open_until,
        open=outcome.is_open,
        answered_at=outcome.answered_at,
        situation=outcome.situation,
        satisfaction=outcome.satisfaction,
        skills=outcome.skills,
        gains=outcome.gains,
    )


def outcome_term(term: Term, language: Language) -> OutcomeTerm:
    return OutcomeTerm(term.kind, term.code, term.name(language))
