"""Tandems as they are sent."""

from datetime import datetime
from uuid import UUID

from app.people.model import Face
from app.people.wire import Person, person
from app.tandems.model import State, Tandem
from app.wire import Sent


class SentTandem(Sent, frozen=True):
    id: UUID
    mentor: Person
    mentee: Person
    state: State
    formed_at: datetime
    closed_at: datetime | None


def sent_tandem(tandem: Tandem, faces: dict[UUID, Face]) -> SentTandem:
    return SentTandem(
        id=tandem.id,
        mentor=person(faces[tandem.mentor_id]),
        mentee=person(faces[tandem.mentee_id]),
        state=tandem.state,
        formed_at=tandem.formed_at,
        closed_at=tandem.closed_at,
    )
