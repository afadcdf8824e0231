"""The caller's meetings in calendar apps."""

from hashlib import blake2b
from typing import Any
from uuid import UUID

from litestar import Request, Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.meetings.calendars import service
from app.meetings.calendars.wire import CalendarAddress, CalendarState
from app.references import already_has

CALENDAR = "text/calendar"
# Whoever has the address is one reader; a cancellation must not be hidden for long.
FRESH = "private, max-age=300"


@put("/me/calendar", operation_id="openCalendar")
async def open_calendar(request: SignedIn, db: NamedDependency[Database]) -> CalendarAddress:
    """Makes a secret address for calendar apps; the one before stops at once."""
    name, made_at = await service.open_feed(db, request.user.uid, language_of(request))
    return CalendarAddress(f"{origin(request)}/v1/calendars/{name}", made_at)


@get("/me/calendar", operation_id="readCalendarState")
async def read_calendar_state(request: SignedIn, db: NamedDependency[Database]) -> CalendarState:
    """Whether there is such an address, and since when."""
    return CalendarState(await service.feed_since(db, request.user.uid))


@delete("/me/calendar", operation_id="closeCalendar", status_code=204)
async def close_calendar(request: SignedIn, db: NamedDependency[Database]) -> None:
    """The address shows nothing any more."""
    await service.close_feed(db, request.user.uid)


@get("/calendars/{calendar:str}", operation_id="readCalendar")
async def read_calendar(
    request: Request[Any, Any, Any], db: NamedDependency[Database], calendar: FromPath[str]
) -> Response[bytes]:
    """A member's meetings, for calendar apps: the address itself is the key."""
    return answer_feed(request, await service.read_feed(db, calendar))


@get("/tandems/{tandem_id:uuid}/meetings/{meeting_id:uuid}/meeting.ics", operation_id="readMeetingFile")
async def read_meeting_file(
    request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID], meeting_id: FromPath[UUID]
) -> Response[bytes]:
    """One meeting as a calendar file."""
    content = await service.read_file(db, request.user.uid, tandem_id, meeting_id, language_of(request))
    headers = {"Content-Disposition": 'attachment; filename="tandem.ics"', "Cache-Control": "private, no-cache"}
    return Response(content, media_type=CALENDAR, headers=headers)


def answer_feed(request: Request[Any, Any, Any], content: bytes) -> Response[bytes]:
    """The feed, or that the reader has it already."""
    etag = f'"{blake2b(content, digest_size=12).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": FRESH, "X-Robots-Tag": "noindex"}
    if already_has(etag, request.headers.get("if-none-match", "")):
        return Response(b"", status_code=304, headers=headers)
    return Response(content, media_type=CALENDAR, headers=headers)


def origin(request: Request[Any, Any, Any]) -> str:
    """Where the caller reached us; a proxy in front of us says whether that was over https."""
    scheme = "https" if request.headers.get("x-forwarded-proto") == "https" else request.url.scheme
    return f"{scheme}://{request.url.netloc}"
