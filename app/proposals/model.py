"""Tandems that staff suggest, and what is known of two people before."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from app.pairs.model import Verdict

State = Literal["open", "formed", "declined", "expired", "withdrawn"]
ShownState = Literal["open", "tandem", "closed"]
"""What a member is told: however a proposal closed, they read one word."""


class Couple(msgspec.Struct, frozen=True, order=True):
    mentee_id: UUID
    mentor_id: UUID


class Sender(msgspec.Struct, frozen=True):
    """In whose name it is proposed, and what both read beside the card."""

    staff_id: UUID
    structure_id: UUID
    note: str | None
    cohort_id: UUID | None = None


class Prospect(msgspec.Struct, frozen=True):
    """Two who might be proposed to each other: whatever may stand in the way."""

    mentee_id: UUID
    mentor_id: UUID
    invisible: bool
    awaits_guardian: bool
    mentee_paused: bool
    mentor_paused: bool
    unverified: bool
    untrained: bool
    full: bool
    held: bool
    requests_waiting: int
    share_a_language: bool
    share_a_way: bool
    apart: bool
    tandem: bool
    asked: bool
    answered_lately: bool
    proposed: bool
    proposed_lately: bool
    passed_lately: bool

    @property
    def couple(self) -> Couple:
        return Couple(self.mentee_id, self.mentor_id)


class Overdue(msgspec.Struct, frozen=True):
    id: UUID
    mentee_id: UUID


class OwnProposal(msgspec.Struct, frozen=True):
    """A proposal as one of the two may know it: never what the other said."""

    id: UUID
    member_id: UUID
    note: str | None
    structure_name: str
    state: ShownState
    your_verdict: Verdict | None
    sent_at: datetime
    expires_at: datetime


class StaffProposal(msgspec.Struct, frozen=True):
    id: UUID
    state: State
    note: str | None
    sent_at: datetime
    expires_at: datetime
    closed_at: datetime | None
    cohort_id: UUID | None
    structure_code: str
    sent_by: str
    mentee_id: UUID
    mentee_first_name: str
    mentee_last_name: str
    mentor_id: UUID
    mentor_first_name: str
    mentor_last_name: str


class ProposalFilter(msgspec.Struct, frozen=True):
    state: State | None = None
    member_id: UUID | None = None
    cohort_id: UUID | None = None
