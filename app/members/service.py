"""Profiles: who may join, what they may say of themselves, and when they rest."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from msgspec.structs import asdict
from stdnum.fr import siret

from app.auth import Claims
from app.db import Connection, Database
from app.delays import service as delays
from app.errors import Invalid, Words
from app.members import store
from app.members.bars import BarKey
from app.members.errors import (
    AccountBarred,
    AwaitsGuardian,
    AwaitsTraining,
    AwaitsVerification,
    MemberHidden,
    MemberSuspended,
    NoProfileYet,
    ProfileNeeded,
    RoleAlreadyChosen,
)
from app.members.model import Draft, MentorDraft, Present, Profile
from app.members.rules import admit, check
from app.members.wire import NewCompany, NewProfile, ProfileChange
from app.programmes import store as programmes
from app.programmes.model import Admission

OUT_OF_DATE = Words(
    "ce code n'est plus valable : demandez-en un autre à votre structure",
    "this code is no longer good: ask your structure for another",
)


async def present(connection: Connection, uid: str) -> Present:
    """The caller as a member who may act."""
    member = await store.present_member(connection, uid)
    if member is None:
        raise ProfileNeeded
    if member.suspended:
        raise MemberSuspended
    return member


async def see(connection: Connection, uid: str) -> None:
    """The caller is here: their account is in use. Noted once a day."""
    await store.see_member(connection, uid)


async def ready(connection: Connection, uid: str) -> Present:
    """The caller as a member who may be dealt cards, swipe and ask."""
    member = await present(connection, uid)
    if member.hidden:
        raise MemberHidden
    if member.awaits_guardian:
        raise AwaitsGuardian
    if member.awaits_verification:
        raise AwaitsVerification
    if member.awaits_training:
        raise AwaitsTraining
    return member


async def read_profile(db: Database, uid: str) -> Profile:
    async with db.connection() as connection:
        profile = await _stored(connection, uid)
    if profile.suspended_at is not None:
        raise MemberSuspended
    return profile


async def put_profile(db: Database, bar_key: BarKey, claims: Claims, new: NewProfile) -> tuple[Profile, bool]:
    """The profile becomes what was sent; the flag says whether the member has just joined."""
    check(new)
    return await db.transact(_put, claims, bar_key.marks(claims.uid, claims.phone), new)


async def change_profile(db: Database, claims: Claims, change: ProfileChange) -> Profile:
    """The profile with only what was sent changed."""
    return await db.transact(_change, claims, change)


async def pause(db: Database, uid: str) -> None:
    async with db.connection() as connection:
        await present(connection, uid)
        await store.pause_member(connection, uid)


async def resume(db: Database, uid: str) -> None:
    async with db.connection() as connection:
        await present(connection, uid)
        await store.resume_member(connection, uid)


async def _put(connection: Connection, claims: Claims, marks: Sequence[bytes], new: NewProfile) -> tuple[Profile, bool]:
    known = await store.lock_member(connection, claims.uid)
    if known is None:
        joined = await _join(connection, claims, marks, new)
        if joined:
            return await _stored(connection, claims.uid), True
        known = await store.lock_member(connection, claims.uid)  # two first profiles of one person crossed
    assert known is not None
    await present(connection, claims.uid)
    if known.role != new.role:
        raise RoleAlreadyChosen
    before = await _stored(connection, claims.uid)
    admission = await _admission(connection, known.id, before, new)
    await store.change_member(connection, known.id, _draft(claims, new, admission))
    await delays.hand_over(connection, known.id, admission.structure_id)
    if new.role == "mentor":
        await store.put_mentor(connection, known.id, _mentor_draft(new))
    after = await _stored(connection, claims.uid)
    if after != before and await store.answer_question(connection, known.id):
        await delays.open(connection, "mentor-called-back", known.id, admission.structure_id)
    return after, False


async def _join(connection: Connection, claims: Claims, marks: Sequence[bytes], new: NewProfile) -> bool:
    if await store.is_barred(connection, marks):
        raise AccountBarred
    await _follow_invitation(connection, claims, new)
    admission = await _found(connection, new)
    admit(admission, new)
    member_id = await store.add_member(connection, claims.uid, new.role, _draft(claims, new, admission))
    if member_id is None:
        return False
    if new.role == "mentee":
        await store.add_mentee(connection, member_id)
    else:
        await store.put_mentor(connection, member_id, _mentor_draft(new))
        await delays.open(connection, "mentor-called-back", member_id, admission.structure_id)
    return True


async def _follow_invitation(connection: Connection, claims: Claims, new: NewProfile) -> None:
    """Who chose no structure lands where they were invited to."""
    chosen = new.structure_code or new.programme_code
    invited = await store.invited_to(connection, claims.phone) if claims.phone and not chosen else None
    if invited:
        new.structure_code, new.programme_code = invited


async def _change(connection: Connection, claims: Claims, change: ProfileChange) -> Profile:
    if await store.lock_member(connection, claims.uid) is None:
        raise NoProfileYet
    new = _as_new(await _stored(connection, claims.uid))
    for field, value in asdict(change).items():
        if value is not msgspec.UNSET:
            setattr(new, field, value)
    check(new)
    # Nobody joins by a change: whoever was barred is a member all the same.
    profile, _ = await _put(connection, claims, (), new)
    return profile


async def _stored(connection: Connection, uid: str) -> Profile:
    profile = await store.own_profile(connection, uid)
    if profile is None:
        raise NoProfileYet
    return profile


async def _admission(connection: Connection, member_id: UUID, before: Profile, new: NewProfile) -> Admission:
    """Where the member belongs from now on: it is decided anew only for what they change."""
    present = await programmes.admission_of(connection, member_id)
    new.structure_code = new.structure_code or before.structure_code
    moves = new.structure_code != before.structure_code or new.programme_code not in (None, before.programme_code)
    found = await _found(connection, new, present) if moves else present
    stays = (found.id, found.structure_id) == (present.id, present.structure_id)
    admit(found, new, before if stays else None)
    return found


async def _found(connection: Connection, new: NewProfile, present: Admission | None = None) -> Admission:
    found = await programmes.admission_by(connection, new.structure_code, new.programme_code)
    if found is None:
        field = "programmeCode" if new.programme_code else "structureCode"
        raise Invalid((field, Words("code inconnu", "unknown code")))
    # Whoever is there already may say so again.
    if not found.good and (present is None or (found.id, found.structure_id) != (present.id, present.structure_id)):
        raise Invalid(("structureCode", OUT_OF_DATE))
    return found


def _draft(claims: Claims, new: NewProfile, admission: Admission) -> Draft:
    return Draft(
        phone=claims.phone,
        first_name=new.first_name.strip(),
        last_name=new.last_name.strip(),
        birth_date=new.birth_date,
        area_code=new.area_code,
        sectors=list(dict.fromkeys(new.sectors)),
        goals=list(dict.fromkeys(new.goals)),
        modalities=list(dict.fromkeys(new.modalities)),
        languages=list(dict.fromkeys(new.languages)),
        availability=list(dict.fromkeys(new.availability)),
        about=(new.about or "").strip() or None,
        structure_id=admission.structure_id,
        programme_id=admission.id,
    )


def _mentor_draft(new: NewProfile) -> MentorDraft:
    company = new.company
    return MentorDraft(
        job_title=(new.job_title or "").strip(),
        company_name=company.name.strip() if company else None,
        company_siret=siret.compact(company.siret) if company and company.siret else None,
        capacity=new.capacity or 1,
        hours_per_month=new.hours_per_month or 1,
    )


def _as_new(profile: Profile) -> NewProfile:
    company = NewCompany(profile.company_name, profile.company_siret) if profile.company_name else None
    shared = {field: getattr(profile, field) for field in NewProfile.__struct_fields__ if field != "company"}
    return NewProfile(**shared, company=company)
