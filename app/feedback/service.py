"""Feedback: the mentor's short report to the mentee's structure, now and then and at the close of a tandem.

The mentee reads that it exists and its structured part.
"""

from uuid import UUID

from app.db import Connection, Database
from app.errors import Invalid, NotFound, Words
from app.feedback import store, vocabulary
from app.feedback.errors import FeedbackNoLongerAsked
from app.feedback.model import Feedback
from app.feedback.wire import NewFeedback
from app.tandems import service as tandems

UNKNOWN = Words("code inconnu", "unknown code")


async def ask(db: Database) -> int:
    """Asks the mentors whose report is due; returns how many were asked."""
    done = 0
    while asked := await db.transact(_ask_some):
        done += asked
    return done


async def remind(db: Database) -> int:
    """Reminds mentors, once, of what is still awaited; returns how many were reminded."""
    done = 0
    while reminded := await db.transact(store.remind_of_feedback):
        done += reminded
    return done


async def list_own(db: Database, uid: str, tandem_id: UUID) -> list[Feedback]:
    """The reports of one of the caller's tandems, as far as they may read them."""
    async with db.connection() as connection:
        joined = await tandems.joined(connection, uid, tandem_id)
        return await store.list_feedback(connection, tandem_id, whole=joined.role == "mentor")


async def give(db: Database, uid: str, tandem_id: UUID, occasion: str, new: NewFeedback) -> Feedback:
    """The report is what was sent, until it is asked no longer."""
    _check(new)
    async with db.connection() as connection:
        joined = await tandems.joined(connection, uid, tandem_id)
        if joined.role != "mentor":
            raise NotFound
        given = await store.give_feedback(connection, tandem_id, occasion, new)
        found = await store.list_feedback(connection, tandem_id, whole=True, only=occasion)
    if not found:
        raise NotFound
    if not given:
        raise FeedbackNoLongerAsked
    return found[0]


async def _ask_some(connection: Connection) -> int:
    return await store.ask_feedback(connection) + await store.ask_last_feedback(connection)


def _check(new: NewFeedback) -> None:
    """Settles what is odd but harmless, and refuses what is not in the lists."""
    wrong = []
    if vocabulary.unknown("rhythm", [new.rhythm]):
        wrong.append(("rhythm", UNKNOWN))
    if vocabulary.unknown("helped", new.helped):
        wrong.append(("helped", UNKNOWN))
    if wrong:
        raise Invalid(*wrong)
    new.helped = list(dict.fromkeys(new.helped))
    new.note = (new.note or "").strip() or None
