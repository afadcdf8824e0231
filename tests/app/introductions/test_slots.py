"""Officers publish slots, change them, and say what came of them."""

from uuid import uuid4

import pytest

from tests.app.introductions.desk import Desk, at, book, booked, free, meetings
from tests.app.meetings.tandem import Two
from tests.app.tandems.couples import Couple


@pytest.fixture
async def two(desk: Desk) -> Couple:
    return await desk.two()


async def test_a_series_sent_again_adds_only_what_is_missing(desk: Desk) -> None:
    series_id, start = uuid4(), at(48)
    three = await desk.slots(start, series=series_id, count=3)
    assert [slot["state"] for slot in three] == ["free"] * 3
    assert await desk.slots(start, series=series_id, count=3) == three
    assert await desk.slots(start, series=series_id, count=4) >= three
    assert await desk.town.value("select count(*) from introduction_slot") == 4


async def test_what_overlaps_another_of_the_officers_slots_is_left_out_and_said(desk: Desk) -> None:
    start = at(48)
    await desk.slots(start)
    answer = (await desk.publish(start, count=2)).json()
    assert [slot["startsAt"] for slot in answer["items"]] == [at(48.5)]
    assert [(one["startsAt"], one["why"]) for one in answer["skipped"]] == [(start, "overlap")]
    colleague = await desk.town.staff("administrator")
    assert len(await desk.slots(start, colleague)) == 1


async def test_a_slot_is_published_within_ones_scope_and_in_no_home(desk: Desk) -> None:
    tree = await desk.town.tree()
    for how, field in (
        ({"structureId": tree["mission-locale"]}, "structureId"),
        ({"programmeId": str(uuid4())}, "programmeId"),
        ({"place": "Chez moi"}, "place"),
        ({"kind": "video", "place": None, "placeKind": None}, "link"),
    ):
        answer = await desk.publish(at(48), **how)
        assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, [field])
    assert await desk.town.value("select count(*) from introduction_slot") == 0


async def test_the_calendar_is_read_by_days_officers_and_states(desk: Desk, two: Couple) -> None:
    early, late = await desk.slot(24), await desk.slot(24 * 40)
    await booked(two, early)

    async def listed(query: str) -> list[str]:
        answer = await desk.officer.get(f"/v1/staff/introductions/slots?{query}")
        assert answer.status_code == 200, answer.text
        return [slot["slotId"] for slot in answer.json()["items"]]

    assert await listed("") == [early]
    assert await listed(f"until={at(24 * 41)[:10]}") == [early, late]
    assert await listed(f"from={at(24 * 39)[:10]}&until={at(24 * 41)[:10]}") == [late]
    assert await listed("state=free") == []
    assert await listed(f"staffId={desk.officer.id}&state=booked") == [early]
    first = (await desk.officer.get(f"/v1/staff/introductions/slots?limit=1&until={at(24 * 41)[:10]}")).json()
    assert await listed(f"until={at(24 * 41)[:10]}&cursor={first['next']}") == [late]
    [slot] = first["items"]
    assert (slot["tandem"]["menteeFirstName"], slot["tandem"]["tandemId"]) == ("Inès", two.id)


@pytest.mark.parametrize(
    "span",
    ["from=9999-12-31", "from=2026-01-02&until=2026-01-01", "until=9999-12-31", "from=2026-01-01&until=2029-01-01"],
)
async def test_the_calendar_is_read_for_a_year_at_most(desk: Desk, span: str) -> None:
    answer = await desk.officer.get(f"/v1/staff/introductions/slots?{span}")
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:tandem:invalid")


