"""What needs care, under /v1/staff/board."""

from typing import Annotated
from uuid import UUID

from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.admin.board.wire import NewCaseClosure, SentCase, SentCaseCount, sent_case
from app.auth.guard import SignedIn
from app.board import service
from app.board.model import CaseKind
from app.db import Database
from app.errors import language_of
from app.paging import read_cursor, write_cursor
from app.wire import Page


@get("/board", operation_id="listCases")
async def list_cases(
    request: SignedIn,
    db: NamedDependency[Database],
    kind: FromQuery[CaseKind | None] = None,
    mine: FromQuery[bool] = False,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[SentCase]:
    """Tandems, requests and mentors that need care, the longest waiting first, and what usually helps."""
    found = await service.list_cases(db, request.user.uid, kind, mine, read_cursor(cursor), limit)
    language = language_of(request)
    return Page(
        [sent_case(case, language) for case in found],
        write_cursor(found, limit, lambda case: (case.since, case.subject_id)),
    )


@get("/board/counts", operation_id="countCases")
async def count_cases(request: SignedIn, db: NamedDependency[Database]) -> Page[SentCaseCount]:
    """How many cases of each kind there are, and how many nobody has picked up."""
    counts = await service.count_cases(db, request.user.uid)
    return Page([SentCaseCount(count.kind, count.cases, count.unattended) for count in counts])


@put("/board/{kind:str}/{subject_id:uuid}/pick-up", operation_id="pickUpCase", status_code=204)
async def pick_up_case(
    request: SignedIn, db: NamedDependency[Database], kind: FromPath[CaseKind], subject_id: FromPath[UUID]
) -> None:
    """The caller sees to it."""
    await service.pick_up(db, request.user.uid, kind, subject_id)


@post("/board/{kind:str}/{subject_id:uuid}/closure", operation_id="closeCase", status_code=204)
async def close_case(
    request: SignedIn,
    db: NamedDependency[Database],
    kind: FromPath[CaseKind],
    subject_id: FromPath[UUID],
    data: JSONBody[NewCaseClosure],
) -> None:
    """The case is closed with what was done; it comes back only if the sign shows anew."""
    await service.close(db, request.user.uid, kind, subject_id, data.done)
