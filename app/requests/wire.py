"""Requests as they are sent, with words for the person who waits."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from app.errors import Language, Words
from app.people.model import Face
from app.people.wire import Person, person
from app.requests.model import Direction, TandemRequest
from app.wire import Sent

ShownState = Literal["waiting", "parked", "closed"]

NEXT_STEPS: dict[tuple[Direction, ShownState], Words] = {
    ("sent", "waiting"): Words(
        "Votre demande est bien arrivée. La réponse vient en général en quelques jours.",
        "Your request has arrived. An answer usually takes a few days.",
    ),
    ("sent", "parked"): Words(
        "Ce mentor n'a pas de place libre en ce moment. Votre demande reste dans sa liste jusqu'à son terme : "
        "continuez à découvrir d'autres cartes.",
        "This mentor has no seat free at the moment. Your request stays on their list until it ends: do keep looking "
        "at other cards.",
    ),
    ("sent", "closed"): Words(
        "Cette demande est close. Merci d'avoir osé ! D'autres mentors seraient heureux d'échanger : regardez vos "
        "cartes.",
        "This request is closed. Thank you for daring! Other mentors would be glad to talk: have a look at your cards.",
    ),
    ("received", "waiting"): Words(
        "Lisez la demande et répondez quand vous le pouvez : un oui comme un non rend service.",
        "Read the request and answer when you can: a yes helps, and so does a no.",
    ),
    ("received", "parked"): Words(
        "Vous êtes en pause ou toutes vos places sont prises. La demande attend ; vous pourrez l'accepter dès "
        "qu'une place se libère.",
        "You are paused, or all your seats are taken. The request waits; you can accept it as soon as a seat is free.",
    ),
    ("received", "closed"): Words(
        "Cette demande est close, il n'y a rien à faire.", "This request is closed; there is nothing to do."
    ),
}


class SentRequest(Sent, frozen=True):
    id: UUID
    member_id: UUID
    card: Person
    message: str | None
    state: ShownState
    sent_at: datetime
    expires_at: datetime
    opened: bool
    next_step: str


def sent_request(request: TandemRequest, face: Face, direction: Direction, language: Language) -> SentRequest:
    state = _shown(request)
    return SentRequest(
        id=request.id,
        member_id=request.member_id,
        card=person(face),
        message=request.message,
        state=state,
        sent_at=request.sent_at,
        expires_at=request.expires_at,
        opened=request.opened_at is not None and state != "closed",
        next_step=NEXT_STEPS[direction, state].said(language, {}),
    )


def _shown(request: TandemRequest) -> ShownState:
    # Whatever closed it, the mentee reads one word.
    if request.state != "waiting":
        return "closed"
    return "parked" if request.parked else "waiting"
