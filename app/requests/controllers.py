"""Requests, sent and received."""

from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.paging import read_cursor, write_cursor
from app.requests import service
from app.requests.model import Direction
from app.requests.wire import SentRequest, sent_request
from app.tandems.wire import SentTandem, sent_tandem
from app.wire import Page


@get("/requests", operation_id="listRequests")
async def list_requests(
    request: SignedIn,
    db: NamedDependency[Database],
    direction: FromQuery[Direction],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[SentRequest]:
    """The caller's requests, newest first."""
    found, faces = await service.list_own(db, request.user.uid, direction, read_cursor(cursor), limit)
    language = language_of(request)
    return Page(
        # Somebody may have been erased between the two looks.
        [sent_request(one, faces[one.member_id], direction, language) for one in found if one.member_id in faces],
        write_cursor(found, limit, lambda one: (one.sent_at, one.id)),
    )


@put("/requests/{member_id:uuid}/opening", operation_id="openRequest", status_code=204)
async def open_request(request: SignedIn, db: NamedDependency[Database], member_id: FromPath[UUID]) -> None:
    """The mentor has seen the mentee's request."""
    await service.open_of(db, request.user.uid, member_id)


@post("/requests/{member_id:uuid}/acceptance", operation_id="acceptRequest")
async def accept_request(
    request: SignedIn, db: NamedDependency[Database], member_id: FromPath[UUID]
) -> Response[SentTandem]:
    """The mentor accepts: 201 and the tandem, 200 when it already is one."""
    tandem, faces, is_new = await service.accept_of(db, request.user.uid, member_id)
    return Response(sent_tandem(tandem, faces), status_code=201 if is_new else 200)


@post("/requests/{member_id:uuid}/refusal", operation_id="refuseRequest", status_code=204)
async def refuse_request(request: SignedIn, db: NamedDependency[Database], member_id: FromPath[UUID]) -> None:
    """The mentor declines; the mentee reads that the request is closed, kindly."""
    await service.refuse_of(db, request.user.uid, member_id)


@delete("/requests/{member_id:uuid}", operation_id="withdrawRequest", status_code=204)
async def withdraw_request(request: SignedIn, db: NamedDependency[Database], member_id: FromPath[UUID]) -> None:
    """The mentee takes the request back."""
    await service.withdraw_of(db, request.user.uid, member_id)
