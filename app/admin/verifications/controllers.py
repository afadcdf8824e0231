"""Verifications, under /v1/staff."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.admin.verifications import service
from app.admin.verifications.wire import DecidedMentor, MentorCase, NewVerification, decided_mentor, mentor_case
from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.paging import read_cursor, write_cursor
from app.wire import Page


@get("/verifications", operation_id="listMentorsToCheck")
async def list_mentors_to_check(
    request: SignedIn,
    db: NamedDependency[Database],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=50)] = 20,
) -> Page[MentorCase]:
    """Mentors who await a decision, those promised a call first, each with all that is needed to decide."""
    cases = await service.list_cases(db, request.user.uid, read_cursor(cursor), limit)
    now, language = datetime.now(UTC), language_of(request)
    return Page(
        [mentor_case(case, now, language) for case in cases],
        write_cursor(cases, limit, lambda case: (case.mentor.due_at, case.mentor.promise_id)),
    )


@post("/members/{member_id:uuid}/verification", operation_id="verifyMentor", status_code=201)
async def verify_mentor(
    request: SignedIn,
    db: NamedDependency[Database],
    member_id: FromPath[UUID],
    data: JSONBody[NewVerification | None] = None,
) -> DecidedMentor:
    """Makes a mentor visible; or asks them for more, or refuses them, with a reason that they read."""
    return decided_mentor(await service.decide(db, request.user.uid, member_id, data or NewVerification()))
