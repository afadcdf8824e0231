"""Outcomes in Postgres."""

from uuid import UUID

from app.db import Connection
from app.outbox.store import priority_of
from app.outcomes.model import Answer, AskedOutcome, Outcome
from app.sql import queries
from app.tandems.rhythm import ASKED_AT_ONCE, ASKED_LATE, MONTHS_AFTER_CLOSE, OUTCOME_OPEN, Milestone
from push.kinds import kind_of

Q = queries("outcomes")


async def ask_outcomes(connection: Connection, of_mentees: str, of_mentors: str) -> int:
    """Asks what is due; the choices go along, so that one tap answers."""
    asked: int = await connection.fetchval(
        Q.ask_outcomes,
        list(MONTHS_AFTER_CLOSE),
        list(MONTHS_AFTER_CLOSE.values()),
        ASKED_LATE,
        OUTCOME_OPEN,
        kind_of("OutcomeAsked").horizon,
        priority_of("OutcomeAsked"),
        of_mentees,
        of_mentors,
        ASKED_AT_ONCE,
    )
    return asked


async def list_outcomes(
    connection: Connection, tandem_id: UUID, member_id: UUID, only: Milestone | None = None
) -> list[Outcome]:
    return [Outcome(**row) for row in await connection.fetch(Q.list_outcomes, tandem_id, member_id, only)]


async def answer_outcome(
    connection: Connection, tandem_id: UUID, member_id: UUID, milestone: Milestone, answer: Answer
) -> bool:
    answered = await connection.fetchval(
        Q.answer_outcome,
        tandem_id,
        member_id,
        milestone,
        answer.situation,
        answer.satisfaction,
        answer.skills,
        answer.gains,
    )
    return answered is not None


async def outcomes_of_tandem(connection: Connection, tandem_id: UUID) -> list[AskedOutcome]:
    return [AskedOutcome(**row) for row in await connection.fetch(Q.outcomes_of_tandem, tandem_id)]
