"""How meetings went, told by both; what it says of them; and what staff settle."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from app.meetings.attendances.model import Mark, MarkKind
from app.meetings.attendances.reliability import reliability
from tests.app.meetings.tandem import Two, slot
from tests.people import Caller, Town

# What the mentee says and what the mentor says of one meeting, and what is then held of each.
TOLD = [
    ("came", "came", "honoured", "honoured"),
    ("came", None, "honoured", "honoured"),
    ("other_absent", "self_absent", "honoured", "missed"),
    ("self_absent", "came", "missed", "honoured"),
    ("self_absent", None, "missed", "honoured"),
    ("other_absent", "came", "honoured", "contested"),
    ("other_late", "came", "honoured", "contested"),
    ("other_absent", "other_absent", "contested", "contested"),
    ("other_absent", None, "honoured", None),
    (None, None, None, None),
]


async def test_what_both_say_gives_each_a_mark_and_a_disagreement_goes_to_staff(town: Town) -> None:
    two, disputed = await Two.form(town), 0
    for number, (mentee_says, mentor_says, *marks) in enumerate(TOLD):
        meeting_id = await two.begun(timedelta(hours=2 + 3 * number))
        for caller, said in ((two.mentee, mentee_says), (two.mentor, mentor_says)):
            if said:
                assert (await two.say(caller, meeting_id, said)).status_code == 200
        assert [await _mark(caller, meeting_id) for caller in (two.mentee, two.mentor)] == marks, (
            mentee_says,
            mentor_says,
        )
        disputed += marks.count("contested")
        assert await two.count("dispute") == disputed


async def test_what_is_said_of_who_stays_silent_stands_after_three_days(town: Town) -> None:
    two = await Two.form(town)
    for said, mark in (("other_absent", "missed"), ("other_late", "late")):
        meeting_id = await two.begun()
        await two.say(two.mentee, meeting_id, said)
        assert await _mark(two.mentor, meeting_id) is None
        await town.run("update meeting set mentee_said_at = now() - interval '73 hours' where id = $1", meeting_id)
        assert await _mark(two.mentor, meeting_id) == mark
        await town.run("delete from meeting where id = $1", meeting_id)


async def test_each_reads_the_others_word_only_after_giving_their_own(town: Town) -> None:
    two = await Two.form(town)
    meeting_id = await two.begun()
    await two.say(two.mentee, meeting_id, "other_absent")
    assert (await two.read(two.mentor, meeting_id))["attendance"] == {"mine": None, "other": None}
    told = (await two.say(two.mentor, meeting_id, "came")).json()
    assert told["attendance"] == {"mine": "came", "other": "other_absent"}


async def test_an_absence_may_be_said_ten_minutes_after_the_start(town: Town) -> None:
    two = await Two.form(town)
    meeting_id = await two.confirmed(slot(24))
    for ago, said, status in (
        (timedelta(minutes=-1), "came", 409),
        (timedelta(minutes=9), "other_absent", 409),
        (timedelta(minutes=9), "came", 200),
        (timedelta(minutes=11), "other_absent", 200),
        (timedelta(days=15), "came", 409),
    ):
        await two.begin(meeting_id, ago)
        answer = await two.say(two.mentee, meeting_id, said)
        assert answer.status_code == status, (ago, said, answer.text)
    proposed = await two.proposed(slot(24))
    assert (await two.say(two.mentee, proposed, "came")).json()["type"] == "urn:tandem:meeting-not-confirmed"


async def test_saying_it_again_changes_nothing_and_changing_ones_mind_ends_the_dispute(town: Town) -> None:
    two = await Two.form(town)
    meeting_id = await two.begun()
    await two.say(two.mentee, meeting_id, "other_absent")
    answers = [await two.say(two.mentor, meeting_id, "came") for _ in range(3)]
    assert len({answer.text for answer in answers}) == 1
    assert await two.count("dispute") == 1
    await two.say(two.mentor, meeting_id, "self_absent")
    assert await two.count("dispute") == 0
    assert await _mark(two.mentor, meeting_id) == "missed"


async def test_both_who_speak_at_once_are_both_heard(town: Town) -> None:
    two = await Two.form(town)
    for _ in range(5):
        meeting_id = await two.begun()
        answers = await asyncio.gather(
            two.say(two.mentee, meeting_id, "other_absent"), two.say(two.mentor, meeting_id, "came")
        )
        assert {answer.status_code for answer in answers} == {200}
        assert await town.value("select count(*) from dispute where meeting_id = $1", meeting_id) == 1
        await town.run("delete from meeting where id = $1", meeting_id)


async def test_calling_off_late_is_a_mark_and_in_time_is_none(town: Town) -> None:
    two = await Two.form(town)
    late, in_time = await two.confirmed(slot(2)), await two.confirmed(slot(5))
    for meeting_id in (late, in_time):
        await two.cancel(two.mentor, meeting_id)
    assert [await _mark(two.mentor, one) for one in (late, in_time)] == ["late", None]
    assert [await _mark(two.mentee, one) for one in (late, in_time)] == [None, None]


async def test_a_member_appeals_and_staff_annul_the_mark(town: Town) -> None:
    two, staff = await Two.form(town), await town.staff("officer")
    meeting_id = await two.confirmed(slot(2))
    await two.cancel(two.mentor, meeting_id)
    before = (await two.mentor.get("/v1/me/reliability")).json()
    assert (before["share"], before["late"], before["marks"][0]["mayAppeal"]) == (
        pytest.approx(5 / 6, abs=1e-3),
        1,
        True,
    )
    path = f"/v1/me/reliability/marks/{meeting_id}/appeal"
    appeals = [await two.mentor.put(path, {"words": "J'étais aux urgences."}) for _ in range(2)]
    assert [appeal.status_code for appeal in appeals] == [200, 200]
    assert appeals[0].json()["marks"][0] | {"mayAppeal": False, "appeal": "waiting"} == appeals[1].json()["marks"][0]
    [dispute] = await _disputes(staff, meeting_id)
    assert (dispute["cause"], dispute["words"], dispute["memberId"]) == (
        "appeal",
        "J'étais aux urgences.",
        two.mentor.id,
    )
    settled = await _settle(staff, dispute["id"], "annulled")
    assert (settled.status_code, settled.json()["verdict"]) == (200, "annulled")
    after = (await two.mentor.get("/v1/me/reliability")).json()
    assert (after["share"], after["marks"][0]["mark"], after["marks"][0]["appeal"]) == (0.9, "annulled", "settled")
    assert after["marks"][0]["why"] == "Vu avec les deux."
    await town.carry()
    assert "DisputeSettled" in await two.mentor.notices()


async def test_only_what_is_held_against_one_can_be_appealed(town: Town) -> None:
    two = await Two.form(town)
    kept, unknown = await two.begun(), await two.proposed(slot(24))
    await two.say(two.mentee, kept, "came")
    for meeting_id, status in ((kept, 409), (unknown, 404)):
        answer = await two.mentee.put(f"/v1/me/reliability/marks/{meeting_id}/appeal", {"words": "Non."})
        assert answer.status_code == status


async def test_staff_settle_a_disagreement_once_and_for_both_to_live_with(town: Town) -> None:
    two, staff = await Two.form(town), await town.staff("officer")
    meeting_id = await two.begun()
    await two.say(two.mentee, meeting_id, "other_absent")
    await two.say(two.mentor, meeting_id, "came")
    [dispute] = await _disputes(staff, meeting_id)
    assert (dispute["said"], dispute["otherSaid"], dispute["memberId"]) == ("came", "other_absent", two.mentor.id)
    settled = [await _settle(staff, dispute["id"], "honoured") for _ in range(2)]
    assert settled[0].json() == settled[1].json()
    other = await _settle(staff, dispute["id"], "missed")
    assert (other.status_code, other.json()["type"]) == (409, "urn:tandem:dispute-settled")
    assert await _mark(two.mentor, meeting_id) == "honoured"
    said_after = await two.say(two.mentee, meeting_id, "came")
    assert (said_after.status_code, said_after.json()["type"]) == (409, "urn:tandem:attendance-closed")
    assert await _disputes(staff, meeting_id) == []
    assert len(await _disputes(staff, meeting_id, settled=True)) == 1


async def test_staff_see_their_scope_only_and_leave_a_trace(town: Town) -> None:
    two, _ = await Two.form(town), await town.tree()
    meeting_id = await two.begun()
    await two.say(two.mentee, meeting_id, "other_absent")
    await two.say(two.mentor, meeting_id, "came")
    own, above = await town.staff("officer"), await town.staff("officer", "club-13")
    aside, reader = await town.staff("officer", "mission-locale"), await town.staff("reader")
    [dispute] = await _disputes(own, meeting_id)
    assert await _disputes(above, meeting_id) == [dispute]
    assert await _disputes(aside, meeting_id) == []
    assert (await _settle(aside, dispute["id"], "missed")).status_code == 404
    assert (await aside.get(f"/v1/staff/members/{two.mentor.id}/reliability")).status_code == 404
    assert (await _settle(reader, dispute["id"], "missed")).status_code == 403
    seen = await reader.get(f"/v1/staff/members/{two.mentee.id}/reliability")
    assert seen.json() == (await two.mentee.get("/v1/me/reliability")).json()
    assert (await _settle(own, dispute["id"], "missed")).status_code == 200
    acts = await town.rows("select act from audit_entry order by at")
    assert {"list-disputes", "read-reliability", "settle-dispute"} <= {act for (act,) in acts}


def test_reliability_is_a_share_that_one_bad_day_does_not_ruin() -> None:
    assert reliability([]).share == 0.9
    assert reliability(_marks("missed")).share == 0.75
    assert reliability(_marks("late")).share == pytest.approx(5 / 6, abs=1e-3)
    assert reliability(_marks("honoured") * 15).share == pytest.approx(19.5 / 20)
    assert reliability(_marks("contested", "annulled")).share == 0.9


def _marks(*kinds: MarkKind) -> list[Mark]:
    return [Mark(uuid4(), uuid4(), datetime.now(UTC), kind, None, None, None) for kind in kinds]


async def _mark(caller: Caller, meeting_id: str) -> str | None:
    answer = await caller.get("/v1/me/reliability")
    assert answer.status_code == 200, answer.text
    marks: dict[str, Any] = {mark["meetingId"]: mark["mark"] for mark in answer.json()["marks"]}
    return marks.get(meeting_id)


async def _disputes(staff: Caller, meeting_id: str, settled: bool = False) -> list[dict[str, Any]]:
    answer = await staff.get("/v1/staff/disputes", params={"settled": settled, "limit": 100})
    assert answer.status_code == 200, answer.text
    return [dispute for dispute in answer.json()["items"] if dispute["meetingId"] == meeting_id]


async def _settle(staff: Caller, dispute_id: str, verdict: str) -> Any:
    return await staff.put(
        f"/v1/staff/disputes/{dispute_id}/settlement", {"verdict": verdict, "why": "Vu avec les deux."}
    )
