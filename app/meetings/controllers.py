"""The meetings of the caller's tandems."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.auth.guard import SignedIn
from app.db import Database
from app.errors import Language, language_of
from app.meetings import service
from app.meetings.model import Meeting, When
from app.meetings.wire import NewCancellation, NewConfirmation, NewMeeting, SentMeeting, sent_meeting
from app.paging import read_cursor, write_cursor
from app.wire import Page


@get("/meetings", operation_id="listMeetings")
async def list_meetings(
    request: SignedIn,
    db: NamedDependency[Database],
    when: FromQuery[When] = "upcoming",
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[SentMeeting]:
    """The caller's meetings in all tandems: those to come, the soonest first, or those past, the latest first."""
    found = await service.list_own(db, request.user.uid, None, when, read_cursor(cursor), limit)
    return _page(found, limit, language_of(request))


@get("/tandems/{tandem_id:uuid}/meetings", operation_id="listTandemMeetings")
async def list_tandem_meetings(
    request: SignedIn,
    db: NamedDependency[Database],
    tandem_id: FromPath[UUID],
    when: FromQuery[When] = "upcoming",
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[SentMeeting]:
    """The meetings of one tandem: those to come, the soonest first, or those past, the latest first."""
    found = await service.list_own(db, request.user.uid, tandem_id, when, read_cursor(cursor), limit)
    return _page(found, limit, language_of(request))


@get("/tandems/{tandem_id:uuid}/meetings/{meeting_id:uuid}", operation_id="readMeeting")
async def read_meeting(
    request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID], meeting_id: FromPath[UUID]
) -> SentMeeting:
    """One meeting."""
    meeting = await service.read(db, request.user.uid, tandem_id, meeting_id)
    return sent_meeting(meeting, datetime.now(UTC), language_of(request))


@put("/tandems/{tandem_id:uuid}/meetings/{meeting_id:uuid}", operation_id="planMeeting")
async def plan_meeting(
    request: SignedIn,
    db: NamedDependency[Database],
    tandem_id: FromPath[UUID],
    meeting_id: FromPath[UUID],
    data: JSONBody[NewMeeting],
) -> Response[SentMeeting]:
    """Proposes a meeting (201), or other times for it (200): the other member confirms one of the slots."""
    meeting, is_new = await service.plan(db, request.user.uid, tandem_id, meeting_id, data)
    sent = sent_meeting(meeting, datetime.now(UTC), language_of(request))
    return Response(sent, status_code=201 if is_new else 200)


@put("/tandems/{tandem_id:uuid}/meetings/{meeting_id:uuid}/confirmation", operation_id="confirmMeeting")
async def confirm_meeting(
    request: SignedIn,
    db: NamedDependency[Database],
    tandem_id: FromPath[UUID],
    meeting_id: FromPath[UUID],
    data: JSONBody[NewConfirmation],
) -> SentMeeting:
    """One of the slots suits: the meeting is booked for both."""
    meeting = await service.confirm(db, request.user.uid, tandem_id, meeting_id, data)
    return sent_meeting(meeting, datetime.now(UTC), language_of(request))


@put("/tandems/{tandem_id:uuid}/meetings/{meeting_id:uuid}/cancellation", operation_id="cancelMeeting")
async def cancel_meeting(
    request: SignedIn,
    db: NamedDependency[Database],
    tandem_id: FromPath[UUID],
    meeting_id: FromPath[UUID],
    data: JSONBody[NewCancellation],
) -> SentMeeting:
    """The meeting does not take place."""
    meeting = await service.cancel(db, request.user.uid, tandem_id, meeting_id, data)
    return sent_meeting(meeting, datetime.now(UTC), language_of(request))


def _page(found: list[Meeting], limit: int, language: Language) -> Page[SentMeeting]:
    now = datetime.now(UTC)
    return Page(
        [sent_meeting(meeting, now, language) for meeting in found],
        write_cursor(found, limit, lambda meeting: (meeting.at, meeting.id)),
    )
