"""Appeals against sanctions, under /v1/staff."""

from typing import Annotated
from uuid import UUID

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.admin.appeals import service
from app.admin.appeals.wire import AppealItem, NewAppealDecision, appeal_item
from app.auth.guard import SignedIn
from app.db import Database
from app.paging import read_cursor, write_cursor
from app.wire import Page


@get("/appeals", operation_id="listAppeals")
async def list_appeals(
    request: SignedIn,
    db: NamedDependency[Database],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[AppealItem]:
    """Appeals that await an answer, the most pressing first."""
    found = await service.list_appeals(db, request.user.uid, read_cursor(cursor), limit)
    return Page([appeal_item(one) for one in found], write_cursor(found, limit, lambda one: (one.due_at, one.id)))


@put("/appeals/{appeal_id:uuid}/decision", operation_id="decideAppeal")
async def decide_appeal(
    request: SignedIn, db: NamedDependency[Database], appeal_id: FromPath[UUID], data: JSONBody[NewAppealDecision]
) -> AppealItem:
    """Keeps or lifts the sanction, once: for somebody other than who gave or confirmed it."""
    return appeal_item(await service.decide(db, request.user.uid, appeal_id, data))
