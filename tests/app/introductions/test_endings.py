"""What becomes of a booked slot when somebody leaves."""

from uuid import uuid4

import pytest

from tests.app.introductions.desk import Desk, booked, free, meetings
from tests.app.tandems.couples import Couple, couple_with
from tests.people import Caller


@pytest.fixture
async def two(desk: Desk) -> Couple:
    return await desk.two()


async def _told(desk: Desk, member: Caller) -> list[str]:
    await desk.town.carry()
    return await member.notices()


async def test_a_tandem_that_closes_frees_its_slot(desk: Desk, two: Couple) -> None:
    slot_id, other = await desk.slot(), await desk.two()
    await booked(two, slot_id)
    await two.close(two.mentee)
    assert await free(other.mentee, other) == [slot_id]
    assert "TandemClosed" in await _told(desk, two.mentor)


async def test_a_block_frees_the_slot_and_tells_nobody(desk: Desk, two: Couple) -> None:
    slot_id = await desk.slot()
    await booked(two, slot_id)
    assert (await two.mentor.put(f"/v1/blocks/{two.mentee.id}")).status_code == 204
    assert await desk.state(slot_id) == "free"
    assert (await two.mentee.get(f"{two.path}/introduction")).status_code == 404
    assert "IntroductionCancelled" not in await _told(desk, two.mentee)


async def test_erasure_frees_the_slot_and_nothing_of_it_leads_to_the_member(desk: Desk, two: Couple) -> None:
    coming, passed, earlier = await desk.slot(48), await desk.slot(72), await desk.slot(96)
    await booked(two, earlier)
    await desk.pass_by(earlier, 97)
    await desk.tell(earlier, "missed")
    await booked(two, passed)
    await desk.pass_by(passed, 74)
    other = await couple_with(desk.town, two.mentor)
    await booked(other, coming)
    assert (await two.mentor.delete("/v1/me")).status_code == 204
    rows = await desk.town.rows("select id::text, state, tandem_id, meeting_id from introduction_slot")
    assert {row["id"]: row["state"] for row in rows} == {coming: "free", passed: "lapsed", earlier: "missed"}
    assert {(row["tandem_id"], row["meeting_id"]) for row in rows} == {(None, None)}
    for member in (two.mentee, other.mentee):
        assert "TandemEnded" in await _told(desk, member)
    calendar = await desk.officer.get("/v1/staff/introductions/slots")
    assert two.mentor.id not in calendar.text


async def test_a_suspended_member_meets_nobody_and_the_other_is_told(desk: Desk, two: Couple) -> None:
    slot_id = await desk.slot()
    await booked(two, slot_id)
    moderator = await desk.town.staff("moderator")
    sanction = {"memberId": two.mentee.id, "kind": "suspension", "reason": "Plusieurs signalements."}
    assert (await moderator.put(f"/v1/staff/sanctions/{uuid4()}", sanction)).status_code == 201
    assert await desk.state(slot_id) == "free"
    assert (await meetings(two.mentor))[0]["state"] == "cancelled"
    assert (await _told(desk, two.mentor))[-1] == "IntroductionCancelled"
    assert two.id not in {one["tandemId"] for one in await desk.queue()}
    assert (await desk.give(slot_id, two)).json()["type"] == "urn:tandem:introduction-not-needed"


async def test_a_ban_frees_the_slot(desk: Desk, two: Couple) -> None:
    slot_id = await desk.slot()
    await booked(two, slot_id)
    sanction_id, ban = uuid4(), {"memberId": two.mentor.id, "kind": "ban", "reason": "Plusieurs signalements."}
    await (await desk.town.staff("moderator")).put(f"/v1/staff/sanctions/{sanction_id}", ban)
    administrator = await desk.town.staff("administrator")
    confirmed = await administrator.post(f"/v1/staff/sanctions/{sanction_id}/confirmation")
    assert confirmed.status_code < 300, confirmed.text
    assert await desk.state(slot_id) == "free"
    assert "TandemEnded" in await _told(desk, two.mentee)


async def test_an_officer_who_leaves_takes_their_slots_along_and_the_two_are_told(desk: Desk, two: Couple) -> None:
    slots = [await desk.slot(48), await desk.slot(72)]
    await booked(two, slots[0])
    administrator = await desk.town.staff("administrator")
    assert (await administrator.delete(f"/v1/staff/accounts/{desk.officer.id}")).status_code < 300
    assert [await desk.state(slot_id) for slot_id in slots] == ["cancelled", "cancelled"]
    assert await free(two.mentee, two) == []
    for member in (two.mentee, two.mentor):
        assert (await _told(desk, member))[-1] == "IntroductionCancelled"
    await desk.town.run("update staff set left_at = null where id = $1", desk.officer.id)


async def test_an_officer_who_becomes_a_reader_holds_no_slots(desk: Desk, two: Couple) -> None:
    slot_id = await desk.slot()
    await booked(two, slot_id)
    structure_id = await desk.town.value("select structure_id::text from staff where id = $1", desk.officer.id)
    account = {"displayName": "officer", "structureId": structure_id}
    administrator, path = await desk.town.staff("administrator"), f"/v1/staff/accounts/{desk.officer.id}"
    assert (await administrator.put(path, account | {"role": "officer"})).status_code == 200
    assert await desk.state(slot_id) == "booked"
    assert (await administrator.put(path, account | {"role": "reader"})).status_code == 200
    assert await desk.state(slot_id) == "cancelled"
    await administrator.put(path, account | {"role": "officer"})
