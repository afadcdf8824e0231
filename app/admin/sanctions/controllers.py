"""Sanctions, under /v1/staff."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.admin.sanctions import service
from app.admin.sanctions.wire import GivenSanction, NewLifting, NewReadmission, NewSanction, given_sanction
from app.auth.guard import SignedIn
from app.db import Database
from app.members.bars import BarKey
from app.paging import read_cursor, write_cursor
from app.sanctions.model import State
from app.wire import Page


@get("/sanctions", operation_id="listSanctions")
async def list_sanctions(
    request: SignedIn,
    db: NamedDependency[Database],
    which: Annotated[State | None, QueryParameter(name="state")] = None,
    member: FromQuery[UUID | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[GivenSanction]:
    """Sanctions, newest first: `state=proposed` are bans that await somebody else, `member` is one member's history."""
    found = await service.list_sanctions(db, request.user.uid, which, member, read_cursor(cursor), limit)
    return Page([given_sanction(one) for one in found], write_cursor(found, limit, lambda one: (one.given_at, one.id)))


@put("/sanctions/{sanction_id:uuid}", operation_id="giveSanction", status_code=200)
async def give_sanction(
    request: SignedIn,
    db: NamedDependency[Database],
    bar_key: NamedDependency[BarKey],
    sanction_id: FromPath[UUID],
    data: JSONBody[NewSanction],
) -> Response[GivenSanction]:
    """Warns, hides or suspends a member at once, or proposes a ban (201); sent again it is the same (200)."""
    sanction, is_new = await service.give(db, bar_key, request.user.uid, sanction_id, data)
    return Response(given_sanction(sanction), status_code=201 if is_new else 200)


@post("/sanctions/{sanction_id:uuid}/confirmation", operation_id="confirmBan", status_code=200)
async def confirm_ban(
    request: SignedIn, db: NamedDependency[Database], bar_key: NamedDependency[BarKey], sanction_id: FromPath[UUID]
) -> GivenSanction:
    """A proposed ban is in force: for somebody other than who proposed it."""
    return given_sanction(await service.confirm(db, bar_key, request.user.uid, sanction_id))


@post("/sanctions/{sanction_id:uuid}/lifting", operation_id="liftSanction", status_code=200)
async def lift_sanction(
    request: SignedIn, db: NamedDependency[Database], sanction_id: FromPath[UUID], data: JSONBody[NewLifting]
) -> GivenSanction:
    """The sanction is in force no more, or is not proposed any more; the member is told."""
    return given_sanction(await service.lift(db, request.user.uid, sanction_id, data.why))


@post("/readmissions", operation_id="letInAgain", status_code=204)
async def let_in_again(
    request: SignedIn, db: NamedDependency[Database], bar_key: NamedDependency[BarKey], data: JSONBody[NewReadmission]
) -> None:
    """Somebody who was barred, and whose account was erased since, may join with this number again."""
    await service.let_in_again(db, bar_key, request.user.uid, data.phone, data.why)
