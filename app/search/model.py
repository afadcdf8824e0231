"""What staff find, as the store returns it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from app.members.model import Role
from app.tandems.model import State as TandemState

KeyKind = Literal["name", "phone", "company", "siret"]
MemberState = Literal["unverified", "paused", "hidden", "suspended"]


class Sought(msgspec.Struct, frozen=True):
    """A beginning of one of a member's keys, in its plain form."""

    kind: KeyKind
    key: str


class MemberFilter(msgspec.Struct, frozen=True):
    role: Role | None = None
    state: MemberState | None = None
    structure_code: str | None = None


class FoundMember(msgspec.Struct, frozen=True):
    """A member as staff of their structure, or of one above it, see them."""

    key: str
    id: UUID
    role: Role
    first_name: str
    last_name: str
    phone: str | None
    area_code: str
    structure_code: str
    job_title: str | None
    company_name: str | None
    company_siret: str | None
    capacity: int | None
    seats_taken: int | None
    verified_at: datetime | None
    paused_at: datetime | None
    hidden_at: datetime | None
    suspended_at: datetime | None
    created_at: datetime
    last_seen_at: datetime


class FoundCompany(msgspec.Struct, frozen=True):
    name: str | None
    siret: str | None
    mentors: int
    verified: int
    # By which they are in order: the plain name, and the first of the mentors.
    key: str
    first_id: UUID


class TandemFilter(msgspec.Struct, frozen=True):
    state: TandemState | None = None
    member_id: UUID | None = None
    name: str | None = None


class FoundTandem(msgspec.Struct, frozen=True):
    id: UUID
    state: TandemState
    formed_at: datetime
    closed_at: datetime | None
    closed_reason: str | None
    programme_code: str
    mentee_id: UUID
    mentee_first_name: str
    mentee_last_name: str
    mentor_id: UUID
    mentor_first_name: str
    mentor_last_name: str
