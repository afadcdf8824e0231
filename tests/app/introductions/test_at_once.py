"""A slot is one tandem's, an officer in one place, and a tandem in one slot, however many book at once."""

import asyncio
import random
from collections import Counter
from datetime import datetime
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from app.db import Connection, Database
from app.introductions import store
from app.introductions.model import Plan
from tests.app.introductions.desk import Desk, at, book, booked
from tests.app.tandems.couples import Couple
from tests.people import Caller, Town


async def test_twenty_tandems_book_one_slot_and_one_has_it(desk: Desk) -> None:
    slot_id, tandems = await desk.slot(), [await desk.two() for _ in range(20)]
    answers = await asyncio.gather(*(_persist(two.mentee, two, slot_id) for two in tandems))
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 19}
    assert {answer.json()["type"] for answer in answers if answer.status_code == 409} == {"urn:tandem:slot-taken"}
    assert await _meetings_in(desk.town, slot_id) == 1
    assert await _contradictions(desk.town) == 0


async def test_check_then_book_would_give_a_slot_twice(desk: Desk, db: Database) -> None:
    for guarded, given in ((False, 2), (True, 1)):
        slot_id, tandems = await desk.slot(), [await desk.two() for _ in range(2)]
        act = "enable" if guarded else "disable"
        await desk.town.run(f"alter table introduction_slot {act} trigger introduction_slot_given_once")
        looked = asyncio.Barrier(2)
        acts = [db.transact(_check_then_book, UUID(two.id), UUID(slot_id), looked) for two in tandems]
        came = await asyncio.gather(*acts, return_exceptions=True)
        assert sum(isinstance(one, asyncpg.CheckViolationError) for one in came) == 2 - given
        assert await _meetings_in(desk.town, slot_id) == given
        await desk.town.run("delete from meeting where officer_id is not null")
        await desk.town.run("delete from introduction_slot")


async def test_an_officers_slots_made_at_once_never_overlap(desk: Desk) -> None:
    starts = [at(48 + step / 6) for step in range(20)]
    answers = await asyncio.gather(*(desk.publish(start) for start in starts))
    assert {answer.status_code for answer in answers} == {200}
    published = [slot for answer in answers for slot in answer.json()["items"]]
    assert len(published) == await desk.town.value("select count(*) from introduction_slot") >= 4
    assert sum(len(answer.json()["skipped"]) for answer in answers) == 20 - len(published)
    assert await _overlaps(desk.town) == 0


async def test_check_then_publish_would_overlap(desk: Desk, db: Database) -> None:
    constraint = await desk.town.value(
        "select pg_get_constraintdef(oid) from pg_constraint where conname = 'introduction_slot_overlap'"
    )
    structure_id = await desk.town.value("select structure_id from staff where id = $1", desk.officer.id)
    plan = Plan(structure_id, None, "phone", None, None, None)
    await desk.town.run("alter table introduction_slot drop constraint introduction_slot_overlap")
    looked, start = asyncio.Barrier(2), datetime.fromisoformat(at(48))
    acts = [db.transact(_check_then_publish, UUID(desk.officer.id), start, plan, looked) for _ in range(2)]
    await asyncio.gather(*acts)
    assert await _overlaps(desk.town) == 1
    await desk.town.run("delete from introduction_slot")
    await desk.town.run(f"alter table introduction_slot add constraint introduction_slot_overlap {constraint}")
    await desk.slots(at(48))
    with pytest.raises(asyncpg.ExclusionViolationError):
        await desk.town.run(
            "insert into introduction_slot (id, staff_id, structure_id, starts_at, ends_at, kind) "
            "select uuid_v7(), staff_id, structure_id, starts_at, ends_at, 'phone' from introduction_slot"
        )


async def test_the_two_of_a_tandem_book_at_once_and_have_one_meeting(desk: Desk) -> None:
    two, slots = await desk.two(), [await desk.slot(hours) for hours in (48, 49, 50)]
    acts = [_persist(member, two, slot_id) for slot_id in slots for member in (two.mentee, two.mentor)]
    assert {answer.status_code for answer in await asyncio.gather(*acts)} == {200}
    assert await desk.town.value("select count(*) from meeting where tandem_id = $1", two.id) == 1
    assert await _contradictions(desk.town) == 0


