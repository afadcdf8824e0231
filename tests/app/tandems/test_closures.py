"""Tandems that end: the seat is free at once, and both keep a memory."""

import asyncio
from uuid import uuid4

import httpx
import pytest

from app.tandems.closures.reasons import all_reasons
from tests.app.tandems.couples import Couple, active_couple, couple, couple_with
from tests.people import Town


async def test_the_seat_is_free_in_the_call_that_closes(town: Town) -> None:
    two = await active_couple(town, capacity=1)
    next_one = await town.mentee()
    await next_one.like(two.mentor)
    assert (await two.mentor.accept(next_one)).status_code == 409
    closed = await two.close(two.mentee)
    assert (closed.status_code, closed.json()["state"]) == (200, "closed")
    assert (await two.mentor.accept(next_one)).status_code == 201


@pytest.mark.parametrize("begun", [True, False])
async def test_a_tandem_may_end_whether_or_not_it_has_begun(town: Town, begun: bool) -> None:
    two = await (active_couple if begun else couple)(town)
    assert (await two.close(two.mentor, "no-time")).json()["closing"] == {"by": "mentor", "reason": "no-time"}


async def test_both_keep_a_memory_that_can_be_read_and_no_longer_written(town: Town) -> None:
    two = await active_couple(town)
    goal = f"{two.path}/goals/{uuid4()}"
    await two.mentee.put(goal, {"words": "Trouver un stage"})
    await two.close(two.mentee)
    for member in (two.mentee, two.mentor):
        assert [item["id"] for item in await member.tandems()] == [two.id]
        assert (await two.read(member))["state"] == "closed"
        assert len((await member.get(f"{two.path}/goals")).json()["items"]) == 1
        for answer in await _writes(two, goal):
            assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:tandem-closed")


async def test_the_other_reads_a_reason_that_is_told_and_never_one_that_is_not_nor_the_note(town: Town) -> None:
    for reason in all_reasons().values():
        two = await couple(town)
        own = await two.close(two.mentee, reason.code, "Pour la structure seulement.")
        assert own.json()["closing"] == {"by": "mentee", "reason": reason.code}
        others = await two.mentor.get(two.path)
        assert others.json()["closing"] == {"by": "mentee", "reason": reason.code if reason.told else None}
        assert "Pour la structure" not in own.text + others.text
        exported = [(await member.get("/v1/me/export")).text for member in (two.mentee, two.mentor)]
        assert ["Pour la structure" in text for text in exported] == [True, False]


async def test_closing_again_keeps_the_first_end(town: Town) -> None:
    two = await couple(town)
    first = (await two.close(two.mentee, "goal-reached")).json()
    again = await two.close(two.mentor, "no-time")
    assert (again.status_code, again.json()) == (200, first)


async def test_both_close_at_once_and_one_seat_comes_back(town: Town) -> None:
    mentor = await town.mentor(capacity=5)
    for _ in range(5):
        two = await couple_with(town, mentor)
        answers = await asyncio.gather(two.close(two.mentee, "no-time"), two.close(two.mentor, "moved-away"))
        assert {answer.status_code for answer in answers} == {200}
        assert answers[0].json()["history"] == answers[1].json()["history"]
    assert await town.value("select seats_taken from mentor where id = $1", mentor.id) == 0
    assert await town.value("select count(*) from closure") == 5


async def test_the_other_is_told_kindly_and_who_closed_is_not(town: Town) -> None:
    two = await active_couple(town)
    await town.carry()
    await two.close(two.mentee)
    await town.carry()
    assert (await two.mentor.notices())[-1] == "TandemClosed"
    assert "TandemClosed" not in await two.mentee.notices()


async def test_an_erased_members_partner_is_told_that_it_ended_and_keeps_nothing_of_them(town: Town) -> None:
    two = await active_couple(town)
    await two.mentee.delete("/v1/me")
    await town.carry()
    assert (await two.mentor.notices())[-1] == "TandemEnded"
    assert (await two.mentor.get(two.path)).status_code == 404


async def test_after_a_block_neither_reads_the_memory(town: Town) -> None:
    two = await active_couple(town)
    await two.mentee.put(f"/v1/blocks/{two.mentor.id}")
    for member in (two.mentee, two.mentor):
        assert (await member.get(two.path)).status_code == 404
        assert (await member.get(f"{two.path}/goals")).status_code == 404
    assert await town.value("select closed_reason from tandem where id = $1", two.id) == "blocked"


async def test_the_reasons_are_listed_in_both_languages_and_no_other_is_taken(town: Town) -> None:
    for language in ("fr", "en"):
        items = (await town.http.get("/v1/closure-reasons", headers={"Accept-Language": language})).json()["items"]
        assert [item["code"] for item in items] == list(all_reasons())
        assert [item["name"] for item in items] == [getattr(reason, language) for reason in all_reasons().values()]
    two = await couple(town)
    assert (await two.close(two.mentee, "blocked")).status_code == 422
    assert await two.state() == "formed"


async def test_those_who_parted_are_no_cards_to_each_other_and_an_old_like_forms_nothing(town: Town) -> None:
    two = await active_couple(town)
    await two.close(two.mentor)
    assert await two.mentee.dealt() == await two.mentor.dealt() == []
    assert (await two.mentor.like(two.mentee)).json()["outcome"] != "tandem"
    assert len(await two.mentee.tandems()) == 1


async def test_one_call_closes_and_brings_back_to_the_decks(town: Town) -> None:
    two, other = await active_couple(town), await town.mentor()
    await two.mentee.put("/v1/me/pause")
    assert await other.dealt() == []
    for _ in range(2):
        answer = await two.mentee.put(f"{two.path}/rematch")
        assert (answer.status_code, answer.json()["state"]) == (200, "closed")
    assert await two.mentee.dealt() == [other.id]
    assert await other.dealt() == [two.mentee.id]
    assert (await two.read(two.mentor))["closing"] == {"by": "mentee", "reason": None}


async def test_one_call_brings_back_to_the_decks_whom_the_other_left(town: Town) -> None:
    two, other = await active_couple(town), await town.mentor()
    await two.close(two.mentor)
    assert (await two.mentee.put(f"{two.path}/rematch")).json()["closing"]["by"] == "mentor"
    assert await two.mentee.dealt() == [other.id]
    assert (await other.put(f"{two.path}/rematch")).status_code == 404


async def _writes(two: Couple, goal: str) -> list[httpx.Response]:
    step = f"{goal}/steps/{uuid4()}/completion"
    return [
        await two.sign(two.mentee),
        await two.mentee.put(f"{two.path}/pause"),
        await two.mentor.delete(f"{two.path}/pause"),
        await two.mentee.put(goal, {"words": "Encore"}),
        await two.mentor.delete(goal),
        await two.mentor.put(f"{goal}/completion"),
        await two.mentor.delete(f"{goal}/completion"),
        await two.mentor.put(step),
        await two.mentor.delete(step),
    ]
