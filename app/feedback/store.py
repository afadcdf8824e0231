"""Feedback in Postgres."""

from datetime import datetime, timedelta
from uuid import UUID

from app.db import Connection
from app.feedback.model import Feedback, ListedFeedback, State
from app.feedback.wire import NewFeedback
from app.outbox.store import priority_of
from app.sql import queries
from app.tandems.rhythm import (
    ASKED_AT_ONCE,
    ASKED_EVERY_DAYS,
    ASKED_LATE,
    FEEDBACK_OPEN,
    FEEDBACK_REMINDED_AFTER,
    FIRST_ASKED_DAYS,
)
from push.kinds import kind_of

Q = queries("feedback")

# Of so many members the tandems are looked up; of more, reports are looked through, and enough are soon found.
FEW = 3_000


async def ask_feedback(connection: Connection) -> int:
    asked: int = await connection.fetchval(
        Q.ask_feedback, FIRST_ASKED_DAYS, ASKED_EVERY_DAYS, ASKED_LATE, *_manner("FeedbackDue"), ASKED_AT_ONCE
    )
    return asked


async def ask_last_feedback(connection: Connection) -> int:
    asked: int = await connection.fetchval(
        Q.ask_last_feedback, ASKED_LATE, FEEDBACK_OPEN, *_manner("FeedbackDue"), ASKED_AT_ONCE
    )
    return asked


async def remind_of_feedback(connection: Connection) -> int:
    reminded: int = await connection.fetchval(
        Q.remind_of_feedback, FEEDBACK_REMINDED_AFTER, *_manner("FeedbackReminder"), ASKED_AT_ONCE
    )
    return reminded


async def list_feedback(
    connection: Connection, tandem_id: UUID, whole: bool, only: str | None = None
) -> list[Feedback]:
    """The reports; to anybody but their mentor and staff, not `whole`: those given, without their notes."""
    return [Feedback(**row) for row in await connection.fetch(Q.list_feedback, tandem_id, whole, only)]


async def give_feedback(connection: Connection, tandem_id: UUID, occasion: str, new: NewFeedback) -> bool:
    given = await connection.fetchval(
        Q.give_feedback, tandem_id, occasion, new.rhythm, new.progress, new.helped, new.needs_help, new.note
    )
    return given is not None


async def feedback_under(
    connection: Connection,
    structure_id: UUID,
    state: State,
    before: tuple[datetime, UUID] | None,
    limit: int,
    needs_help: bool | None,
) -> list[ListedFeedback]:
    asked_at, feedback_id = before or (None, None)
    rows = await connection.fetch(Q.feedback_under, structure_id, state, asked_at, feedback_id, limit, needs_help, FEW)
    return [ListedFeedback(**row) for row in rows]


async def members_under(connection: Connection, structure_id: UUID, tandem_id: UUID) -> list[UUID]:
    """The two of a tandem that the structure follows; nobody when it does not."""
    return [row["id"] for row in await connection.fetch(Q.members_under, structure_id, tandem_id)]


def _manner(kind: str) -> tuple[timedelta, int]:
    return kind_of(kind).horizon, priority_of(kind)
