"""Decks: what is cached of one, and the rows that the market is made of."""

from datetime import datetime
from uuid import UUID

import msgspec

from app.members.model import Present, Role


class DealtCard(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A card as it was dealt: its four terms, and which of them are its reasons, the strongest first.

    `randomised`: chance gave it its place. `proposed_by`: the structure whose staff propose a tandem with them.
    """

    id: UUID
    terms: tuple[float, float, float, float]
    reasons: tuple[int, ...]
    randomised: bool
    proposed_by: str | None = None


class DealtDeck(msgspec.Struct, array_like=True, frozen=True):
    """A deck that may be lost: no word of anybody is in it. `profile_version` is the seeker's when it was dealt."""

    dealt_at: datetime | None
    profile_version: int
    sectors: list[str]
    goals: list[str]
    cards: list[DealtCard]


class CheckedDeck(msgspec.Struct, frozen=True):
    """The caller, and which of the cards asked about may be dealt to them now: their places, and profiles' versions."""

    id: UUID
    role: Role
    profile_version: int
    suspended: bool
    hidden: bool
    paused: bool
    awaits_guardian: bool
    awaits_verification: bool
    awaits_training: bool
    held: bool
    long_unseen: bool
    dealt_at: datetime | None
    places: list[int]
    versions: list[int]

    def present(self) -> Present:
        return Present(
            self.id,
            self.role,
            self.profile_version,
            self.suspended,
            self.hidden,
            self.paused,
            self.awaits_guardian,
            self.awaits_verification,
            self.awaits_training,
        )


class LookingMember(msgspec.Struct, frozen=True):
    """What ranking reads of the member who looks."""

    role: Role
    area_code: str
    sectors: list[str]
    goals: list[str]
    modalities: list[str]
    languages: list[str]
    availability: list[str]


class News(msgspec.Struct, frozen=True):
    """Whether either side of the market has changed; `oldest`: what commits later is at or after that transaction."""

    oldest: str
    of_mentors: bool
    of_mentees: bool


class MarketRow(msgspec.Struct, frozen=True):
    """What ranking reads of a card, whatever its role."""

    id: UUID
    rank: int
    area_code: str
    sectors: list[str]
    goals: list[str]
    modalities: list[str]
    languages: list[str]
    availability: list[str]
    eligible: bool
    # When somebody was last shown the card, in seconds of the epoch; never is minus infinity.
    shown_at: float
    waiting: int


class MentorRow(MarketRow, frozen=True):
    seats_free: int
    yes_weight: float
    answer_weight: float
    answered_at: float
    last_seen_at: float


class MenteeRow(MarketRow, frozen=True):
    tandems: int
    waiting_since: float
