"""What staff find, as it is sent."""

from datetime import datetime
from uuid import UUID

from app.areas.names import area_name
from app.members.model import Role
from app.search.model import FoundMember, FoundTandem
from app.tandems.model import State as TandemState
from app.wire import Sent


class StaffMember(Sent, frozen=True):
    member_id: UUID
    role: Role
    first_name: str
    last_name: str
    phone: str | None
    area_name: str
    structure_code: str
    job_title: str | None
    company: str | None
    siret: str | None
    capacity: int | None
    seats_taken: int | None
    verified_at: datetime | None
    paused_at: datetime | None
    hidden_at: datetime | None
    suspended_at: datetime | None
    joined_at: datetime
    last_seen_at: datetime


class StaffCompany(Sent, frozen=True):
    name: str | None
    siret: str | None
    mentors: int
    verified: int


class NamedMember(Sent, frozen=True):
    member_id: UUID
    first_name: str
    last_name: str


class StaffTandem(Sent, frozen=True):
    id: UUID
    state: TandemState
    formed_at: datetime
    closed_at: datetime | None
    closed_reason: str | None
    programme_code: str
    mentee: NamedMember
    mentor: NamedMember


def staff_member(found: FoundMember) -> StaffMember:
    return StaffMember(
        member_id=found.id,
        role=found.role,
        first_name=found.first_name,
        last_name=found.last_name,
        phone=found.phone,
        area_name=area_name(found.area_code),
        structure_code=found.structure_code,
        job_title=found.job_title,
        company=found.company_name,
        siret=found.company_siret,
        capacity=found.capacity,
        seats_taken=found.seats_taken,
        verified_at=found.verified_at,
        paused_at=found.paused_at,
        hidden_at=found.hidden_at,
        suspended_at=found.suspended_at,
        joined_at=found.created_at,
        last_seen_at=found.last_seen_at,
    )


def staff_tandem(found: FoundTandem) -> StaffTandem:
    return StaffTandem(
        id=found.id,
        state=found.state,
        formed_at=found.formed_at,
        closed_at=found.closed_at,
        closed_reason=found.closed_reason,
        programme_code=found.programme_code,
        mentee=NamedMember(found.mentee_id, found.mentee_first_name, found.mentee_last_name),
        mentor=NamedMember(found.mentor_id, found.mentor_first_name, found.mentor_last_name),
    )
