"""First meetings of three in Postgres."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from app.db import Connection
from app.errors import Language
from app.introductions.model import Awaiting, Booked, FreeSlot, Offer, Plan, Progress, Slot, State
from app.meetings.calendars.model import Entry, Reader
from app.meetings.model import Booker
from app.paging import Cursor
from app.sql import queries
from app.tandems.model import OpenTandem

Q = queries("introductions")


async def hold_two(connection: Connection, tandem_id: UUID) -> None:
    await connection.execute(Q.hold_two, tandem_id)


async def lock_slots(connection: Connection, tandem_id: UUID | None, slot_id: UUID | None) -> None:
    await connection.execute(Q.lock_slots, tandem_id, slot_id)


async def lock_officer(connection: Connection, officer_id: UUID) -> bool:
    """False when they have left."""
    return await connection.fetchval(Q.lock_officer, officer_id) is not None


async def is_awaited(connection: Connection, tandem_id: UUID) -> bool:
    awaited: bool = await connection.fetchval(Q.is_awaited, tandem_id)
    return awaited


async def free_slots(
    connection: Connection, tandem_id: UUID, earliest: datetime, after: Cursor | None, limit: int
) -> list[FreeSlot]:
    starts_at, slot_id = after or (None, None)
    rows = await connection.fetch(Q.free_slots, tandem_id, earliest, starts_at, slot_id, limit)
    return [FreeSlot(**row) for row in rows]


async def offer(connection: Connection, tandem_id: UUID, slot_id: UUID) -> Offer | None:
    row = await connection.fetchrow(Q.offer, tandem_id, slot_id)
    return Offer(**row) if row else None


async def booked_slot(connection: Connection, tandem_id: UUID) -> Booked | None:
    row = await connection.fetchrow(Q.booked_slot, tandem_id)
    return Booked(**row) if row else None


async def booked_slots_of(connection: Connection, member_id: UUID) -> list[OpenTandem]:
    return [OpenTandem(*row.values()) for row in await connection.fetch(Q.booked_slots_of, member_id)]


async def confirm_introduction(connection: Connection, tandem_id: UUID, slot_id: UUID, by: Booker) -> UUID | None:
    """The new meeting's id; None when one of the two is in another meeting then. The transaction can only end then."""
    try:
        meeting_id: UUID = await connection.fetchval(Q.confirm_introduction, tandem_id, slot_id, by)
    except asyncpg.ExclusionViolationError:
        return None
    return meeting_id


async def move_introduction(connection: Connection, meeting_id: UUID, slot_id: UUID, by: Booker) -> bool:
    """False when one of the two is in another meeting then. The transaction can only end after that."""
    try:
        await connection.execute(Q.move_introduction, meeting_id, slot_id, by)
    except asyncpg.ExclusionViolationError:
        return False
    return True


async def revision_of(connection: Connection, meeting_id: UUID) -> int:
    revision: int = await connection.fetchval(Q.revision_of, meeting_id)
    return revision


async def book_slot(connection: Connection, slot_id: UUID, tandem_id: UUID, meeting_id: UUID) -> None:
    await connection.execute(Q.book_slot, slot_id, tandem_id, meeting_id)


async def free_slot(connection: Connection, slot_id: UUID) -> None:
    await connection.execute(Q.free_slot, slot_id)


async def set_state(connection: Connection, slot_id: UUID, state: State) -> None:
    await connection.execute(Q.set_state, slot_id, state)


async def publish_slots(
    connection: Connection, officer_id: UUID, slots: dict[UUID, datetime], minutes: int, plan: Plan
) -> set[UUID]:
    """Those that overlap no other of the officer's."""
    rows = await connection.fetch(
        Q.publish_slots,
        list(slots),
        list(slots.values()),
        officer_id,
        minutes,
        plan.structure_id,
        plan.programme_id,
        plan.kind,
        plan.place_kind,
        plan.place,
        plan.link,
    )
    return {row["id"] for row in rows}


async def change_slot(
    connection: Connection, slot_id: UUID, starts_at: datetime, ends_at: datetime, plan: Plan
) -> bool:
    """False when it would overlap another of the officer's. The transaction can only end after that."""
    place = plan.kind, plan.place_kind, plan.place, plan.link
    try:
        await connection.execute(Q.change_slot, slot_id, starts_at, ends_at, *place)
    except asyncpg.ExclusionViolationError:
        return False
    return True


async def slots_under(
    connection: Connection,
    structure_id: UUID,
    span: tuple[datetime, datetime],
    officer_id: UUID | None,
    state: State | None,
    after: Cursor | None,
    limit: int,
) -> list[Slot]:
    starts_at, slot_id = after or (None, None)
    rows = await connection.fetch(
        Q.slots_under, structure_id, *span, officer_id, state, starts_at, slot_id, limit, None
    )
    return [Slot(**row) for row in rows]


async def slots_among(connection: Connection, structure_id: UUID, slot_ids: Sequence[UUID]) -> list[Slot]:
    """Those of the slots that are for the structure or for those below it."""
    rows = await connection.fetch(
        Q.slots_under, structure_id, None, None, None, None, None, None, len(slot_ids), slot_ids
    )
    return [Slot(**row) for row in rows]


async def tandem_in_scope(connection: Connection, tandem_id: UUID, structure_id: UUID) -> list[UUID]:
    """Its two members; nobody when it is elsewhere."""
    row = await connection.fetchrow(Q.tandem_in_scope, tandem_id, structure_id)
    return list(row.values()) if row else []


async def list_awaiting(
    connection: Connection, structure_id: UUID, progress: Progress | None, after: Cursor | None, limit: int
) -> list[Awaiting]:
    formed_at, tandem_id = after or (None, None)
    rows = await connection.fetch(Q.list_awaiting, structure_id, formed_at, tandem_id, limit, progress)
    return [Awaiting(**row) for row in rows]


async def slots_without_officer(connection: Connection, officer_id: UUID) -> list[tuple[UUID, UUID]]:
    """Each with its structure."""
    rows = await connection.fetch(Q.slots_without_officer, officer_id)
    return [(row["id"], row["structure_id"]) for row in rows]


async def put_calendar(connection: Connection, officer_id: UUID, secret_hash: bytes, locale: Language) -> datetime:
    made_at: datetime = await connection.fetchval(Q.put_calendar, officer_id, secret_hash, locale)
    return made_at


async def delete_calendar(connection: Connection, officer_id: UUID) -> None:
    await connection.execute(Q.delete_calendar, officer_id)


async def calendar_made_at(connection: Connection, officer_id: UUID) -> datetime | None:
    made_at: datetime | None = await connection.fetchval(Q.calendar_made_at, officer_id)
    return made_at


async def reader_of(connection: Connection, secret_hash: bytes) -> Reader | None:
    row = await connection.fetchrow(Q.reader_of, secret_hash)
    return Reader(**row) if row else None


async def entries_of(connection: Connection, officer_id: UUID, with_whom: str, limit: int) -> list[Entry]:
    rows = await connection.fetch(Q.entries_of, officer_id, limit)
    return [Entry(**row, with_whom=with_whom) for row in rows]
