"""The caller's own profile."""

from litestar import Response, delete, get, patch, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from app.areas.names import area_name
from app.auth.guard import SignedIn
from app.db import Database
from app.members import service
from app.members.bars import BarKey
from app.members.model import Profile
from app.members.wire import Company, NewProfile, OwnProfile, ProfileChange
from app.portraits import portrait_url


@put("/me", operation_id="putMe", status_code=200)
async def put_me(
    request: SignedIn,
    db: NamedDependency[Database],
    bar_key: NamedDependency[BarKey],
    data: JSONBody[NewProfile],
) -> Response[OwnProfile]:
    """Joins (201), or replaces the profile (200)."""
    profile, joined = await service.put_profile(db, bar_key, request.user, data)
    return Response(_own(profile), status_code=201 if joined else 200)


@get("/me", operation_id="readMe")
async def read_me(request: SignedIn, db: NamedDependency[Database]) -> OwnProfile:
    """The caller's profile."""
    return _own(await service.read_profile(db, request.user.uid))


@patch("/me", operation_id="changeMe")
async def change_me(request: SignedIn, db: NamedDependency[Database], data: JSONBody[ProfileChange]) -> OwnProfile:
    """Changes only what is sent."""
    return _own(await service.change_profile(db, request.user, data))


@put("/me/pause", operation_id="pauseMe", status_code=204)
async def pause_me(request: SignedIn, db: NamedDependency[Database]) -> None:
    """The caller leaves every deck for now; tandems and requests go on."""
    await service.pause(db, request.user.uid)


@delete("/me/pause", operation_id="resumeMe", status_code=204)
async def resume_me(request: SignedIn, db: NamedDependency[Database]) -> None:
    """The caller is dealt, and is a card, again."""
    await service.resume(db, request.user.uid)


def _own(profile: Profile) -> OwnProfile:
    mentor = profile.role == "mentor"
    company = profile.company_name
    return OwnProfile(
        member_id=profile.id,
        role=profile.role,
        first_name=profile.first_name,
        last_name=profile.last_name,
        phone=profile.phone,
        birth_date=profile.birth_date,
        area_code=profile.area_code,
        area_name=area_name(profile.area_code),
        sectors=profile.sectors,
        goals=profile.goals,
        modalities=profile.modalities,
        languages=profile.languages,
        availability=profile.availability,
        about=profile.about,
        photo_url=profile.photo_path or portrait_url(profile.id, profile.first_name),
        structure_code=profile.structure_code,
        programme_code=profile.programme_code,
        paused=profile.paused_at is not None,
        awaits_guardian_agreement=profile.awaits_guardian,
        created_at=profile.created_at,
        job_title=profile.job_title,
        company=Company(company, profile.company_siret) if company else None,
        capacity=profile.capacity,
        seats_taken=profile.seats_taken,
        hours_per_month=profile.hours_per_month,
        verified=profile.verified_at is not None if mentor else None,
    )
