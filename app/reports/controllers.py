"""What members report."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.paging import read_cursor, write_cursor
from app.references import answer
from app.reports import service
from app.reports.vocabulary import all_reasons
from app.reports.wire import NewReport, ReasonItem, SentReport, reason_item, sent_report
from app.wire import Page


@get("/report-reasons", operation_id="listReportReasons", summary="List the reasons", tags=["Reference lists"])
async def list_reasons(request: Request[Any, Any, Any]) -> Response[Page[ReasonItem]]:
    """Why a member may be reported, in the order the reasons are shown."""
    language = language_of(request)
    page = Page([reason_item(reason, language) for reason in all_reasons().values()])
    return answer(request, page, language)


@put("/reports/{report_id:uuid}", operation_id="reportMember", status_code=200)
async def report(
    request: SignedIn, db: NamedDependency[Database], report_id: FromPath[UUID], data: JSONBody[NewReport]
) -> Response[SentReport]:
    """Reports somebody whom the caller met (201); sent again, it is the same report (200)."""
    made, is_new = await service.report(db, request.user.uid, report_id, data)
    return Response(sent_report(made, language_of(request)), status_code=201 if is_new else 200)


@get("/reports", operation_id="listOwnReports")
async def list_reports(
    request: SignedIn,
    db: NamedDependency[Database],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[SentReport]:
    """The caller's reports, newest first, and how far we are with each."""
    reports = await service.list_own(db, request.user.uid, read_cursor(cursor), limit)
    language = language_of(request)
    return Page(
        [sent_report(one, language) for one in reports],
        write_cursor(reports, limit, lambda one: (one.reported_at, one.id)),
    )
