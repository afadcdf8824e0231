"""The desk's calendar of first meetings of three; every act and every look leaves an entry."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from app.audit import service as audit
from app.db import Connection, Database
from app.delays.calendar import PARIS
from app.errors import Invalid, Words
from app.introductions import slots, store
from app.introductions.model import Awaiting, Outcome, Progress, Slot, State
from app.introductions.wire import ChangedSlot, NewSlots
from app.paging import Cursor
from app.staff import service as staff

MONTH = timedelta(days=30)
LONGEST = timedelta(days=366)

Published = tuple[list[Slot], list[date], list[datetime]]


async def publish(db: Database, uid: str, series_id: UUID, new: NewSlots) -> Published:
    return await db.transact(_publish, uid, series_id, new)


async def list_slots(
    db: Database,
    uid: str,
    since: date | None,
    until: date | None,
    officer_id: UUID | None,
    state: State | None,
    after: Cursor | None,
    limit: int,
) -> list[Slot]:
    """The calendar of the caller's structure and those below: from a day on until another, that one included."""
    return await db.transact(_list_slots, uid, _span(since, until), officer_id, state, after, limit)


async def change(db: Database, uid: str, slot_id: UUID, new: ChangedSlot) -> Slot:
    return await db.transact(_change, uid, slot_id, new)


async def cancel(db: Database, uid: str, slot_id: UUID) -> None:
    await db.transact(_cancel, uid, slot_id)


async def give(db: Database, uid: str, slot_id: UUID, tandem_id: UUID) -> Slot:
    return await db.transact(_give, uid, slot_id, tandem_id)


async def tell_outcome(db: Database, uid: str, slot_id: UUID, outcome: Outcome) -> Slot:
    return await db.transact(_tell_outcome, uid, slot_id, outcome)


async def list_awaiting(
    db: Database, uid: str, progress: Progress | None, after: Cursor | None, limit: int
) -> list[Awaiting]:
    return await db.transact(_list_awaiting, uid, progress, after, limit)


async def withdraw_without_officer(db: Database, staff_id: UUID, officer_id: UUID) -> None:
    """What an officer who left, or decides elsewhere now, cannot hold is cancelled by staff, slot after slot."""
    async with db.connection() as connection:
        orphaned = await store.slots_without_officer(connection, officer_id)
    for slot_id, structure_id in orphaned:
        await db.transact(_withdraw, staff_id, slot_id, structure_id)


async def _publish(connection: Connection, uid: str, series_id: UUID, new: NewSlots) -> Published:
    officer = await staff.deciding(connection, uid, "officer")
    found = await slots.publish(connection, officer, series_id, new)
    after = {"series": str(series_id), "slots": len(found[0])}
    structure_id = new.structure_id or officer.structure_id
    await audit.record(connection, officer.id, "publish-slots", "structure", structure_id, after=after)
    return found


async def _list_slots(
    connection: Connection,
    uid: str,
    span: tuple[datetime, datetime],
    officer_id: UUID | None,
    state: State | None,
    after: Cursor | None,
    limit: int,
) -> list[Slot]:
    reader = await staff.reading(connection, uid)
    found = await store.slots_under(connection, reader.structure_id, span, officer_id, state, after, limit)
    about = {member_id for slot in found for member_id in slot.members}
    read = {"from": span[0].isoformat(), "until": span[1].isoformat()}
    await audit.record(connection, reader.id, "list-slots", "structure", reader.structure_id, after=read, about=about)
    return found


async def _change(connection: Connection, uid: str, slot_id: UUID, new: ChangedSlot) -> Slot:
    officer = await staff.deciding(connection, uid, "officer")
    before, after = await slots.change(connection, officer.structure_id, slot_id, new)
    if before != after:
        await _record(connection, officer.id, "change-slot", before, after)
    return after


async def _cancel(connection: Connection, uid: str, slot_id: UUID) -> None:
    officer = await staff.deciding(connection, uid, "officer")
    before = await slots.cancel(connection, officer.structure_id, slot_id)
    if before.state != "cancelled":
        await _record(connection, officer.id, "cancel-slot", before)


async def _give(connection: Connection, uid: str, slot_id: UUID, tandem_id: UUID) -> Slot:
    officer = await staff.deciding(connection, uid, "officer")
    given = await slots.give(connection, officer.structure_id, slot_id, tandem_id)
    await _record(connection, officer.id, "book-introduction", None, given)
    return given


async def _tell_outcome(connection: Connection, uid: str, slot_id: UUID, outcome: Outcome) -> Slot:
    officer = await staff.deciding(connection, uid, "officer")
    before, after = await slots.tell_outcome(connection, officer, slot_id, outcome)
    if before != after:
        await _record(connection, officer.id, "tell-introduction", before, after)
    return after


async def _list_awaiting(
    connection: Connection, uid: str, progress: Progress | None, after: Cursor | None, limit: int
) -> list[Awaiting]:
    reader = await staff.reading(connection, uid)
    found = await store.list_awaiting(connection, reader.structure_id, progress, after, limit)
    about = {member_id for one in found for member_id in (one.mentee_id, one.mentor_id)}
    await audit.record(
        connection,
        reader.id,
        "list-introductions",
        "structure",
        reader.structure_id,
        after={"tandems": [str(one.tandem_id) for one in found]},
        about=about,
    )
    return found


async def _withdraw(connection: Connection, staff_id: UUID, slot_id: UUID, structure_id: UUID) -> None:
    before = await slots.cancel(connection, structure_id, slot_id)
    if before.state != "cancelled":
        await _record(connection, staff_id, "cancel-slot", before)


async def _record(
    connection: Connection, staff_id: UUID, act: str, before: Slot | None, after: Slot | None = None
) -> None:
    about = {member_id for slot in (before, after) if slot for member_id in slot.members}
    slot = after or before
    assert slot is not None
    await audit.record(
        connection,
        staff_id,
        act,
        "slot",
        slot.id,
        before=_facts(before) if before else None,
        after=_facts(after) if after else None,
        about=about,
    )


def _facts(slot: Slot) -> dict[str, Any]:
    return {
        "state": slot.state,
        "startsAt": slot.starts_at.isoformat(),
        "tandemId": str(slot.tandem_id) if slot.tandem_id else None,
    }


def _span(since: date | None, until: date | None) -> tuple[datetime, datetime]:
    first = since or datetime.now(PARIS).date()
    if not 1 < first.year < 9998:
        raise Invalid(("from", Words("jour hors du calendrier", "a day outside the calendar")))
    last = until or first + MONTH
    if not first <= last <= first + LONGEST:
        raise Invalid(("until", Words("au plus un an après le début", "a year after the start at most")))
    begin, end = (datetime.combine(day, time(), PARIS).astimezone(UTC) for day in (first, last + timedelta(days=1)))
    return begin, end
