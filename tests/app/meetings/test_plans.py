"""Proposed, confirmed, moved, cancelled."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from app.meetings.places import is_home, is_video_link
from tests.app.meetings.tandem import CAFE, Two, slot
from tests.people import Town


async def test_one_proposes_the_other_confirms_and_both_read_it(two: Two) -> None:
    slots = [slot(50), slot(26, 30), slot(74)]
    meeting_id = await two.proposed(*slots, **CAFE)
    read = await two.read(two.mentor, meeting_id)
    assert (read["state"], read["proposedByMe"], read["startsAt"]) == ("proposed", False, None)
    assert read["slots"] == sorted(slots, key=lambda one: str(one["startsAt"]))
    assert (read["placeKind"], read["place"], read["timeZone"]) == ("cafe", "Café du Port", "Europe/Paris")
    answer = await two.confirm(two.mentor, meeting_id, slots[1]["startsAt"])
    confirmed = answer.json()
    assert (confirmed["state"], confirmed["startsAt"]) == ("confirmed", slots[1]["startsAt"])
    assert _span(confirmed) == timedelta(minutes=30)
    other = await two.read(two.mentee, meeting_id)
    assert other == confirmed | {"proposedByMe": True}


async def test_writes_may_be_repeated(two: Two) -> None:
    meeting_id, chosen = str(uuid4()), slot(48)
    plans = [await two.plan(two.mentee, meeting_id, chosen) for _ in range(3)]
    assert [answer.status_code for answer in plans] == [201, 200, 200]
    assert plans[0].json() == plans[1].json() == plans[2].json()
    confirmed = [await two.confirm(two.mentor, meeting_id, chosen["startsAt"]) for _ in range(3)]
    assert {answer.status_code for answer in confirmed} == {200}
    assert len({answer.text for answer in confirmed}) == 1
    late_replay = await two.plan(two.mentee, meeting_id, chosen)
    assert (late_replay.status_code, late_replay.json()["state"]) == (200, "confirmed")
    cancelled = [await two.cancel(two.mentor, meeting_id) for _ in range(3)]
    assert len({answer.text for answer in cancelled}) == 1
    assert (await two.plan(two.mentee, meeting_id, chosen)).json()["state"] == "cancelled"
    assert (await two.read(two.mentee, meeting_id))["revision"] == 3
    kinds = await two.town.rows(
        "select kind, count(*) from outbox where facts ->> 'meetingId' = $1 group by kind", meeting_id
    )
    assert {row["kind"]: row["count"] for row in kinds} == {
        "MeetingProposed": 1,
        "MeetingConfirmed": 1,
        "MeetingCancelled": 1,
    }


async def test_a_move_gives_up_the_time_and_waits_for_the_other_again(two: Two) -> None:
    meeting_id = await two.confirmed()
    moved = await two.plan(two.mentor, meeting_id, slot(72), revision=2)
    assert (moved.status_code, moved.json()["state"], moved.json()["revision"]) == (200, "proposed", 3)
    assert await two.count("booking") == 0
    own = await two.confirm(two.mentor, meeting_id, moved.json()["slots"][0]["startsAt"])
    assert (own.status_code, own.json()["type"]) == (409, "urn:tandem:meeting-awaits-other")
    answer = await two.confirm(two.mentee, meeting_id, moved.json()["slots"][0]["startsAt"])
    assert (answer.status_code, answer.json()["state"]) == (200, "confirmed")
    assert await two.count("booking") == 2


async def test_who_has_not_seen_the_latest_proposal_changes_nothing(two: Two) -> None:
    first, second = slot(48), slot(72)
    meeting_id = await two.proposed(first)
    assert (await two.plan(two.mentor, meeting_id, second, revision=1)).status_code == 200
    stale = [
        await two.plan(two.mentee, meeting_id, slot(96), revision=1),
        await two.confirm(two.mentee, meeting_id, first["startsAt"]),
    ]
    assert [(one.status_code, one.json()["type"]) for one in stale] == [(409, "urn:tandem:meeting-changed")] * 2
    assert (await two.read(two.mentee, meeting_id))["slots"] == [second]


async def test_two_who_move_at_once_do_not_overwrite_each_other(two: Two) -> None:
    for number in range(5):
        meeting_id = await two.proposed(slot(48 + 2 * number))
        answers = await asyncio.gather(
            two.plan(two.mentee, meeting_id, slot(100), revision=1),
            two.plan(two.mentor, meeting_id, slot(200), revision=1),
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        assert await two.town.value("select revision from meeting where id = $1", meeting_id) == 2


async def test_a_confirmation_and_a_move_at_once_leave_one_truth(two: Two) -> None:
    for number in range(5):
        chosen = slot(48 + 2 * number)
        meeting_id = await two.proposed(chosen)
        confirmed, moved = await asyncio.gather(
            two.confirm(two.mentor, meeting_id, chosen["startsAt"]),
            two.plan(two.mentee, meeting_id, slot(500 + number), revision=1),
        )
        assert sorted((confirmed.status_code, moved.status_code)) == [200, 409]
        state, booked = (await two.read(two.mentee, meeting_id))["state"], await two.count("booking")
        assert (state == "confirmed") is (confirmed.status_code == 200)
        assert await two.count("meeting", state="confirmed") * 2 == booked


async def test_a_cancellation_says_why_and_whether_it_was_late(two: Two) -> None:
    for hours, late in ((2, True), (5, False)):
        meeting_id = await two.confirmed(slot(hours))
        cancelled = (await two.cancel(two.mentor, meeting_id, "transport", "Le train est en panne.")).json()
        told = (await two.read(two.mentee, meeting_id))["cancellation"]
        assert (cancelled["state"], cancelled["cancellation"]["by"], told["by"]) == ("cancelled", "me", "other")
        assert (told["reason"], told["words"], told["late"]) == ("transport", "Le train est en panne.", late)
    assert await two.count("booking") == 0
    proposed = await two.proposed(slot(1))
    assert (await two.cancel(two.mentee, proposed)).json()["cancellation"]["late"] is False
    answer = await two.plan(two.mentor, proposed, slot(30), revision=2)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:meeting-cancelled")


async def test_within_three_hours_it_is_cancelled_not_moved_and_afterwards_neither(two: Two) -> None:
    meeting_id = await two.confirmed(slot(2))
    answer = await two.plan(two.mentee, meeting_id, slot(48), revision=2)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:too-late-to-move")
    await two.begin(meeting_id, timedelta(minutes=5))
    for answer in (
        await two.plan(two.mentee, meeting_id, slot(48), revision=2),
        await two.cancel(two.mentee, meeting_id),
    ):
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:meeting-began")


async def test_a_slot_that_passed_is_not_confirmed(two: Two) -> None:
    meeting_id = await two.proposed(slot(1))
    await two.town.run("update meeting set starts = array[date_trunc('minute', now())] where id = $1", meeting_id)
    read = await two.read(two.mentor, meeting_id)
    assert read["state"] == "lapsed"
    answer = await two.confirm(two.mentor, meeting_id, read["slots"][0]["startsAt"])
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:slot-passed")
    assert (await two.plan(two.mentor, meeting_id, slot(9), revision=1)).status_code == 200


IMPOSSIBLE: list[tuple[str, dict[str, Any]]] = [
    ("place", CAFE | {"place": "Chez moi, au 3e"}),
    ("place", CAFE | {"place": "à mon domicile"}),
    ("place", {"kind": "in_person", "placeKind": "cafe"}),
    ("placeKind", {"kind": "in_person", "place": "Café du Port"}),
    ("place", {"kind": "video", "link": "https://visio.example/a", "place": "Café du Port"}),
    ("link", {"kind": "video"}),
    ("link", {"kind": "video", "link": "https://192.168.0.1/x"}),
    ("link", {"kind": "video", "link": "https://moi:secret@visio.example/x"}),
    ("link", {"kind": "phone", "link": "https://visio.example/a"}),
    ("timeZone", {"timeZone": "Europe/Atlantis"}),
    ("slots", {"slots": [slot(-1)]}),
    ("slots", {"slots": [slot(24 * 190)]}),
    ("slots", {"slots": [slot(24), slot(24)]}),
]
MALFORMED: list[dict[str, Any]] = [
    {"kind": "telepathy"},
    {"slots": []},
    {"slots": [slot(24), slot(26), slot(28), slot(30)]},
    {"slots": [slot(24, 14)]},
    {"slots": [slot(24, 241)]},
    {"slots": [{"startsAt": "2027-03-28T10:00:00", "minutes": 60}]},
    {"kind": "video", "link": "http://visio.example/a"},
    {"kind": "video", "link": "javascript:alert(1)"},
]


async def test_what_cannot_be_is_refused_with_a_word_why(two: Two) -> None:
    for field, changed in IMPOSSIBLE:
        answer = await two.plan(two.mentee, str(uuid4()), slot(24), **changed)
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:tandem:invalid"), changed
        assert [error["field"] for error in answer.json()["errors"]] == [field]
    for changed in MALFORMED:
        answer = await two.plan(two.mentee, str(uuid4()), slot(24), **changed)
        assert answer.status_code == 422, changed
    assert await two.count("meeting") == 0


@pytest.mark.parametrize(
    "place", ["Chez moi", "CHEZ MES PARENTS", "à mon domicile", "A la maison !", "my place", "At home", "mon appart’"]
)
def test_a_home_is_no_place_to_meet(place: str) -> None:
    assert is_home(place)


@pytest.mark.parametrize(
    "place",
    ["Chez Marcel", "Maison de l'emploi", "à la maison des associations", "Place Jean-Jaurès", "Café de la Bourse"],
)
def test_a_place_with_others_in_it_is_fine(place: str) -> None:
    assert not is_home(place)


def test_a_video_link_leads_to_a_named_host_over_https() -> None:
    assert is_video_link("https://visio.example.fr/rencontre-42?x=1")
    for link in (
        "https://localhost/a",
        "https://[::1]/a",
        "https://2130706433/a",
        "https://a.fr:8443/",
        "https://a.fr:x/",
    ):
        assert not is_video_link(link), link


async def test_strangers_ex_partners_and_the_blocked_find_nothing(town: Town, two: Two) -> None:
    meeting_id, stranger = await two.confirmed(), await town.mentee()
    acts: list[tuple[str, str, Any]] = [
        ("GET", "", None),
        ("GET", "meeting.ics", None),
        ("PUT", "", {"kind": "phone", "slots": [slot(24)]}),
        ("PUT", "confirmation", {"startsAt": slot(24)["startsAt"]}),
        ("PUT", "cancellation", {"reason": "ill"}),
        ("PUT", "attendance", {"said": "came"}),
    ]
    for verb, act, body in acts:
        answers = [await stranger.call(verb, two.path(one, act), json=body) for one in (meeting_id, str(uuid4()))]
        assert [answer.status_code for answer in answers] == [404, 404], act
    theirs = await Two.form(town)
    taken = await theirs.plan(theirs.mentee, meeting_id, slot(24))
    assert taken.status_code == 404
    assert (await stranger.get(f"/v1/tandems/{two.tandem_id}/meetings")).status_code == 404
    await two.mentor.put(f"/v1/blocks/{two.mentee.id}")
    for caller in (two.mentee, two.mentor):
        assert (await caller.get(two.path(meeting_id))).status_code == 404
        assert (await caller.get("/v1/meetings")).json()["items"] == []


async def test_a_tandem_that_ends_cancels_what_it_had_planned_and_keeps_what_was(two: Two) -> None:
    past, to_come, proposed = await two.begun(), await two.confirmed(slot(30)), await two.proposed(slot(40))
    await two.town.run(
        "update tandem set state = 'closed', closed_at = now(), closed_reason = 'blocked', moved_for = 'blocked', "
        "moved_by = 'nobody' where id = $1",
        two.tandem_id,
    )
    states = {one: await two.read(two.mentee, one) for one in (past, to_come, proposed)}
    assert [read["state"] for read in states.values()] == ["confirmed", "cancelled", "cancelled"]
    assert states[to_come]["cancellation"]["by"] == "closing"
    assert await two.count("booking") == 2  # of the past one
    answer = await two.plan(two.mentee, str(uuid4()), slot(24))
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:tandem-closed")
    assert (await two.say(two.mentee, past, "came")).status_code == 200


async def test_a_paused_tandem_plans_nothing(two: Two) -> None:
    meeting_id = await two.proposed(chosen := slot(24))
    for state, cause in (("active", "signed"), ("paused", "paused")):
        await two.town.run(
            "update tandem set state = $2, moved_for = $3, moved_by = 'mentee' where id = $1",
            two.tandem_id,
            state,
            cause,
        )
    for answer in (
        await two.plan(two.mentee, str(uuid4()), slot(24)),
        await two.confirm(two.mentor, meeting_id, chosen["startsAt"]),
    ):
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:tandem-paused")
    assert (await two.cancel(two.mentor, meeting_id)).status_code == 200


async def test_lists_have_the_soonest_first_then_pages_of_the_past(town: Town, two: Two) -> None:
    other = await Two.form(town, mentor=two.mentor)
    to_come = [await two.confirmed(slot(hours)) for hours in (72, 24)] + [await two.proposed(slot(48))]
    past = [await two.begun(timedelta(days=days)) for days in (3, 1, 2)]
    elsewhere = await other.confirmed(slot(30))
    assert await _listed(two, f"/v1/tandems/{two.tandem_id}/meetings") == [to_come[1], to_come[2], to_come[0]]
    assert await _listed(two, f"/v1/tandems/{two.tandem_id}/meetings?when=past") == [past[1], past[2], past[0]]
    assert await _listed(two, "/v1/meetings") == [to_come[1], elsewhere, to_come[2], to_come[0]]


async def test_a_tandem_has_twenty_meetings_ahead_at_most(two: Two) -> None:
    for number in range(20):
        await two.proposed(slot(24 + number))
    answer = await two.plan(two.mentee, str(uuid4()), slot(24))
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:too-many-meetings")


async def test_times_may_be_sent_with_any_offset(two: Two) -> None:
    start = (datetime.now(UTC) + timedelta(days=2)).replace(second=0, microsecond=0)
    local: dict[str, Any] = {
        "startsAt": (start.replace(tzinfo=None) + timedelta(hours=2)).isoformat() + "+02:00",
        "minutes": 60,
    }
    meeting_id = await two.proposed(local, timeZone="Indian/Reunion")
    read = await two.read(two.mentor, meeting_id)
    assert read["slots"][0]["startsAt"] == start.isoformat().replace("+00:00", "Z")
    assert read["timeZone"] == "Indian/Reunion"
    assert (await two.confirm(two.mentor, meeting_id, local["startsAt"])).status_code == 200


async def _listed(two: Two, path: str) -> list[str]:
    """The ids of all pages, two meetings each."""
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = await two.mentor.get(path, params={"limit": 2, "cursor": cursor} | _query(path))
        assert answer.status_code == 200, answer.text
        found += [item["id"] for item in answer.json()["items"]]
        cursor = answer.json()["next"]
    return found


def _query(path: str) -> dict[str, str]:
    return {"when": "past"} if path.endswith("past") else {}


def _span(meeting: dict[str, Any]) -> timedelta:
    return datetime.fromisoformat(meeting["endsAt"]) - datetime.fromisoformat(meeting["startsAt"])
