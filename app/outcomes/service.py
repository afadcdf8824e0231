"""Outcomes: asked of both at the close of a tandem, 3 and 6 months later; each reads only their own."""

from uuid import UUID

from app.db import Connection, Database
from app.errors import Invalid, NotFound, Words
from app.members.model import Role
from app.outcomes import store, vocabulary
from app.outcomes.errors import OutcomeNoLongerAsked
from app.outcomes.model import Answer, Outcome
from app.outcomes.wire import NewOutcome
from app.tandems import service as tandems
from app.tandems.rhythm import Milestone

MOODS = "5,4,3,2,1"

UNKNOWN = Words("code inconnu", "unknown code")
MENTEES = Words("réservé au mentoré", "for the mentee only")
MENTORS = Words("réservé au mentor", "for the mentor only")
MISSING = Words("choisissez une réponse", "choose an answer")


async def ask(db: Database) -> int:
    """Asks both of each tandem what fell due; returns how many were asked."""
    done, situations = 0, ",".join(vocabulary.situations())
    while asked := await db.transact(store.ask_outcomes, situations, MOODS):
        done += asked
    return done


async def list_own(db: Database, uid: str, tandem_id: UUID) -> list[Outcome]:
    """What the caller was asked of one of their tandems, closed or not."""
    async with db.connection() as connection:
        joined = await tandems.joined(connection, uid, tandem_id)
        return await store.list_outcomes(connection, tandem_id, joined.member_id)


async def read(db: Database, uid: str, tandem_id: UUID, milestone: Milestone) -> Outcome:
    async with db.connection() as connection:
        joined = await tandems.joined(connection, uid, tandem_id)
        return await _asked(connection, tandem_id, joined.member_id, milestone)


async def answer(db: Database, uid: str, tandem_id: UUID, milestone: Milestone, new: NewOutcome) -> Outcome:
    """The caller's answer is what was sent, until the question closes."""
    async with db.connection() as connection:
        joined = await tandems.joined(connection, uid, tandem_id)
        said = _checked(new, joined.role)
        answered = await store.answer_outcome(connection, tandem_id, joined.member_id, milestone, said)
        outcome = await _asked(connection, tandem_id, joined.member_id, milestone)
    if not answered:
        raise OutcomeNoLongerAsked
    return outcome


async def _asked(connection: Connection, tandem_id: UUID, member_id: UUID, milestone: Milestone) -> Outcome:
    found = await store.list_outcomes(connection, tandem_id, member_id, milestone)
    if not found:
        raise NotFound
    return found[0]


def _checked(new: NewOutcome, role: Role) -> Answer:
    """The answer, if this side may give it."""
    wrong = _wrong_of_mentee(new) if role == "mentee" else _wrong_of_mentor(new)
    if wrong:
        raise Invalid(*wrong)
    return Answer(
        situation=new.situation,
        satisfaction=new.satisfaction,
        skills=list(dict.fromkeys(new.skills)),
        gains=list(dict.fromkeys(new.gains)),
    )


def _wrong_of_mentee(new: NewOutcome) -> list[tuple[str, Words]]:
    wrong = []
    if new.situation is None:
        wrong.append(("situation", MISSING))
    elif vocabulary.unknown("situation", [new.situation]):
        wrong.append(("situation", UNKNOWN))
    if vocabulary.unknown("skill", new.skills):
        wrong.append(("skills", UNKNOWN))
    if new.gains:
        wrong.append(("gains", MENTORS))
    return wrong


def _wrong_of_mentor(new: NewOutcome) -> list[tuple[str, Words]]:
    wrong = []
    if new.satisfaction is None:
        wrong.append(("satisfaction", MISSING))
    if vocabulary.unknown("gain", new.gains):
        wrong.append(("gains", UNKNOWN))
    wrong += [(field, MENTEES) for field in ("situation", "skills") if getattr(new, field)]
    return wrong
