"""Promises and their clocks, under /v1/staff."""

from datetime import date
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from app.admin.promises import service
from app.admin.promises.wire import promise_month, sent_promise
from app.auth.guard import SignedIn
from app.db import Database
from app.delays.wire import PromiseMonth, SentPromise
from app.paging import read_cursor, write_cursor
from app.wire import END, Page


@get("/promises", operation_id="listPromises")
async def list_promises(
    request: SignedIn,
    db: NamedDependency[Database],
    kind: Annotated[str | None, QueryParameter(max_length=60, pattern=r"^[a-z-]+" + END)] = None,
    escalated: FromQuery[bool] = False,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[SentPromise]:
    """What the caller's structure and those below owe, the longest overdue first; `escalated`: overdue for too long."""
    found = await service.list_promises(db, request.user.uid, kind, escalated, read_cursor(cursor), limit)
    following = write_cursor(found, limit, lambda one: (one.due_at, one.id))
    return Page([sent_promise(one) for one in found], following)


@get("/promises/months", operation_id="listPromiseMonths")
async def list_promise_months(
    request: SignedIn,
    db: NamedDependency[Database],
    since: Annotated[date | None, QueryParameter(name="from")] = None,
    until: FromQuery[date | None] = None,
) -> Page[PromiseMonth]:
    """How promises were kept, by kind, structure and the month in which they were made, newest first."""
    found = await service.list_months(db, request.user.uid, since or date.min, until or date.max)
    return Page([promise_month(one) for one in found])
