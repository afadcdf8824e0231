"""Programmes and their rules, under /v1/staff."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.admin.programmes import service
from app.admin.programmes.wire import sent_programme, sent_version
from app.auth.guard import SignedIn
from app.db import Database
from app.paging import read_cursor, write_cursor
from app.programmes.wire import NewProgramme, NewRules, SentProgramme, SentVersion
from app.wire import Page


@get("/programmes", operation_id="listProgrammes")
async def list_programmes(
    request: SignedIn,
    db: NamedDependency[Database],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[SentProgramme]:
    """Programmes of the caller's structure and below, newest first, with the rules in force."""
    found = await service.list_programmes(db, request.user.uid, read_cursor(cursor), limit)
    following = write_cursor(found, limit, lambda one: (one.created_at, one.id))
    return Page([sent_programme(one) for one in found], following)


@post("/programmes", operation_id="addProgramme", status_code=201)
async def add_programme(
    request: SignedIn, db: NamedDependency[Database], data: JSONBody[NewProgramme]
) -> Response[SentProgramme]:
    """Adds a programme, with its first rules in force today (200: it was there already)."""
    added, is_new = await service.add_programme(db, request.user.uid, data)
    return Response(sent_programme(added), status_code=201 if is_new else 200)


@get("/programmes/{programme_id:uuid}/rules", operation_id="listRules")
async def list_rules(
    request: SignedIn, db: NamedDependency[Database], programme_id: FromPath[UUID]
) -> Page[SentVersion]:
    """Every version of a programme's rules, those to come included, newest first."""
    found = await service.list_versions(db, request.user.uid, programme_id)
    return Page([sent_version(one) for one in found])


@put("/programmes/{programme_id:uuid}/rules/{effective_on:date}", operation_id="putRules", status_code=201)
async def put_rules(
    request: SignedIn,
    db: NamedDependency[Database],
    programme_id: FromPath[UUID],
    effective_on: FromPath[date],
    data: JSONBody[NewRules],
) -> Response[SentVersion]:
    """Decides the rules from a day on (200: they were decided already). Rules in force are never rewritten."""
    version, is_new = await service.put_rules(db, request.user.uid, programme_id, effective_on, data)
    return Response(sent_version(version), status_code=201 if is_new else 200)
