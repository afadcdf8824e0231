"""The first meeting of three of the caller's tandem."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.introductions import calendar as calendars
from app.introductions import service
from app.introductions.wire import NewBooking, SentFreeSlot, SentIntroduction, sent_free_slot, sent_introduction
from app.meetings.calendars.controllers import answer_feed
from app.paging import read_cursor, write_cursor
from app.wire import Page


@get("/tandems/{tandem_id:uuid}/introduction/slots", operation_id="listIntroductionSlots")
async def list_introduction_slots(
    request: SignedIn,
    db: NamedDependency[Database],
    tandem_id: FromPath[UUID],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[SentFreeSlot]:
    """When an officer of the structure can introduce the two, and both are free: the soonest first."""
    found = await service.list_free(db, request.user.uid, tandem_id, read_cursor(cursor), limit)
    following = write_cursor(found, limit, lambda slot: (slot.starts_at, slot.id))
    return Page([sent_free_slot(slot) for slot in found], following)


@get("/tandems/{tandem_id:uuid}/introduction", operation_id="readIntroduction")
async def read_introduction(
    request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID]
) -> SentIntroduction:
    """Whether the two await a first meeting of three, and the one that is booked."""
    found = await service.read(db, request.user.uid, tandem_id)
    return sent_introduction(*found, datetime.now(UTC), language_of(request))


@put("/tandems/{tandem_id:uuid}/introduction", operation_id="bookIntroduction")
async def book_introduction(
    request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID], data: JSONBody[NewBooking]
) -> SentIntroduction:
    """The slot suits: the meeting is booked for the three, instead of the one that was."""
    found = await service.book(db, request.user.uid, tandem_id, data.slot_id)
    return sent_introduction(*found, datetime.now(UTC), language_of(request))


@delete("/tandems/{tandem_id:uuid}/introduction", operation_id="cancelIntroduction", status_code=204)
async def cancel_introduction(request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID]) -> None:
    """The meeting does not take place, and its slot is free for others."""
    await service.cancel(db, request.user.uid, tandem_id)


@get("/introductions/calendars/{calendar:str}", operation_id="readOfficersCalendar")
async def read_officers_calendar(
    request: Request[Any, Any, Any], db: NamedDependency[Database], calendar: FromPath[str]
) -> Response[bytes]:
    """When an officer introduces, for calendar apps: the address itself is the key, and nobody is named."""
    return answer_feed(request, await calendars.read_feed(db, calendar))
