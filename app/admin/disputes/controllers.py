"""Disputes about meetings, under /v1/staff."""

from typing import Annotated
from uuid import UUID

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.admin.disputes import service
from app.admin.disputes.wire import NewSettlement, SentDispute, sent_dispute
from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.meetings.attendances.wire import SentReliability, sent_reliability
from app.paging import read_cursor, write_cursor
from app.wire import Page


@get("/disputes", operation_id="listDisputes")
async def list_disputes(
    request: SignedIn,
    db: NamedDependency[Database],
    settled: FromQuery[bool] = False,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[SentDispute]:
    """Meetings of which the two tell different things, and appeals against a mark, the latest first."""
    found = await service.list_disputes(db, request.user.uid, settled, read_cursor(cursor), limit)
    return Page(
        [sent_dispute(dispute) for dispute in found],
        write_cursor(found, limit, lambda dispute: (dispute.opened_at, dispute.id)),
    )


@put("/disputes/{dispute_id:uuid}/settlement", operation_id="settleDispute")
async def settle_dispute(
    request: SignedIn, db: NamedDependency[Database], dispute_id: FromPath[UUID], data: JSONBody[NewSettlement]
) -> SentDispute:
    """Settles a dispute: once, for good."""
    return sent_dispute(await service.settle(db, request.user.uid, dispute_id, data))


@get("/members/{member_id:uuid}/reliability", operation_id="readMemberReliability")
async def read_member_reliability(
    request: SignedIn, db: NamedDependency[Database], member_id: FromPath[UUID]
) -> SentReliability:
    """How well a member keeps meetings."""
    found = await service.read_reliability(db, request.user.uid, member_id)
    return sent_reliability(found, language_of(request))
