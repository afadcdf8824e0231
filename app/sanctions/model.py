"""Sanctions as the store returns them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from app.members.model import Role

Kind = Literal["warning", "hiding", "suspension", "ban"]
# A ban is proposed until somebody else confirms it, or withdrawn; all others are active at once.
State = Literal["proposed", "active", "lifted", "withdrawn"]
Outcome = Literal["kept", "lifted"]

EXCLUDING: frozenset[Kind] = frozenset({"suspension", "ban"})
TEMPORARY: frozenset[Kind] = frozenset({"hiding", "suspension"})


class Draft(msgspec.Struct, frozen=True):
    """A sanction that may be stored, in the order of its columns."""

    id: UUID
    member_id: UUID
    report_id: UUID | None
    kind: Kind
    reason: str
    state: State
    until: datetime | None
    given_by: UUID


class Sanction(msgspec.Struct, frozen=True):
    """What staff decided about a member. `lifted_by` is None in a lifted one that ran out."""

    id: UUID
    member_id: UUID
    report_id: UUID | None
    kind: Kind
    reason: str
    state: State
    until: datetime | None
    given_by: UUID
    given_at: datetime
    confirmed_by: UUID | None
    confirmed_at: datetime | None
    lifted_by: UUID | None
    lifted_at: datetime | None

    @property
    def deciders(self) -> set[UUID | None]:
        """Who may not decide the appeal."""
        return {self.given_by, self.confirmed_by}


class OwnSanction(msgspec.Struct, frozen=True):
    """A sanction as its member reads it, with their appeal."""

    id: UUID
    kind: Kind
    reason: str
    state: State
    until: datetime | None
    effective_at: datetime
    lifted_at: datetime | None
    appeal: str | None
    appealed_at: datetime | None
    outcome: Outcome | None
    answer: str | None
    answered_at: datetime | None


class Sanctioned(msgspec.Struct, frozen=True):
    """A member whose sanctions nobody else changes until the transaction ends."""

    id: UUID
    uid: str
    phone: str | None
    role: Role
    structure_id: UUID


class Remainder(msgspec.Struct, frozen=True):
    """A sanction that something crossed: what it ends is there all the same."""

    id: UUID
    member_id: UUID


class Closed(msgspec.Struct, frozen=True):
    """A request that a sanction ended."""

    id: UUID
    mentee_id: UUID
