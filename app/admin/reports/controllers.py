"""Members' reports, under /v1/staff."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.admin.reports import service
from app.admin.reports.wire import (
    HandledReport,
    NewEvidenceReading,
    NewReportDecision,
    QueueItem,
    ReadEvidence,
    handled_report,
    queue_item,
    read_evidence,
)
from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.paging import read_cursor, write_cursor
from app.wire import Page


@get("/reports", operation_id="listMemberReports")
async def list_reports(
    request: SignedIn,
    db: NamedDependency[Database],
    which: Annotated[Literal["open", "decided"], QueryParameter(name="state")] = "open",
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[QueueItem]:
    """Open reports, the most pressing first, or decided ones, the latest first. They name nobody."""
    found = await service.list_reports(db, request.user.uid, which, read_cursor(cursor), limit)
    language = language_of(request)
    return Page(
        [queue_item(one, language) for one in found],
        write_cursor(found, limit, lambda one: (one.place_at, one.id)),
    )


@get("/reports/{report_id:uuid}", operation_id="readMemberReport")
async def read_report(request: SignedIn, db: NamedDependency[Database], report_id: FromPath[UUID]) -> HandledReport:
    """A report with the card that it was made of, and what else there is about the member; no message."""
    return handled_report(*await service.read(db, request.user.uid, report_id), language_of(request))


@put("/reports/{report_id:uuid}/taking", operation_id="takeMemberReport", status_code=204)
async def take_report(request: SignedIn, db: NamedDependency[Database], report_id: FromPath[UUID]) -> None:
    """The caller handles the report."""
    await service.take(db, request.user.uid, report_id)


@delete("/reports/{report_id:uuid}/taking", operation_id="giveBackMemberReport", status_code=204)
async def give_back_report(request: SignedIn, db: NamedDependency[Database], report_id: FromPath[UUID]) -> None:
    """Anybody may handle the report."""
    await service.give_back(db, request.user.uid, report_id)


@put("/reports/{report_id:uuid}/decision", operation_id="decideMemberReport", status_code=204)
async def decide_report(
    request: SignedIn, db: NamedDependency[Database], report_id: FromPath[UUID], data: JSONBody[NewReportDecision]
) -> None:
    """Upholds or dismisses the report, once; its maker is told that it was read."""
    await service.decide(db, request.user.uid, report_id, data)


@post("/reports/{report_id:uuid}/evidence-reading", operation_id="readEvidence", status_code=200)
async def read_messages(
    request: SignedIn, db: NamedDependency[Database], report_id: FromPath[UUID], data: JSONBody[NewEvidenceReading]
) -> ReadEvidence:
    """The messages kept with the report; each reading is written down, with why."""
    return read_evidence(await service.read_messages(db, request.user.uid, report_id, data.why))
