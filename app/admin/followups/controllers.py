"""How tandems go, under /v1/staff."""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from app.admin.followups import service
from app.admin.followups.wire import FollowUp, ListedReport, listed_report
from app.auth.guard import SignedIn
from app.db import Database
from app.feedback.model import State
from app.paging import read_cursor, write_cursor
from app.wire import Page


@get("/feedback", operation_id="findFeedback")
async def find_feedback(
    request: SignedIn,
    db: NamedDependency[Database],
    # Litestar keeps the name `state` for itself.
    found_in: Annotated[State, QueryParameter(name="state")] = "given",
    needs_help: Annotated[bool | None, QueryParameter(name="needsHelp")] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[ListedReport]:
    """Mentors' reports on mentees of the caller's structure, newest first: given, due or missed. Notes are apart."""
    found, faces = await service.list_feedback(db, request.user.uid, found_in, needs_help, read_cursor(cursor), limit)
    return Page(
        [listed_report(one, faces) for one in found if {one.mentee_id, one.mentor_id} <= faces.keys()],
        write_cursor(found, limit, lambda one: (one.asked_at, one.id)),
    )


@get("/tandems/{tandem_id:uuid}/follow-up", operation_id="readFollowUp")
async def read_follow_up(request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID]) -> FollowUp:
    """All that the two of a tandem were asked and said of it, notes and comments included."""
    return await service.read(db, request.user.uid, tandem_id)
