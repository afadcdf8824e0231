"""The two of a tandem book a first meeting of three."""

from typing import Any

import pytest

from tests.app.introductions.desk import OFFICE, Desk, at, book, booked, free, meetings
from tests.app.meetings.tandem import Two, slot
from tests.app.sync.phone import Phone
from tests.app.tandems.couples import Couple
from tests.people import Town


@pytest.fixture
async def two(desk: Desk) -> Couple:
    return await desk.two()


async def test_a_slot_booked_by_one_is_a_meeting_of_three_for_both(desk: Desk, two: Couple) -> None:
    slot_id = await desk.slot()
    assert await free(two.mentor, two) == [slot_id]
    introduction = await booked(two, slot_id)
    assert (introduction["awaited"], introduction["slotId"]) == (True, slot_id)
    for member in (two.mentee, two.mentor):
        [meeting] = await meetings(member)
        assert (meeting["state"], meeting["officer"], meeting["startsAt"]) == ("confirmed", "officer", at(48))
        assert (meeting["placeKind"], meeting["place"]) == (OFFICE["placeKind"], OFFICE["place"])
        assert (await member.get(f"{two.path}/introduction")).json()["meeting"]["id"] == meeting["id"]
    assert await free(two.mentee, two) == []
    assert await desk.state(slot_id) == "booked"


async def test_both_are_told_and_reminded_of_it_as_of_every_meeting(desk: Desk, two: Couple) -> None:
    await booked(two, await desk.slot())
    await desk.town.carry()
    for member in (two.mentee, two.mentor):
        assert (await member.notices())[-1] == "IntroductionPlanned"
    assert (
        await desk.town.value(
            "select count(*) from booking join meeting on meeting.id = meeting_id where tandem_id = $1", two.id
        )
        == 2
    )


async def test_a_phone_and_a_calendar_show_who_is_the_third(desk: Desk, two: Couple) -> None:
    phone = Phone(two.mentor)
    await phone.catch_up()
    introduction = await booked(two, await desk.slot())
    page = (await phone.ask()).json()
    assert [meeting["officer"] for meeting in page["meetings"]] == ["officer"]
    meeting_id = introduction["meeting"]["id"]
    file = (await two.mentee.get(f"{two.path}/meetings/{meeting_id}/meeting.ics")).text
    assert "Karim\\, officer" in file
    feed = (await two.mentee.put("/v1/me/calendar")).json()["url"].removeprefix("http://town")
    assert "Karim\\, officer" in (await desk.town.http.get(feed)).text


async def test_booking_again_changes_nothing_and_another_slot_moves_it(desk: Desk, two: Couple) -> None:
    first, second = await desk.slot(48), await desk.slot(72)
    before = await booked(two, first)
    assert await booked(two, first) == before
    assert await free(two.mentee, two) == [second]
    after = (await book(two.mentor, two, second)).json()
    assert after["meeting"]["id"] == before["meeting"]["id"]
    assert (after["meeting"]["startsAt"], after["meeting"]["revision"]) == (at(72), 2)
    assert (await desk.state(first), await desk.state(second)) == ("free", "booked")
    assert await free(two.mentee, two) == [first]


async def test_a_slot_may_be_given_up_and_is_free_for_others(desk: Desk, two: Couple) -> None:
    slot_id, other = await desk.slot(), await desk.two()
    await booked(two, slot_id)
    assert await free(other.mentee, other) == []
    taken = await book(other.mentee, other, slot_id)
    assert (taken.status_code, taken.json()["type"]) == (409, "urn:tandem:slot-taken")
    for _ in range(2):
        assert (await two.mentee.delete(f"{two.path}/introduction")).status_code == 204
    assert await free(other.mentee, other) == [slot_id]
    read = (await two.mentee.get(f"{two.path}/introduction")).json()
    assert (read["awaited"], read["slotId"], read["meeting"]) == (True, None, None)
    await desk.town.carry()
    assert (await two.mentor.notices())[-1] == "IntroductionCancelled"
    assert "IntroductionCancelled" not in await two.mentee.notices()
    await booked(two, slot_id)


