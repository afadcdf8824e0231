"""Mentors to check, and what was decided on them, as the store returns them."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from app.members.model import Role

Decision = Literal["verified", "more-asked", "refused"]
Stage = Literal["waiting", "more-asked", "refused", "verified"]


class LockedMentor(msgspec.Struct, frozen=True):
    id: UUID
    structure_id: UUID
    verified_at: datetime | None


class Latest(msgspec.Struct, frozen=True):
    """What was decided last; `answered_at` is when the mentor changed their profile since."""

    decision: Decision
    reason: str | None
    note: str | None
    decided_at: datetime
    answered_at: datetime | None


class Made(msgspec.Struct, frozen=True):
    """A decision that has just been made."""

    id: UUID
    decided_at: datetime


class Decided(msgspec.Struct, frozen=True):
    """Where a mentor stands once staff have decided."""

    member_id: UUID
    decision: Decision
    reason: str | None
    note: str | None
    decided_at: datetime
    verified_at: datetime | None


class OwnVerification(msgspec.Struct, frozen=True):
    """How far the caller is."""

    id: UUID
    verified_at: datetime | None
    decision: Decision | None
    reason: str | None
    note: str | None
    decided_at: datetime | None
    answered_at: datetime | None
    due_at: datetime | None
    training_required: bool
    trained_at: datetime | None
    checked_on: date | None
    expires_on: date | None

    @property
    def stage(self) -> Stage:
        if self.verified_at is not None:
            return "verified"
        if self.decision is None or self.decision == "verified" or self.answered_at is not None:
            return "waiting"
        return self.decision


class MentorToCheck(msgspec.Struct, frozen=True):
    """All that a mentor said of themselves, and what is promised to them."""

    id: UUID
    first_name: str
    last_name: str
    phone: str | None
    birth_date: date
    area_code: str
    sectors: list[str]
    goals: list[str]
    modalities: list[str]
    languages: list[str]
    about: str | None
    job_title: str
    company_name: str | None
    company_siret: str | None
    capacity: int
    hours_per_month: int
    structure_code: str
    programme_code: str
    training_required: bool
    trained_at: datetime | None
    created_at: datetime
    promise_id: UUID
    waiting_since: datetime
    due_at: datetime
    photo_state: Literal["pending", "accepted"] | None
    photo_path: str | None
    photo_hash: str | None
    checked_on: date | None
    expires_on: date | None


class PastDecision(msgspec.Struct, frozen=True):
    member_id: UUID
    decision: Decision
    reason: str | None
    note: str | None
    decided_at: datetime
    answered_at: datetime | None
    decided_by: str | None


class Lookalike(msgspec.Struct, frozen=True):
    """Another member with the same company or phone number as a mentor."""

    mentor_id: UUID
    id: UUID
    role: Role
    first_name: str
    last_name: str
    company_name: str | None
    verified: bool
    same_company: bool
    same_phone: bool


class ReportCount(msgspec.Struct, frozen=True):
    member_id: UUID
    state: str
    many: int


class Case(msgspec.Struct, frozen=True):
    """A mentor to check, with all that is needed to decide."""

    mentor: MentorToCheck
    history: list[PastDecision]
    lookalikes: list[Lookalike]
    reports: list[ReportCount]


class HonestyCheck(msgspec.Struct, frozen=True):
    """That a certificate was seen: when it was made out, until when it is good, and by whom."""

    member_id: UUID
    checked_on: date
    expires_on: date
    recorded_at: datetime
    recorded_by: str | None


class ExpiringCheck(msgspec.Struct, frozen=True):
    member_id: UUID
    first_name: str
    last_name: str
    structure_code: str
    checked_on: date
    expires_on: date
    lapsed: bool
    recorded_by: str | None


class Lapsing(msgspec.Struct, frozen=True):
    """A mentor whose honesty check has run out."""

    id: UUID
    structure_id: UUID
    verified: bool