async def test_a_booked_slot_that_staff_move_takes_the_meeting_along(desk: Desk, two: Couple) -> None:
    slot_id = await desk.slot(48)
    before = (await booked(two, slot_id))["meeting"]
    moved = await desk.change(slot_id, at(72), place="CCI, bureau 14")
    assert (moved.status_code, moved.json()["state"]) == (200, "booked")
    assert (await desk.change(slot_id, at(72), place="CCI, bureau 14")).json() == moved.json()
    [after] = await meetings(two.mentor)
    assert (after["id"], after["startsAt"], after["place"]) == (before["id"], at(72), "CCI, bureau 14")
    assert after["revision"] == 2
    await desk.town.carry()
    for member in (two.mentee, two.mentor):
        assert (await member.notices())[-1] == "IntroductionMoved"


async def test_a_slot_moves_on_no_other_and_on_no_meeting_of_its_members(desk: Desk, two: Couple) -> None:
    slot_id = await desk.slot(48)
    await desk.slot(60)
    await booked(two, slot_id)
    assert (await desk.change(slot_id, at(60))).json()["type"] == "urn:tandem:slot-overlaps"
    busy = await Two.form(desk.town, mentor=two.mentor)
    await busy.confirmed({"startsAt": at(72), "minutes": 60})
    assert (await desk.change(slot_id, at(72))).json()["type"] == "urn:tandem:members-elsewhere"
    [_, meeting] = sorted(await meetings(two.mentor), key=lambda one: one["startsAt"], reverse=True)
    assert meeting["startsAt"] == at(48)


async def test_a_booked_slot_that_staff_cancel_lets_the_two_book_another(desk: Desk, two: Couple) -> None:
    slot_id, other = await desk.slot(48), await desk.slot(72)
    await booked(two, slot_id)
    for _ in range(2):
        assert (await desk.cancel(slot_id)).status_code == 204
    assert await desk.state(slot_id) == "cancelled"
    assert await free(two.mentee, two) == [other]
    [meeting] = await meetings(two.mentee)
    assert (meeting["state"], meeting["cancellation"]["by"]) == ("cancelled", "staff")
    assert "créneau" in meeting["nextStep"]
    await desk.town.carry()
    for member in (two.mentee, two.mentor):
        assert (await member.notices())[-1] == "IntroductionCancelled"
    await booked(two, other)
    assert (await book(two.mentee, two, slot_id)).json()["type"] == "urn:tandem:slot-taken"
    await desk.slot(48)


async def test_staff_book_for_a_tandem_of_their_scope(desk: Desk, two: Couple) -> None:
    slot_id = await desk.slot()
    given = await desk.give(slot_id, two)
    assert (given.status_code, given.json()["tandem"]["tandemId"]) == (200, two.id)
    assert (await desk.give(slot_id, two)).json() == given.json()
    [meeting] = await meetings(two.mentee)
    assert (meeting["state"], meeting["proposedByMe"], meeting["officer"]) == ("confirmed", False, "officer")
    other = await desk.two()
    assert (await desk.give(slot_id, other)).json()["type"] == "urn:tandem:slot-taken"
    unknown = Couple(two.mentee, two.mentor, str(uuid4()))
    assert (await desk.give(slot_id, unknown)).status_code == 422


async def test_the_queue_is_the_oldest_first_and_says_how_far_each_is(desk: Desk) -> None:
    tandems = [await desk.two() for _ in range(3)]
    passed, coming = await desk.slot(48), await desk.slot(72)
    await booked(tandems[0], passed)
    await desk.pass_by(passed, 49)
    await booked(tandems[2], coming)
    ours = [one for one in await desk.queue() if one["tandemId"] in {two.id for two in tandems}]
    assert [(one["tandemId"], one["progress"]) for one in ours] == [
        (tandems[0].id, "to_tell"),
        (tandems[1].id, "to_book"),
        (tandems[2].id, "booked"),
    ]
    assert (ours[2]["slotId"], ours[2]["officer"], ours[2]["startsAt"]) == (coming, "officer", at(72))
    assert [one["tandemId"] for one in await desk.queue(query="&progress=to_tell")] == [tandems[0].id]


