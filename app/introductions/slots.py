"""The slots of officers: published, changed, given to a tandem, what came of them. `scope` is the staff's structure."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from app.db import Connection, Crossed
from app.errors import Invalid, NotFound, Words
from app.introductions import service, store
from app.introductions.errors import AlreadyHeld, MembersElsewhere, NothingHeld, SlotOver, SlotOverlaps
from app.introductions.model import Outcome, Slot
from app.introductions.rules import place_of, start_of, starts_of
from app.introductions.wire import ChangedSlot, NewSlots
from app.staff.model import Staff
from app.structures import store as structures
from app.tandems import service as tandems
from app.tandems import store as tandem_store

UNKNOWN_STRUCTURE = Words("choisissez une structure de votre périmètre", "choose a structure within your scope")
UNKNOWN_PROGRAMME = Words("ce programme n'est pas à cette structure", "this programme is not this structure's")
UNKNOWN_TANDEM = Words("choisissez un tandem de votre périmètre", "choose a tandem within your scope")


async def publish(
    connection: Connection, officer: Staff, series_id: UUID, new: NewSlots
) -> tuple[list[Slot], list[date], list[datetime]]:
    """The slots of the series, the holidays left out, and the times at which another of the officer's slots is."""
    structure_id = new.structure_id or officer.structure_id
    await _check_whose(connection, officer.structure_id, structure_id, new.programme_id)
    starts, holidays = starts_of(new, datetime.now(UTC))
    # A time published before and again is the same slot.
    slots = {uuid5(series_id, start.isoformat()): start for start in starts}
    if not await store.lock_officer(connection, officer.id):
        raise Crossed  # told again, they are no staff
    plan = place_of(new, structure_id, new.programme_id)
    await store.publish_slots(connection, officer.id, slots, new.minutes, plan)
    found = await store.slots_among(connection, officer.structure_id, list(slots))
    published = [slot for slot in found if slot.officer_id == officer.id]
    there = {slot.id for slot in published}
    return published, holidays, [start for slot_id, start in slots.items() if slot_id not in there]


async def change(connection: Connection, scope: UUID, slot_id: UUID, new: ChangedSlot) -> tuple[Slot, Slot]:
    """The slot before and after, at another time or place; the two who booked it are told, and come along."""
    now = datetime.now(UTC)
    before = await _held(connection, scope, slot_id)
    start, plan = start_of(new, now), place_of(new, before.structure_id, before.programme_id)
    end = start + timedelta(minutes=new.minutes)
    if (before.starts_at, before.ends_at) == (start, end) and _place(before) == (
        plan.kind, plan.place_kind, plan.place, plan.link,
    ):  # fmt: skip
        return before, before  # said again
    if before.state not in ("free", "booked") or before.starts_at <= now:
        raise SlotOver
    if not await store.change_slot(connection, slot_id, start, end, plan):
        raise SlotOverlaps
    if before.tandem_id and before.meeting_id:
        if not await store.move_introduction(connection, before.meeting_id, slot_id, "staff"):
            raise MembersElsewhere
        await service.tell(connection, "IntroductionMoved", before.tandem_id, before.meeting_id)
    return before, await in_scope(connection, scope, slot_id)


async def cancel(connection: Connection, scope: UUID, slot_id: UUID) -> Slot:
    """The slot as it was: nobody books it any more, and the two who had are told, and may book another."""
    before = await _held(connection, scope, slot_id)
    if before.state == "cancelled":
        return before
    if before.state not in ("free", "booked") or before.starts_at <= datetime.now(UTC):
        raise SlotOver
    if before.tandem_id and before.meeting_id:
        await service.call_off(connection, before.tandem_id, before.meeting_id)
    await store.set_state(connection, slot_id, "cancelled")
    return before


async def give(connection: Connection, scope: UUID, slot_id: UUID, tandem_id: UUID) -> Slot:
    """Staff book the slot for a tandem."""
    await in_scope(connection, scope, slot_id)
    if not await store.tandem_in_scope(connection, tandem_id, scope):
        raise Invalid(("tandemId", UNKNOWN_TANDEM))
    await service.hold(connection, tandem_id)
    await service.take(connection, tandem_id, slot_id, "staff", datetime.now(UTC))
    return await in_scope(connection, scope, slot_id)


async def tell_outcome(connection: Connection, officer: Staff, slot_id: UUID, outcome: Outcome) -> tuple[Slot, Slot]:
    """The slot before and after. Once the three have met, the tandem goes on by the rule of all introductions."""
    before = await _held(connection, officer.structure_id, slot_id)
    if before.state == outcome:
        return before, before
    if before.state == "held":
        raise AlreadyHeld
    if before.tandem_id is None or before.starts_at > datetime.now(UTC):
        raise NothingHeld
    await store.set_state(connection, slot_id, outcome)
    if outcome == "held" and await _may_begin(connection, before.tandem_id):
        await tandems.introduce(connection, before.tandem_id, officer.id)
    return before, await in_scope(connection, officer.structure_id, slot_id)


async def in_scope(connection: Connection, scope: UUID, slot_id: UUID) -> Slot:
    """A slot of the structure or of one below it; another's is not found."""
    found: Sequence[Slot] = await store.slots_among(connection, scope, [slot_id])
    if not found:
        raise NotFound
    return found[0]


async def _held(connection: Connection, scope: UUID, slot_id: UUID) -> Slot:
    """The same, locked with the tandem that it is for, in the order of all locks."""
    seen = await in_scope(connection, scope, slot_id)
    if seen.tandem_id is not None:
        await service.hold(connection, seen.tandem_id)
    # Two who move slots of one officer at once would wait for each other within the constraint: a deadlock.
    await store.lock_officer(connection, seen.officer_id)
    await store.lock_slots(connection, None, slot_id)
    slot = await in_scope(connection, scope, slot_id)
    if slot.tandem_id != seen.tandem_id:
        raise Crossed  # somebody booked it, or gave it up, a moment ago
    return slot


async def _may_begin(connection: Connection, tandem_id: UUID) -> bool:
    stage = await tandem_store.stage(connection, tandem_id)
    return stage is not None and stage.state == "formed"


async def _check_whose(connection: Connection, scope: UUID, structure_id: UUID, programme_id: UUID | None) -> None:
    if await structures.structure(connection, scope, structure_id) is None:
        raise Invalid(("structureId", UNKNOWN_STRUCTURE))
    if programme_id is not None and not await structures.serves(connection, structure_id, programme_id):
        raise Invalid(("programmeId", UNKNOWN_PROGRAMME))


def _place(slot: Slot) -> tuple[str, str | None, str | None, str | None]:
    return slot.kind, slot.place_kind, slot.place, slot.link