async def test_the_ordinary_cancellation_frees_the_slot_and_no_other_verb_moves_the_meeting(
    desk: Desk, two: Couple
) -> None:
    slot_id = await desk.slot()
    meeting = (await booked(two, slot_id))["meeting"]
    path = f"{two.path}/meetings/{meeting['id']}"
    moved = await two.mentor.put(path, {"kind": "phone", "slots": [slot(100)], "revision": meeting["revision"]})
    assert (moved.status_code, moved.json()["type"]) == (409, "urn:tandem:introduction-has-slots")
    assert (await two.mentor.put(f"{path}/cancellation", {"reason": "work"})).status_code == 200
    assert await desk.state(slot_id) == "free"
    assert await free(two.mentee, two) == [slot_id]


async def test_slots_are_those_of_the_mentees_structure_or_above_and_of_the_programme(desk: Desk) -> None:
    await desk.town.tree()
    two = await desk.two()
    above, sister, below = [
        await desk.slots(at(hours), await desk.town.staff("officer", structure))
        for hours, structure in ((24, "club-13"), (25, "mission-locale"), (26, "antenne-nord"))
    ]
    other = await desk.town.value(
        "insert into programme (structure_id, code, name, introduction_required) "
        "select id, 'boost', 'Boost', true from structure where code = 'cci-amp' returning id::text"
    )
    elsewhere = await desk.slot(27, programmeId=other)
    assert await free(two.mentee, two) == [above[0]["slotId"]]
    for slot_id in (sister[0]["slotId"], below[0]["slotId"], elsewhere):
        assert (await book(two.mentee, two, slot_id)).status_code == 404


async def test_a_slot_at_which_either_has_a_meeting_is_not_offered(desk: Desk, two: Couple) -> None:
    busy = await Two.form(desk.town, mentor=two.mentor)
    await busy.confirmed({"startsAt": at(48), "minutes": 60})
    taken, open_ = await desk.slot(48), await desk.slot(50)
    assert await free(two.mentee, two) == [open_]
    answer = await book(two.mentee, two, taken)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:meeting-overlaps")
    assert await desk.state(taken) == "free"


async def test_a_slot_needs_three_hours_notice_from_members(desk: Desk, two: Couple) -> None:
    soon = await desk.slot(2)
    assert await free(two.mentee, two) == []
    assert (await book(two.mentee, two, soon)).status_code == 409
    assert (await desk.give(soon, two)).status_code == 200
    later = await desk.slot(48)
    answer = await book(two.mentee, two, later)
    assert answer.json()["type"] == "urn:tandem:too-late-to-move"


async def test_a_tandem_that_awaits_no_introduction_books_none(desk: Desk, two: Couple) -> None:
    slot_id = await desk.slot()
    await desk.officer.post(f"/v1/staff/tandems/{two.id}/introduction")
    answer = await book(two.mentee, two, slot_id)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:introduction-not-needed")
    assert await free(two.mentee, two) == []
    assert (await two.mentee.get(f"{two.path}/introduction")).json()["awaited"] is False


async def test_an_introduction_that_nobody_told_of_may_be_booked_anew(desk: Desk, two: Couple) -> None:
    passed, other = await desk.slot(48), await desk.slot(72)
    await booked(two, passed)
    await desk.pass_by(passed, 48.25)
    assert (await book(two.mentee, two, other)).json()["type"] == "urn:tandem:meeting-began"
    await desk.pass_by(passed, 2)
    assert (await booked(two, other))["slotId"] == other
    assert (await desk.state(passed), await desk.state(other)) == ("lapsed", "booked")


async def test_a_stranger_finds_no_introduction(town: Town, desk: Desk, two: Couple) -> None:
    slot_id, stranger = await desk.slot(), await town.mentee()
    for method, act, body in _calls(slot_id):
        answer = await stranger.call(method, f"{two.path}/introduction{act}", json=body)
        assert answer.status_code == 404, (method, act)
    assert await desk.state(slot_id) == "free"


async def test_a_free_slot_tells_no_link(desk: Desk, two: Couple) -> None:
    link = "https://visio.example.org/cci"
    slot_id = await desk.slot(kind="video", link=link, place=None, placeKind=None)
    assert link not in (await two.mentee.get(f"{two.path}/introduction/slots")).text
    assert (await booked(two, slot_id))["meeting"]["link"] == link


def _calls(slot_id: str) -> list[tuple[str, str, Any]]:
    return [("GET", "/slots", None), ("GET", "", None), ("PUT", "", {"slotId": slot_id}), ("DELETE", "", None)]