async def test_whatever_is_done_at_once_slots_and_meetings_tell_the_same(desk: Desk) -> None:
    tandems = [await desk.two() for _ in range(5)]
    slots = [await desk.slot(48 + hours) for hours in range(6)]
    chance = random.Random(7)

    async def act() -> httpx.Response:
        two, slot_id, which = chance.choice(tandems), chance.choice(slots), chance.random()
        if which < 0.6:
            return await book(chance.choice([two.mentee, two.mentor]), two, slot_id)
        if which < 0.75:
            return await two.mentor.delete(f"{two.path}/introduction")
        if which < 0.9:
            return await desk.change(slot_id, at(48 + chance.randrange(12) / 2))
        return await desk.give(slot_id, two)

    for _ in range(4):
        answers = await asyncio.gather(*(act() for _ in range(15)))
        assert {answer.status_code for answer in answers} <= {200, 204, 409}
    await asyncio.gather(tandems[0].close(tandems[0].mentee), desk.cancel(slots[0]), desk.cancel(slots[1]))
    assert await _contradictions(desk.town) == 0
    assert await _overlaps(desk.town) == 0


async def test_a_slot_cancelled_while_it_is_booked_is_one_or_the_other(desk: Desk) -> None:
    for _ in range(5):
        two, slot_id = await desk.two(), await desk.slot()
        await asyncio.gather(_persist(two.mentee, two, slot_id), desk.cancel(slot_id))
        assert await desk.state(slot_id) == "cancelled"
        assert await _meetings_in(desk.town, slot_id) == 0
    assert await _contradictions(desk.town) == 0


async def test_held_and_missed_at_once_are_one_of_them(desk: Desk) -> None:
    two, slot_id = await desk.two(), await desk.slot()
    await booked(two, slot_id)
    await desk.pass_by(slot_id, 49)
    answers = await asyncio.gather(*(desk.tell(slot_id, outcome) for outcome in ("held", "missed") * 3))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert (await desk.state(slot_id), await two.state()) == ("held", "introduced")


async def _persist(caller: Caller, two: Couple, slot_id: str) -> httpx.Response:
    """As a phone does: while the service is too busy to answer, the same call again."""
    while True:
        answer = await book(caller, two, slot_id)
        if answer.status_code != 503:
            return answer


async def _check_then_book(connection: Connection, tandem_id: UUID, slot_id: UUID, looked: asyncio.Barrier) -> None:
    offer = await store.offer(connection, tandem_id, slot_id)
    assert offer is not None
    assert offer.state == "free"
    await looked.wait()
    meeting_id = await store.confirm_introduction(connection, tandem_id, slot_id, "mentee")
    assert meeting_id is not None
    await store.book_slot(connection, slot_id, tandem_id, meeting_id)


async def _check_then_publish(
    connection: Connection, officer_id: UUID, start: datetime, plan: Plan, looked: asyncio.Barrier
) -> None:
    assert await connection.fetchval("select count(*) from introduction_slot") == 0
    await looked.wait()
    await store.publish_slots(connection, officer_id, {uuid4(): start}, 30, plan)


async def _meetings_in(town: Town, slot_id: str) -> int:
    """How many confirmed meetings are at the slot's time with its officer."""
    return int(
        await town.value(
            "select count(*) from meeting join introduction_slot as slot on slot.staff_id = meeting.officer_id "
            "and slot.starts_at = meeting.starts_at where slot.id = $1 and meeting.state = 'confirmed'",
            slot_id,
        )
    )


async def _overlaps(town: Town) -> int:
    return int(
        await town.value(
            "select count(*) from introduction_slot as one join introduction_slot as other using (staff_id) "
            "where one.id < other.id and one.state <> 'cancelled' and other.state <> 'cancelled' "
            "and one.starts_at < other.ends_at and other.starts_at < one.ends_at"
        )
    )


async def _contradictions(town: Town) -> int:
    """Booked slots without their meeting, and confirmed first meetings to come without their slot."""
    return int(
        await town.value(
            """
            select count(*)
            from (select * from introduction_slot where state = 'booked') as slot
            full join (select * from meeting where officer_id is not null and state = 'confirmed' and starts_at > now())
                as meeting
            on
                slot.meeting_id = meeting.id
                and slot.tandem_id = meeting.tandem_id
                and slot.staff_id = meeting.officer_id
                and (slot.starts_at, slot.ends_at) = (meeting.starts_at, meeting.ends_at)
                and slot.place is not distinct from meeting.place
            where slot.id is null or meeting.id is null
            """
        )
    )
