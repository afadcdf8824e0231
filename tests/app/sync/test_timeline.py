"""A tandem's story, told to its two, in order and in words."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.people import Caller, Town

STORY = [
    "formed", "signed", "signed", "active", "goal-reached", "messages", "paused", "resumed", "meeting-planned",
]  # fmt: skip


@pytest.fixture
async def pair(town: Town) -> tuple[Caller, Caller, str]:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    tandem_id = (await mentor.accept(mentee)).json()["id"]
    path, goal = f"/v1/tandems/{tandem_id}", f"/v1/tandems/{tandem_id}/goals/{uuid4()}"
    version = (await mentee.get("/v1/charter")).json()["version"]
    meeting = f"{path}/meetings/{uuid4()}"
    start = (datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=3)).isoformat()
    for caller, method, url, body in (
        (mentee, "PUT", f"{path}/signature", {"version": version}),
        (mentor, "PUT", f"{path}/signature", {"version": version}),
        (mentee, "PUT", goal, {"words": "Un CV {net}", "steps": []}),
        (mentor, "PUT", f"{goal}/completion", None),
        (mentee, "PUT", f"{path}/messages/{uuid4()}", {"text": "Bonjour"}),
        (mentor, "PUT", f"{path}/messages/{uuid4()}", {"text": "Bonjour Inès"}),
        (mentor, "PUT", f"{path}/pause", None),
        (mentor, "DELETE", f"{path}/pause", None),
        (mentor, "PUT", meeting, {"kind": "phone", "slots": [{"startsAt": start, "minutes": 60}]}),
        (mentee, "PUT", f"{meeting}/confirmation", {"startsAt": start}),
    ):
        answer = await caller.call(method, url, json=body)
        assert answer.status_code < 300, (url, answer.text)
    return mentee, mentor, tandem_id


async def test_a_story_is_told_in_the_order_of_what_happened(pair: tuple[Caller, Caller, str]) -> None:
    mentee, _, tandem_id = pair
    entries = await _told(mentee, tandem_id)
    assert [entry["kind"] for entry in entries] == STORY
    assert [entry["at"] for entry in entries] == sorted(entry["at"] for entry in entries)
    assert [entry["count"] for entry in entries if entry["kind"] == "messages"] == [2]


async def test_each_of_the_two_reads_who_did_what_in_their_language(pair: tuple[Caller, Caller, str]) -> None:
    mentee, mentor, tandem_id = pair
    paused = STORY.index("paused")
    assert (await _told(mentee, tandem_id))[paused]["words"] == "Votre binôme a mis le tandem en pause."
    assert (await _told(mentor, tandem_id, "en"))[paused]["words"] == "You paused the tandem."
    reached = (await _told(mentee, tandem_id))[STORY.index("goal-reached")]
    assert reached["words"] == "Objectif atteint : Un CV {net}."


async def test_a_story_told_in_small_pages_is_the_same(pair: tuple[Caller, Caller, str]) -> None:
    mentee, _, tandem_id = pair
    told, cursor = [], None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await mentee.get(f"/v1/tandems/{tandem_id}/timeline", params=query)).json()
        told += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert told == await _told(mentee, tandem_id)


async def test_a_meeting_that_somebody_missed_is_not_told_as_held(town: Town, pair: tuple[Caller, Caller, str]) -> None:
    mentee, mentor, tandem_id = pair
    await town.run(
        "update meeting set starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour', "
        "mentee_said = 'other_absent', mentee_said_at = now()"
    )
    assert "meeting-held" not in [entry["kind"] for entry in await _told(mentee, tandem_id)]
    # What the other said is not told before one has said something oneself.
    assert "meeting-held" in [entry["kind"] for entry in await _told(mentor, tandem_id)]


async def test_a_closed_tandem_is_told_to_its_end(pair: tuple[Caller, Caller, str]) -> None:
    mentee, mentor, tandem_id = pair
    await mentor.post(f"/v1/tandems/{tandem_id}/closure", {"reason": "not-the-right-fit"})
    last = (await _told(mentee, tandem_id))[-1]
    assert (last["kind"], last["by"]) == ("closed", "mentor")
    assert last["words"].startswith("Votre binôme a clos le tandem.")


async def _told(caller: Caller, tandem_id: str, language: str = "fr") -> list[dict[str, Any]]:
    answer = await caller.get(f"/v1/tandems/{tandem_id}/timeline", headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    entries: list[dict[str, Any]] = answer.json()["items"]
    return entries
