"""Structures, sign-up codes and agreements, under /v1/staff."""

from datetime import UTC, date, datetime, time
from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, PathParameter, QueryParameter

from app.admin.structures import service
from app.admin.structures.wire import sent_agreement, sent_code, sent_structure
from app.auth.guard import SignedIn
from app.db import Database
from app.paging import read_cursor, write_cursor
from app.structures.wire import (
    NewAgreement,
    NewSignUpCode,
    NewStructure,
    SentAgreement,
    SentSignUpCode,
    SentStructure,
    StructureChange,
)
from app.wire import END, Page

LONGEST = 80
Limit = Annotated[int, QueryParameter(ge=1, le=100)]
HandedOut = Annotated[str, PathParameter(pattern=r"^[a-z0-9-]{4,40}" + END)]


@get("/structures", operation_id="listStructures")
async def list_structures(
    request: SignedIn,
    db: NamedDependency[Database],
    q: Annotated[str, QueryParameter(max_length=LONGEST)] = "",
    cursor: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> Page[SentStructure]:
    """The caller's structure and all below it, newest first; `parentId` makes them a tree, `q` begins a name's word."""
    found = await service.list_structures(db, request.user.uid, q, read_cursor(cursor), limit)
    following = write_cursor(found, limit, lambda one: (one.created_at, one.id))
    return Page([sent_structure(one) for one in found], following)


@post("/structures", operation_id="addStructure", status_code=201)
async def add_structure(
    request: SignedIn, db: NamedDependency[Database], data: JSONBody[NewStructure]
) -> Response[SentStructure]:
    """Adds a structure below one of the caller's (200: it was there already)."""
    added, is_new = await service.add_structure(db, request.user.uid, data)
    return Response(sent_structure(added), status_code=201 if is_new else 200)


@put("/structures/{structure_id:uuid}", operation_id="changeStructure")
async def change_structure(
    request: SignedIn, db: NamedDependency[Database], structure_id: FromPath[UUID], data: JSONBody[StructureChange]
) -> SentStructure:
    """Renames or moves a structure; its members, staff and all below go with it."""
    return sent_structure(await service.change_structure(db, request.user.uid, structure_id, data))


@get("/sign-up-codes", operation_id="listSignUpCodes")
async def list_codes(
    request: SignedIn,
    db: NamedDependency[Database],
    cursor: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> Page[SentSignUpCode]:
    """What structures hand out, newest first, revoked and expired ones too."""
    found = await service.list_codes(db, request.user.uid, read_cursor(cursor), limit)
    following = write_cursor(found, limit, lambda one: (one.made_at, one.id))
    return Page([sent_code(one) for one in found], following)


@put("/sign-up-codes/{code:str}", operation_id="putSignUpCode", status_code=201)
async def put_code(
    request: SignedIn, db: NamedDependency[Database], code: HandedOut, data: JSONBody[NewSignUpCode]
) -> Response[SentSignUpCode]:
    """Makes a code, or changes its label and its end (200); members give it as `structureCode`."""
    made, is_new = await service.put_code(db, request.user.uid, code, data)
    return Response(sent_code(made), status_code=201 if is_new else 200)


@delete("/sign-up-codes/{code:str}", operation_id="revokeSignUpCode", status_code=204)
async def revoke_code(request: SignedIn, db: NamedDependency[Database], code: HandedOut) -> None:
    """Nobody signs up with the code any more; who did stays."""
    await service.revoke_code(db, request.user.uid, code)


@get("/agreements", operation_id="listAgreements")
async def list_agreements(
    request: SignedIn,
    db: NamedDependency[Database],
    since: Annotated[date | None, QueryParameter(name="from")] = None,
    until: FromQuery[date | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> Page[SentAgreement]:
    """Agreements that end between `from` and `until`, soonest first."""
    found = await service.list_agreements(
        db, request.user.uid, (since or date.min, until or date.max), read_cursor(cursor), limit
    )
    following = write_cursor(found, limit, lambda one: (datetime.combine(one.ends_on, time(), UTC), one.id))
    return Page([sent_agreement(one) for one in found], following)


@put("/agreements/{agreement_id:uuid}", operation_id="putAgreement", status_code=201)
async def put_agreement(
    request: SignedIn, db: NamedDependency[Database], agreement_id: FromPath[UUID], data: JSONBody[NewAgreement]
) -> Response[SentAgreement]:
    """Records an agreement under an id of the caller's making, or changes it (200): another end renews it."""
    made, is_new = await service.put_agreement(db, request.user.uid, agreement_id, data)
    return Response(sent_agreement(made), status_code=201 if is_new else 200)
