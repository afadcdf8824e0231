"""Mentors found for many mentees at once, under /v1/staff."""

from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.admin.cohorts import service
from app.admin.cohorts.wire import (
    CohortPair,
    CohortPreview,
    ListedCohort,
    NewCohort,
    cohort_pair,
    contested,
    listed_cohort,
)
from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.paging import read_cursor, write_cursor
from app.proposals.cohorts.model import PairState
from app.wire import Page


@put("/cohorts/{cohort_id:uuid}", operation_id="composeCohort")
async def compose_cohort(
    request: SignedIn, db: NamedDependency[Database], cohort_id: FromPath[UUID], data: JSONBody[NewCohort]
) -> Response[ListedCohort]:
    """Mentors are being found for these mentees (200: the cohort was there). Nobody is told before it is sent."""
    cohort, is_new = await service.compose(db, request.user.uid, cohort_id, data)
    return Response(listed_cohort(cohort), status_code=201 if is_new else 200)


@get("/cohorts", operation_id="listCohorts")
async def list_cohorts(
    request: SignedIn,
    db: NamedDependency[Database],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 20,
) -> Page[ListedCohort]:
    """Cohorts, newest first; kept for 90 days."""
    found = await service.list_cohorts(db, request.user.uid, read_cursor(cursor), limit)
    return Page([listed_cohort(one) for one in found], write_cursor(found, limit, lambda one: (one.made_at, one.id)))


@get("/cohorts/{cohort_id:uuid}", operation_id="readCohort")
async def read_cohort(request: SignedIn, db: NamedDependency[Database], cohort_id: FromPath[UUID]) -> CohortPreview:
    """How far a cohort has come, its certificate, and the mentors whom too many would like."""
    cohort, mentors = await service.read_cohort(db, request.user.uid, cohort_id)
    return CohortPreview(listed_cohort(cohort), [contested(mentor) for mentor in mentors])


@get("/cohorts/{cohort_id:uuid}/pairs", operation_id="listCohortPairs")
async def list_cohort_pairs(
    request: SignedIn,
    db: NamedDependency[Database],
    cohort_id: FromPath[UUID],
    # Litestar keeps the name `state` for itself.
    found_in: Annotated[PairState | None, QueryParameter(name="state")] = None,
    after: Annotated[int, QueryParameter(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[CohortPair]:
    """Who would go to whom, the most worthy first, then who is left; `next` is the `after` of the following page."""
    found = await service.list_pairs(db, request.user.uid, cohort_id, found_in, after, limit)
    language = language_of(request)
    return Page([cohort_pair(one, language) for one in found], str(found[-1].place) if len(found) == limit else None)


@delete("/cohorts/{cohort_id:uuid}/pairs/{member_id:uuid}", operation_id="removeCohortPair", status_code=204)
async def remove_cohort_pair(
    request: SignedIn, db: NamedDependency[Database], cohort_id: FromPath[UUID], member_id: FromPath[UUID]
) -> None:
    """The pair of this mentee will not be sent."""
    await service.remove_pair(db, request.user.uid, cohort_id, member_id)


@post("/cohorts/{cohort_id:uuid}/sending", operation_id="sendCohort", status_code=202)
async def send_cohort(request: SignedIn, db: NamedDependency[Database], cohort_id: FromPath[UUID]) -> ListedCohort:
    """All that stands is being proposed, once, and checked again for each; the cohort's counts say how far it is."""
    return listed_cohort(await service.send(db, request.user.uid, cohort_id))


@delete("/cohorts/{cohort_id:uuid}", operation_id="forgetCohort", status_code=204)
async def forget_cohort(request: SignedIn, db: NamedDependency[Database], cohort_id: FromPath[UUID]) -> None:
    """A preview that nobody sent is gone."""
    await service.forget(db, request.user.uid, cohort_id)
