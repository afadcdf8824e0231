"""The audit log, under /v1/staff."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from app.admin.audit import service
from app.admin.audit.wire import SentEntry, sent_entry
from app.audit.model import Sought
from app.auth.guard import SignedIn
from app.db import Database
from app.paging import read_cursor, write_cursor
from app.wire import END, Page

Act = Annotated[str | None, QueryParameter(max_length=60, pattern=r"^[a-z-]+" + END)]


@get("/audit", operation_id="listAudit")
async def list_audit(
    request: SignedIn,
    db: NamedDependency[Database],
    staff_id: Annotated[UUID | None, QueryParameter(name="staffId")] = None,
    act: Act = None,
    subject_kind: Annotated[str | None, QueryParameter(name="subjectKind", max_length=60, pattern=r"^[a-z-]+$")] = None,
    subject_id: Annotated[UUID | None, QueryParameter(name="subjectId")] = None,
    since: Annotated[datetime | None, QueryParameter(name="from")] = None,
    until: FromQuery[datetime | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[SentEntry]:
    """What the staff of the caller's structure and below did and read, newest first. Reading it leaves an entry too."""
    sought = Sought(staff_id, act, subject_kind, subject_id, since, until)
    found = await service.list_entries(db, request.user.uid, sought, read_cursor(cursor), limit)
    return Page([sent_entry(one) for one in found], write_cursor(found, limit, lambda one: (one.at, one.id)))
