"""The calendar of first meetings of three, under /v1/staff."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.admin.introductions import calendars, service
from app.admin.introductions.wire import (
    PublishedSlots,
    SentAwaiting,
    SentSlot,
    published,
    sent_awaiting,
    sent_slot,
)
from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.introductions.model import Progress, State
from app.introductions.wire import ChangedSlot, NewIntroduction, NewSlots, ToldOutcome
from app.meetings.calendars.controllers import origin
from app.meetings.calendars.wire import CalendarAddress, CalendarState
from app.paging import read_cursor, write_cursor
from app.wire import Page


@get("/introductions", operation_id="listAwaitedIntroductions")
async def list_awaited_introductions(
    request: SignedIn,
    db: NamedDependency[Database],
    progress: FromQuery[Progress | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[SentAwaiting]:
    """Tandems of the caller's structure and of those below that await their first meeting of three, oldest first."""
    found = await service.list_awaiting(db, request.user.uid, progress, read_cursor(cursor), limit)
    following = write_cursor(found, limit, lambda one: (one.formed_at, one.tandem_id))
    return Page([sent_awaiting(one) for one in found], following)


@put("/introductions/series/{series_id:uuid}", operation_id="publishSlots")
async def publish_slots(
    request: SignedIn, db: NamedDependency[Database], series_id: FromPath[UUID], data: JSONBody[NewSlots]
) -> PublishedSlots:
    """The caller can introduce tandems then: one slot, several in a row, or the same every week. Sent again, it adds
    only what is missing."""
    return published(*await service.publish(db, request.user.uid, series_id, data))


@get("/introductions/slots", operation_id="listSlots")
async def list_slots(
    request: SignedIn,
    db: NamedDependency[Database],
    since: Annotated[date | None, QueryParameter(name="from")] = None,
    until: FromQuery[date | None] = None,
    officer_id: Annotated[UUID | None, QueryParameter(name="staffId")] = None,
    # Litestar keeps the name `state` for itself.
    found_in: Annotated[State | None, QueryParameter(name="state")] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[SentSlot]:
    """The calendar of the caller's structure and of those below, from a day on (today) until another (in a month)."""
    found = await service.list_slots(
        db, request.user.uid, since, until, officer_id, found_in, read_cursor(cursor), limit
    )
    return Page([sent_slot(slot) for slot in found], write_cursor(found, limit, lambda slot: (slot.starts_at, slot.id)))


@put("/introductions/slots/{slot_id:uuid}", operation_id="changeSlot")
async def change_slot(
    request: SignedIn, db: NamedDependency[Database], slot_id: FromPath[UUID], data: JSONBody[ChangedSlot]
) -> SentSlot:
    """Another time or place; who booked it is told, and comes then."""
    return sent_slot(await service.change(db, request.user.uid, slot_id, data))


@delete("/introductions/slots/{slot_id:uuid}", operation_id="cancelSlot", status_code=204)
async def cancel_slot(request: SignedIn, db: NamedDependency[Database], slot_id: FromPath[UUID]) -> None:
    """Nobody books it any more; who did is told, and may book another."""
    await service.cancel(db, request.user.uid, slot_id)


@put("/introductions/slots/{slot_id:uuid}/booking", operation_id="bookSlot")
async def book_slot(
    request: SignedIn, db: NamedDependency[Database], slot_id: FromPath[UUID], data: JSONBody[NewIntroduction]
) -> SentSlot:
    """The slot is for this tandem, instead of the one that the tandem had; both are told."""
    return sent_slot(await service.give(db, request.user.uid, slot_id, data.tandem_id))


@put("/introductions/slots/{slot_id:uuid}/outcome", operation_id="tellSlotOutcome")
async def tell_slot_outcome(
    request: SignedIn, db: NamedDependency[Database], slot_id: FromPath[UUID], data: JSONBody[ToldOutcome]
) -> SentSlot:
    """`held`: the three met, and the two are introduced. `missed`: they did not, and may book another slot."""
    return sent_slot(await service.tell_outcome(db, request.user.uid, slot_id, data.outcome))


@put("/introductions/calendar", operation_id="openOfficersCalendar")
async def open_officers_calendar(request: SignedIn, db: NamedDependency[Database]) -> CalendarAddress:
    """Makes a secret address at which calendar apps read the caller's introductions; the one before stops at once."""
    name, made_at = await calendars.open_feed(db, request.user.uid, language_of(request))
    return CalendarAddress(f"{origin(request)}/v1/introductions/calendars/{name}", made_at)


@get("/introductions/calendar", operation_id="readOfficersCalendarState")
async def read_officers_calendar_state(request: SignedIn, db: NamedDependency[Database]) -> CalendarState:
    """Whether there is such an address, and since when."""
    return CalendarState(await calendars.feed_since(db, request.user.uid))


@delete("/introductions/calendar", operation_id="closeOfficersCalendar", status_code=204)
async def close_officers_calendar(request: SignedIn, db: NamedDependency[Database]) -> None:
    """The address shows nothing any more."""
    await calendars.close_feed(db, request.user.uid)
