"""Tandems as they are sent."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from app.members.model import Role
from app.people.model import Face
from app.people.wire import Person, person
from app.tandems.charter.texts import current
from app.tandems.closures.reasons import all_reasons
from app.tandems.model import Event, State, Tandem
from app.wire import Sent


class SentSignature(Sent, frozen=True):
    role: Role
    version: int
    signed_at: datetime


class CharterOfTandem(Sent, frozen=True):
    """The version that is signed now, and who has signed which."""

    version: int
    signatures: list[SentSignature]


class GoalsOfTandem(Sent, frozen=True):
    """How many goals and steps there are, and how many of them are reached and done."""

    goals: int
    reached: int
    steps: int
    steps_done: int


class SentMove(Sent, frozen=True):
    """A state that the tandem came to, and through whom; null: through nobody who can be named."""

    state: State
    at: datetime
    by: Literal["mentee", "mentor", "both", "staff"] | None


class Closing(Sent, frozen=True):
    """Who ended the tandem, and why if that is to be told."""

    by: Role | Literal["both", "staff"]
    reason: str | None


class Renewing(Sent, frozen=True):
    """Who would like to go on, and the tandem that came of it."""

    asked_by: list[Role]
    tandem_id: UUID | None


class SentTandem(Sent, frozen=True):
    """A tandem with its whole story; a closed one is a memory that both may read."""

    id: UUID
    mentor: Person
    mentee: Person
    state: State
    formed_at: datetime
    activated_at: datetime | None
    closed_at: datetime | None
    expected_end_on: date | None
    awaits_introduction: bool
    charter: CharterOfTandem
    goals: GoalsOfTandem
    history: list[SentMove]
    closing: Closing | None
    renewal: Renewing
    renews_id: UUID | None


def sent_tandem(tandem: Tandem, faces: dict[UUID, Face]) -> SentTandem:
    return SentTandem(
        id=tandem.id,
        mentor=person(faces[tandem.mentor_id]),
        mentee=person(faces[tandem.mentee_id]),
        state=tandem.state,
        formed_at=tandem.formed_at,
        activated_at=tandem.activated_at,
        closed_at=tandem.closed_at,
        expected_end_on=tandem.expected_end_on,
        awaits_introduction=tandem.state == "formed" and tandem.introduction_required and tandem.renews_id is None,
        charter=_charter(tandem),
        goals=GoalsOfTandem(tandem.goals.goals, tandem.goals.reached, tandem.goals.steps, tandem.goals.done),
        history=[_move(event) for event in tandem.history],
        closing=_closing(tandem),
        renewal=Renewing(tandem.renewal_asked_by, tandem.renewed_as),
        renews_id=tandem.renews_id,
    )


def _charter(tandem: Tandem) -> CharterOfTandem:
    signed = [SentSignature(one.role, one.version, one.signed_at) for one in tandem.signatures]
    return CharterOfTandem(current().number, signed)


def _move(event: Event) -> SentMove:
    return SentMove(event.state, event.moved_at, None if event.mover == "nobody" else event.mover)


def _closing(tandem: Tandem) -> Closing | None:
    ending = tandem.history[-1]
    if tandem.state != "closed" or ending.mover == "nobody":
        return None
    known = all_reasons().get(tandem.closed_reason or "")
    told = known is not None and (known.told or tandem.role == tandem.closed_by)
    return Closing(ending.mover, tandem.closed_reason if told else None)
