"""Accounts of the staff, under /v1/staff."""

from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.admin.accounts import service
from app.admin.accounts.wire import oneself, sent_account
from app.auth.guard import SignedIn
from app.db import Database
from app.paging import read_cursor, write_cursor
from app.staff.wire import AccountChange, NewAccount, Oneself, SentAccount
from app.wire import Page


@get("/me", operation_id="readOneself")
async def read_oneself(request: SignedIn, db: NamedDependency[Database]) -> Oneself:
    """The caller as staff: their role, their structure, and what they may decide on."""
    return oneself(await service.read_oneself(db, request.user.uid))


@get("/accounts", operation_id="listAccounts")
async def list_accounts(
    request: SignedIn,
    db: NamedDependency[Database],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[SentAccount]:
    """The staff of the caller's structure and below, newest first, those who left too."""
    found = await service.list_accounts(db, request.user.uid, read_cursor(cursor), limit)
    following = write_cursor(found, limit, lambda one: (one.created_at, one.id))
    return Page([sent_account(one) for one in found], following)


@post("/accounts", operation_id="addAccount", status_code=201)
async def add_account(
    request: SignedIn, db: NamedDependency[Database], data: JSONBody[NewAccount]
) -> Response[SentAccount]:
    """Somebody joins the staff of a structure within the caller's scope (200: they had already)."""
    account, is_new = await service.add_account(db, request.user.uid, data)
    return Response(sent_account(account), status_code=201 if is_new else 200)


@put("/accounts/{staff_id:uuid}", operation_id="changeAccount")
async def change_account(
    request: SignedIn, db: NamedDependency[Database], staff_id: FromPath[UUID], data: JSONBody[AccountChange]
) -> SentAccount:
    """Changes somebody's name, role or structure, within the caller's scope."""
    return sent_account(await service.change_account(db, request.user.uid, staff_id, data))


@delete("/accounts/{staff_id:uuid}", operation_id="endAccount", status_code=204)
async def end_account(request: SignedIn, db: NamedDependency[Database], staff_id: FromPath[UUID]) -> None:
    """Somebody leaves the staff, from their next call on; the last administrator of a structure cannot."""
    await service.leave(db, request.user.uid, staff_id)
