"""Honesty checks, under /v1/staff."""

from datetime import UTC, datetime, time
from typing import Annotated
from uuid import UUID

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.admin.honesty import service
from app.admin.honesty.wire import CheckRunningOut, NewHonestyCheck, RecordedCheck, check_running_out, recorded_check
from app.auth.guard import SignedIn
from app.db import Database
from app.paging import read_cursor, write_cursor
from app.wire import Page


@put("/members/{member_id:uuid}/honesty-check", operation_id="putHonestyCheck")
async def put_honesty_check(
    request: SignedIn, db: NamedDependency[Database], member_id: FromPath[UUID], data: JSONBody[NewHonestyCheck]
) -> RecordedCheck:
    """Records that a mentor's certificate was seen: when, by whom, and until when it is good."""
    return recorded_check(await service.record(db, request.user.uid, member_id, data))


@get("/honesty-checks", operation_id="listExpiringChecks")
async def list_expiring_checks(
    request: SignedIn,
    db: NamedDependency[Database],
    within_days: Annotated[int, QueryParameter(name="withinDays", ge=0, le=400)] = 60,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[CheckRunningOut]:
    """Honesty checks that have run out, or will within some days, soonest first."""
    checks = await service.list_expiring(db, request.user.uid, within_days, read_cursor(cursor), limit)
    return Page(
        [check_running_out(check) for check in checks],
        write_cursor(checks, limit, lambda check: (datetime.combine(check.expires_on, time(), UTC), check.member_id)),
    )
