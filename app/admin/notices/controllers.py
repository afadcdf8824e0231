"""Notices, announcements and jobs, under /v1/staff."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.admin.notices import service
from app.admin.notices.wire import Letter, SentJob, letter
from app.announcements.wire import NewAnnouncement, SentAnnouncement
from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.paging import read_cursor, write_cursor
from app.wire import Page


@get("/notices", operation_id="listLetters")
async def list_letters(
    request: SignedIn,
    db: NamedDependency[Database],
    # Litestar keeps the name `state` for itself.
    found_in: Annotated[Literal["dead", "waiting"], QueryParameter(name="state")] = "dead",
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[Letter]:
    """Notices that no phone could be told (`dead`), or that wait, newest first, and why."""
    found = await service.list_letters(db, request.user.uid, found_in, read_cursor(cursor), limit)
    language = language_of(request)
    return Page(
        [letter(one, language) for one in found], write_cursor(found, limit, lambda one: (one.created_at, one.id))
    )


@post("/notices/{notice_id:uuid}/resending", operation_id="resendNotice", status_code=204)
async def resend_notice(request: SignedIn, db: NamedDependency[Database], notice_id: FromPath[UUID]) -> None:
    """A dead letter is tried again."""
    await service.resend(db, request.user.uid, notice_id)


@post("/announcements", operation_id="announce", status_code=201)
async def announce(
    request: SignedIn, db: NamedDependency[Database], data: JSONBody[NewAnnouncement]
) -> Response[SentAnnouncement]:
    """Tells the members of the caller's structure (200: they were told the same within a day)."""
    said, new = await service.announce(db, request.user.uid, data)
    sent = SentAnnouncement(said.id, said.recipients, said.announced_at)
    return Response(sent, status_code=201 if new else 200)


@get("/jobs", operation_id="listJobs")
async def list_jobs(request: SignedIn, db: NamedDependency[Database]) -> Page[SentJob]:
    """What runs by the clock: the latest slot of each job, and how it ended."""
    runs = await service.list_jobs(db, request.user.uid)
    return Page(
        [
            SentJob(
                name=run.job,
                slot=run.slot,
                outcome="running" if run.running else "failed" if run.failure else "done",
                failure=run.failure,
                attempts=run.attempts,
                slots_missed=run.missed,
                done_at=run.done_at,
                seconds=run.seconds,
                done=run.done,
            )
            for run in runs
        ]
    )
