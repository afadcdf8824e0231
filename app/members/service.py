"""Profiles: who may join, what they may say of themselves, and when they rest."""

from datetime import UTC, date, datetime

import msgspec
from msgspec.structs import asdict
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fr import siret

from app.areas.atlas import load_atlas
from app.auth import Claims
from app.db import Connection, Database
from app.errors import Invalid, Words
from app.goals import vocabulary as goals
from app.members import store
from app.members.errors import (
    AwaitsGuardian,
    AwaitsVerification,
    MemberSuspended,
    NoProfileYet,
    ProfileNeeded,
    ProgrammeAge,
    RoleAlreadyChosen,
    TooYoung,
)
from app.members.model import LANGUAGES, Draft, MentorDraft, Present, Profile
from app.members.wire import NewCompany, NewProfile, ProfileChange
from app.programmes import store as programmes
from app.programmes.model import Programme
from app.sectors import vocabulary as sectors

LEAST_AGE = 15
OLDEST_AGE = 110


async def present(connection: Connection, uid: str) -> Present:
    """The caller as a member who may act."""
    member = await store.present_member(connection, uid)
    if member is None:
        raise ProfileNeeded
    if member.suspended:
        raise MemberSuspended
    return member


async def ready(connection: Connection, uid: str) -> Present:
    """The caller as a member who may be dealt cards, swipe and ask."""
    member = await present(connection, uid)
    if member.awaits_guardian:
        raise AwaitsGuardian
    if member.awaits_verification:
        raise AwaitsVerification
    return member


async def read_profile(db: Database, uid: str) -> Profile:
    async with db.connection() as connection:
        profile = await _stored(connection, uid)
    if profile.suspended_at is not None:
        raise MemberSuspended
    return profile


async def put_profile(db: Database, claims: Claims, new: NewProfile) -> tuple[Profile, bool]:
    """The profile becomes what was sent; the flag says whether the member has just joined."""
    check(new)
    return await db.transact(_put, claims, new)


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


async def _put(connection: Connection, claims: Claims, new: NewProfile) -> tuple[Profile, bool]:
    known = await store.lock_member(connection, claims.uid)
    if known is None:
        joined = await _join(connection, claims, new)
        if joined:
            return await _stored(connection, claims.uid), True
        known = await store.lock_member(connection, claims.uid)  # two first profiles of one person crossed
    assert known is not None
    await present(connection, claims.uid)
    if known.role != new.role:
        raise RoleAlreadyChosen
    before = await _stored(connection, claims.uid)
    new.structure_code = new.structure_code or before.structure_code
    if new.programme_code is None and new.structure_code == before.structure_code:
        new.programme_code = before.programme_code
    draft = await _draft(connection, claims, new)
    await store.change_member(connection, known.id, draft)
    if new.role == "mentor":
        await store.put_mentor(connection, known.id, _mentor_draft(new))
    return await _stored(connection, claims.uid), False


async def _join(connection: Connection, claims: Claims, new: NewProfile) -> bool:
    draft = await _draft(connection, claims, new)
    member_id = await store.add_member(connection, claims.uid, new.role, draft)
    if member_id is None:
        return False
    if new.role == "mentee":
        await store.add_mentee(connection, member_id)
    else:
        await store.put_mentor(connection, member_id, _mentor_draft(new))
    return True


async def _change(connection: Connection, claims: Claims, change: ProfileChange) -> Profile:
    if await store.lock_member(connection, claims.uid) is None:
        raise NoProfileYet
    new = _as_new(await _stored(connection, claims.uid))
    for field, value in asdict(change).items():
        if value is not msgspec.UNSET:
            setattr(new, field, value)
    check(new)
    profile, _ = await _put(connection, claims, new)
    return profile


async def _stored(connection: Connection, uid: str) -> Profile:
    profile = await store.own_profile(connection, uid)
    if profile is None:
        raise NoProfileYet
    return profile


async def _draft(connection: Connection, claims: Claims, new: NewProfile) -> Draft:
    programme = await programmes.programme_for(connection, new.structure_code, new.programme_code)
    if programme is None:
        field = "programmeCode" if new.programme_code else "structureCode"
        raise Invalid((field, Words("code inconnu", "unknown code")))
    if new.role == "mentee":
        _check_programme_age(programme, new.birth_date)
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
        structure_id=programme.structure_id,
        programme_id=programme.id,
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


def check(new: NewProfile) -> None:
    """Refuses what cannot be: unknown codes, a SIRET that is none, an age, a role's fields that do not belong."""
    age = _age(new.birth_date)
    errors = [*_unknown_codes(new), *_misplaced_fields(new)]
    if not 0 <= age <= OLDEST_AGE:
        errors.append(("birthDate", Words("date impossible", "impossible date")))
    if new.company and new.company.siret and not _is_siret(new.company.siret):
        errors.append(("company.siret", Words("ce numéro SIRET n'existe pas", "this is not a SIRET number")))
    if errors:
        raise Invalid(*errors)
    if age < LEAST_AGE:
        raise TooYoung


def _unknown_codes(new: NewProfile) -> list[tuple[str, Words]]:
    errors = []
    if load_atlas().by_code(new.area_code) is None:
        errors.append(("areaCode", Words("choisissez une commune de la liste", "choose an area from the list")))
    for field, codes, by_code in (
        ("sectors", new.sectors, sectors.by_code),
        ("goals", new.goals, goals.by_code),
    ):
        errors += [
            (f"{field}.{place}", Words("code inconnu", "unknown code"))
            for place, code in enumerate(codes)
            if by_code(code) is None
        ]
    errors += [
        (f"languages.{place}", Words("langue inconnue", "unknown language"))
        for place, code in enumerate(new.languages)
        if code not in LANGUAGES
    ]
    return errors


def _misplaced_fields(new: NewProfile) -> list[tuple[str, Words]]:
    given = {
        "jobTitle": new.job_title,
        "capacity": new.capacity,
        "hoursPerMonth": new.hours_per_month,
    }
    if new.role == "mentor":
        needed = Words("obligatoire pour un mentor", "required for a mentor")
        return [(field, needed) for field, value in given.items() if value is None]
    excess = Words("réservé aux mentors", "for mentors only")
    return [(field, excess) for field, value in (given | {"company": new.company}).items() if value is not None]


def _is_siret(number: str) -> bool:
    try:
        siret.validate(number)
    except StdnumError:
        return False
    return True


def _check_programme_age(programme: Programme, born: date) -> None:
    age = _age(born)
    if age < programme.min_age or (programme.max_age is not None and age > programme.max_age):
        raise ProgrammeAge


def _age(born: date) -> int:
    today = datetime.now(UTC).date()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
