"""Cards as they are sent."""

from uuid import UUID

from app.members.model import Role
from app.wire import Sent


class Reason(Sent, frozen=True):
    code: str
    text: str


class Card(Sent, frozen=True):
    """A member who may be met: never a last name, an age, a distance."""

    member_id: UUID
    role: Role
    first_name: str
    job_title: str | None
    company: str | None
    area_name: str
    sectors: list[str]
    goals: list[str]
    modalities: list[str]
    about: str | None
    photo_url: str
    photo_hash: str | None
    reasons: list[Reason]


class Deck(Sent, frozen=True):
    """Cards, best first; when there are fewer than asked for, `advice` says why and what to change."""

    cards: list[Card]
    exhausted: bool
    advice: str | None


class PublishedTerm(Sent, frozen=True):
    code: str
    weight: float
    text: str


class PublishedRules(Sent, frozen=True):
    """How cards are ranked: the terms, the whole in plain words, what is never used, and every constant."""

    terms: list[PublishedTerm]
    text: str
    never_used: str
    constants: dict[str, float | tuple[float, ...]]
