"""Members, companies and tandems that staff look for, under /v1/staff."""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from app.admin.search.wire import StaffCompany, StaffMember, StaffTandem, staff_member, staff_tandem
from app.auth.guard import SignedIn
from app.db import Database
from app.members.model import Role
from app.paging import read_cursor, read_name_cursor, write_cursor, write_name_cursor
from app.search import service
from app.search.model import MemberFilter, MemberState, TandemFilter
from app.spelling import plain_phrase
from app.tandems.model import State as TandemState
from app.wire import Page

LONGEST = 80
CODE = r"^[a-z0-9-]{2,40}$"


@get("/members", operation_id="findMembers")
async def find_members(
    request: SignedIn,
    db: NamedDependency[Database],
    q: Annotated[str, QueryParameter(max_length=LONGEST)] = "",
    role: FromQuery[Role | None] = None,
    # Litestar keeps the name `state` for itself.
    found_in: Annotated[MemberState | None, QueryParameter(name="state")] = None,
    structure: Annotated[str | None, QueryParameter(pattern=CODE)] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[StaffMember]:
    """Members by the beginning of a word of their names, of their phone number, or of a SIRET; all of them without."""
    only = MemberFilter(role, found_in, structure)
    found = await service.find_members(db, request.user.uid, q, only, read_name_cursor(cursor), limit)
    return Page([staff_member(one) for one in found], write_name_cursor(found, limit, lambda one: (one.key, one.id)))


@get("/companies", operation_id="findCompanies")
async def find_companies(
    request: SignedIn,
    db: NamedDependency[Database],
    q: Annotated[str, QueryParameter(min_length=2, max_length=LONGEST)],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[StaffCompany]:
    """Companies by the beginning of a word of their name, or of their SIRET, and how many of their people mentor."""
    found = await service.find_companies(db, request.user.uid, q, read_name_cursor(cursor), limit)
    following = write_name_cursor(found, limit, lambda one: (one.key, one.first_id))
    return Page([StaffCompany(one.name, one.siret, one.mentors, one.verified) for one in found], following)


@get("/tandems", operation_id="findTandems")
async def find_tandems(
    request: SignedIn,
    db: NamedDependency[Database],
    q: Annotated[str, QueryParameter(max_length=LONGEST)] = "",
    found_in: Annotated[TandemState | None, QueryParameter(name="state")] = None,
    member_id: Annotated[UUID | None, QueryParameter(name="memberId")] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[StaffTandem]:
    """Tandems by the beginning of a word of either's names, newest first; all of them without."""
    only = TandemFilter(found_in, member_id, plain_phrase(q) or None)
    found = await service.find_tandems(db, request.user.uid, only, read_cursor(cursor), limit)
    return Page([staff_tandem(one) for one in found], write_cursor(found, limit, lambda one: (one.formed_at, one.id)))
