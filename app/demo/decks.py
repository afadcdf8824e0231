"""Who would have been dealt to whom: the service's own ranking, before anybody has a history."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar
from uuid import UUID

from app.decks import columns
from app.decks.model import LookingMember, MenteeRow, MentorRow
from app.decks.side import Census, Side
from app.decks.standing import MENTEES, MENTORS
from app.demo.cast import Mentee, Mentor, Person
from app.members.model import Role

P = TypeVar("P", bound=Person)


class Deck(Generic[P]):
    """The members of one role who may ever be met, as cards of the others."""

    def __init__(self, side: Side[Any], seeker_role: Role, people: Sequence[P]) -> None:
        self._side = side
        self._seeker_role = seeker_role
        self._people: dict[UUID, P] = {person.id: person for person in people}

    def best_for(self, seeker: Person, k: int) -> list[P]:
        """The k best cards for this member, best first."""
        looking = LookingMember(role=self._seeker_role, **_ranked_by(seeker))
        ranked = self._side.index.top(columns.seeker_of(looking), k, columns.rules())
        return [self._people[self._side.directory.id_at(place)] for place in ranked.positions.tolist()]


def deck_of_mentors(mentors: Sequence[Mentor]) -> Deck[Mentor]:
    fresh: dict[str, Any] = {
        "seats_free": 1,
        "yes_weight": 0.0,
        "answer_weight": 0.0,
        "answered_at": 0.0,
        "last_seen_at": 0.0,
    }
    rows = [MentorRow(**_card(place, mentor), **fresh) for place, mentor in enumerate(mentors)]
    return Deck(Side.of(MENTORS, Census.of(rows, MENTORS), now=0.0), "mentee", mentors)


def deck_of_mentees(mentees: Sequence[Mentee]) -> Deck[Mentee]:
    ready = [mentee for mentee in mentees if mentee.ready_at]
    fresh: dict[str, Any] = {"tandems": 0, "waiting_since": 0.0}
    rows = [MenteeRow(**_card(place, mentee), **fresh) for place, mentee in enumerate(ready)]
    return Deck(Side.of(MENTEES, Census.of(rows, MENTEES), now=0.0), "mentor", ready)


def _card(place: int, person: Person) -> dict[str, Any]:
    return {"id": person.id, "rank": place, "eligible": True, "shown_at": 0.0, "waiting": 0, **_ranked_by(person)}


def _ranked_by(person: Person) -> dict[str, Any]:
    return {
        "area_code": person.area_code,
        "sectors": person.sectors,
        "goals": person.goals,
        "modalities": person.modalities,
        "languages": person.languages,
        "availability": person.availability,
    }
