"""How meetings went, and what it says of the caller."""

from datetime import UTC, datetime
from uuid import UUID

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.meetings.attendances import service
from app.meetings.attendances.wire import NewAttendance, NewMarkAppeal, SentReliability, sent_reliability
from app.meetings.wire import SentMeeting, sent_meeting


@put("/tandems/{tandem_id:uuid}/meetings/{meeting_id:uuid}/attendance", operation_id="sayAttendance")
async def say_attendance(
    request: SignedIn,
    db: NamedDependency[Database],
    tandem_id: FromPath[UUID],
    meeting_id: FromPath[UUID],
    data: JSONBody[NewAttendance],
) -> SentMeeting:
    """The caller says how the meeting went; they may change their word for 14 days."""
    meeting = await service.say(db, request.user.uid, tandem_id, meeting_id, data.said)
    return sent_meeting(meeting, datetime.now(UTC), language_of(request))


@get("/me/reliability", operation_id="readReliability")
async def read_reliability(request: SignedIn, db: NamedDependency[Database]) -> SentReliability:
    """How well the caller keeps meetings, and the marks that it comes from."""
    return sent_reliability(await service.own_reliability(db, request.user.uid), language_of(request))


@put("/me/reliability/marks/{meeting_id:uuid}/appeal", operation_id="appealMark")
async def appeal_mark(
    request: SignedIn, db: NamedDependency[Database], meeting_id: FromPath[UUID], data: JSONBody[NewMarkAppeal]
) -> SentReliability:
    """The caller asks their structure to look again at a mark."""
    found = await service.appeal(db, request.user.uid, meeting_id, data.words)
    return sent_reliability(found, language_of(request))
