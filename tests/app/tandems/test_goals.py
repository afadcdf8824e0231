"""What a tandem works towards."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from tests.app.tandems.couples import Couple, couple
from tests.people import Town

STEPS = [{"id": str(uuid4()), "words": words} for words in ("Refaire mon CV", "Appeler trois entreprises", "Postuler")]
GOAL = {"goal": "find-internship", "expectedOn": "2027-03-31", "steps": STEPS}


async def test_a_goal_from_the_list_or_in_their_own_words_is_set_by_either_and_read_by_both(town: Town) -> None:
    two = await couple(town)
    listed = await two.mentee.put(_new(two), GOAL)
    assert (listed.status_code, listed.json()["goal"], listed.json()["setBy"]) == (200, "find-internship", "mentee")
    own = await two.mentor.put(_new(two), {"words": "  Oser téléphoner "})
    assert (own.json()["words"], own.json()["setBy"], own.json()["steps"]) == ("Oser téléphoner", "mentor", [])
    for member in (two.mentee, two.mentor):
        assert await _goals(two, member) == [listed.json(), own.json()]


async def test_sending_a_goal_again_changes_nothing(town: Town) -> None:
    two, path = await couple(town), str(uuid4())
    answers = [await two.mentee.put(f"{two.path}/goals/{path}", GOAL) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert len(await _goals(two)) == 1


async def test_steps_are_done_by_either_and_stay_done_when_they_are_put_in_another_order(town: Town) -> None:
    two = await couple(town)
    goal = _new(two)
    await two.mentee.put(goal, GOAL)
    done = f"{goal}/steps/{STEPS[0]['id']}/completion"
    first = await two.mentor.put(done)
    assert (await two.mentee.put(done)).json() == first.json()
    assert first.json()["steps"][0]["doneBy"] == "mentor"
    changed = await two.mentee.put(goal, GOAL | {"steps": [STEPS[1], STEPS[0]]})
    assert [(step["words"], step["doneBy"]) for step in changed.json()["steps"]] == [
        ("Appeler trois entreprises", None),
        ("Refaire mon CV", "mentor"),
    ]
    assert (await two.mentee.delete(done)).json()["steps"][1]["doneAt"] is None


async def test_a_goal_is_reached_reopened_and_taken_back(town: Town) -> None:
    two = await couple(town)
    goal = _new(two)
    await two.mentee.put(goal, GOAL)
    assert (await two.mentor.put(f"{goal}/completion")).json()["reachedBy"] == "mentor"
    assert (await two.mentee.put(f"{goal}/completion")).json()["reachedBy"] == "mentor"
    assert (await two.mentee.delete(f"{goal}/completion")).json()["reachedAt"] is None
    for _ in range(2):
        assert (await two.mentee.delete(goal)).status_code == 204
    assert await _goals(two) == []
    assert (await two.mentor.put(f"{goal}/completion")).status_code == 404


async def test_the_tandem_sums_its_goals_up(town: Town) -> None:
    two = await couple(town)
    goal = _new(two)
    await two.mentee.put(goal, GOAL)
    await two.mentee.put(_new(two), {"words": "Parler anglais"})
    await two.mentee.put(f"{goal}/completion")
    await two.mentor.put(f"{goal}/steps/{STEPS[0]['id']}/completion")
    assert (await two.read())["goals"] == {"goals": 2, "reached": 1, "steps": 3, "stepsDone": 1}


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"goal": "find-internship", "words": "Les deux"},
        {"goal": "be-rich"},
        {"words": " "},
        {"words": "x", "steps": [STEPS[0], STEPS[0]]},
        {"words": "x", "steps": [{"id": "1", "words": "x"}]},
        {"words": "x", "steps": [{"id": str(uuid4()), "words": "x"} for _ in range(21)]},
        {"words": "x", "expectedOn": "demain"},
    ],
)
async def test_what_is_no_goal_is_refused(town: Town, bad: dict[str, Any]) -> None:
    two = await couple(town)
    answer = await two.mentee.put(_new(two), bad)
    assert answer.status_code in (400, 422), answer.text
    assert await _goals(two) == []


async def test_a_tandem_sets_itself_ten_goals_at_most_however_they_come(town: Town) -> None:
    two = await couple(town)
    answers = await asyncio.gather(
        *[one.put(_new(two), {"words": "Encore"}) for one in (two.mentee, two.mentor) for _ in range(6)]
    )
    assert sorted(answer.status_code for answer in answers) == [200] * 10 + [409] * 2
    assert {answer.json().get("type") for answer in answers} == {None, "urn:tandem:goal-limit"}


async def test_both_tick_steps_at_once_and_none_is_lost(town: Town) -> None:
    two = await couple(town)
    goal = _new(two)
    await two.mentee.put(goal, GOAL)
    ticks = [one.put(f"{goal}/steps/{step['id']}/completion") for step in STEPS for one in (two.mentee, two.mentor)]
    assert {answer.status_code for answer in await asyncio.gather(*ticks)} == {200}
    assert (await two.read())["goals"]["stepsDone"] == 3


async def test_an_id_of_another_tandems_goal_is_free_here_and_that_goal_untouched(town: Town) -> None:
    one, other = await couple(town), await couple(town)
    goal_id = uuid4()
    await one.mentee.put(f"{one.path}/goals/{goal_id}", {"words": "Ici"})
    assert (await other.mentee.put(f"{other.path}/goals/{goal_id}", {"words": "Là"})).json()["words"] == "Là"
    assert [goal["words"] for goal in await _goals(one)] == ["Ici"]
    for answer in (
        await other.mentee.get(f"{one.path}/goals"),
        await other.mentee.put(f"{one.path}/goals/{goal_id}", {"words": "Non"}),
        await other.mentee.put(f"{one.path}/goals/{goal_id}/completion"),
        await other.mentee.delete(f"{one.path}/goals/{goal_id}"),
    ):
        assert answer.status_code == 404


def _new(two: Couple) -> str:
    return f"{two.path}/goals/{uuid4()}"


async def _goals(two: Couple, reader: Any = None) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await (reader or two.mentee).get(f"{two.path}/goals")).json()["items"]
    return items