async def test_a_meeting_that_was_held_introduces_the_two(desk: Desk, two: Couple) -> None:
    await two.begin()
    slot_id = await desk.slot()
    await booked(two, slot_id)
    early = await desk.tell(slot_id, "held")
    assert (early.status_code, early.json()["type"]) == (409, "urn:tandem:introduction-not-begun")
    await desk.pass_by(slot_id, 49)
    for _ in range(2):
        assert (await desk.tell(slot_id, "held")).json()["state"] == "held"
    assert [(move["state"], move["by"]) for move in (await two.read())["history"]] == [
        ("formed", "both"),
        ("introduced", "staff"),
        ("active", "both"),
    ]
    assert two.id not in {one["tandemId"] for one in await desk.queue()}
    assert (await desk.tell(slot_id, "missed")).json()["type"] == "urn:tandem:introduction-already-held"


async def test_who_did_not_come_may_book_again_and_staff_may_think_better_of_it(desk: Desk, two: Couple) -> None:
    slot_id, other = await desk.slot(48), await desk.slot(72)
    await booked(two, slot_id)
    await desk.pass_by(slot_id, 49)
    assert (await desk.tell(slot_id, "missed")).json()["state"] == "missed"
    assert await two.state() == "formed"
    await booked(two, other)
    assert (await desk.tell(slot_id, "held")).json()["state"] == "held"
    assert await two.state() == "introduced"


async def test_an_introduction_by_the_plain_call_settles_the_slot(desk: Desk) -> None:
    for hours, became in ((49, "held"), (0, "free")):
        two, slot_id = await desk.two(), await desk.slot()
        await booked(two, slot_id)
        await desk.pass_by(slot_id, hours)
        assert (await desk.officer.post(f"/v1/staff/tandems/{two.id}/introduction")).status_code == 204
        assert (await two.state(), await desk.state(slot_id)) == ("introduced", became)
    [meeting] = await meetings(two.mentee)
    assert meeting["state"] == "cancelled"


async def test_every_act_and_every_look_is_in_the_audit(desk: Desk, two: Couple) -> None:
    slot_id = await desk.slot()
    await desk.give(slot_id, two)
    await desk.change(slot_id, at(50))
    await desk.officer.get("/v1/staff/introductions/slots")
    await desk.queue()
    await desk.pass_by(slot_id, 51)
    await desk.tell(slot_id, "missed")
    await desk.cancel(await desk.slot(60))
    acts = await desk.town.rows(
        "select act, about from audit_entry join audit_detail on entry_id = id where staff_id = $1", desk.officer.id
    )
    told = {row["act"] for row in acts}
    assert told >= {
        "publish-slots", "book-introduction", "change-slot", "list-slots", "list-introductions", "tell-introduction",
        "cancel-slot",
    }  # fmt: skip
    for act in ("book-introduction", "change-slot", "list-slots", "list-introductions", "tell-introduction"):
        about = {str(member_id) for row in acts if row["act"] == act for member_id in row["about"]}
        assert {two.mentee.id, two.mentor.id} <= about, act


async def test_an_officers_calendar_names_nobody_and_ends_with_them(desk: Desk, two: Couple) -> None:
    await booked(two, await desk.slot())
    address = (await desk.officer.put("/v1/staff/introductions/calendar")).json()["url"].removeprefix("http://town")
    assert (await desk.officer.get("/v1/staff/introductions/calendar")).json()["madeAt"]
    feed = await desk.town.http.get(address)
    assert feed.headers["content-type"].startswith("text/calendar")
    assert "Rencontre Tandem avec deux membres" in feed.text
    assert "STATUS:CONFIRMED" in feed.text
    assert "Inès" not in feed.text
    assert "bureau" not in feed.text
    await desk.town.run("update staff set left_at = now() where id = $1", desk.officer.id)
    assert (await desk.town.http.get(address)).status_code == 404
    await desk.town.run("update staff set left_at = null where id = $1", desk.officer.id)
    await desk.officer.delete("/v1/staff/introductions/calendar")
    assert (await desk.town.http.get(address)).status_code == 404
    assert (await desk.town.http.get("/v1/introductions/calendars/none")).status_code == 404
