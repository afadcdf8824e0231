"""Blocks: both ways, everywhere, at once."""

import asyncio
from typing import Any, NamedTuple

import pytest

from tests.people import Caller, Town


class Two(NamedTuple):
    blocker: Caller
    blocked: Caller
    mentee: Caller
    mentor: Caller


@pytest.fixture(params=["the mentee blocks", "the mentor blocks"])
async def two(town: Town, request: pytest.FixtureRequest) -> Two:
    mentee, mentor = await town.mentee(), await town.mentor(capacity=1)
    if request.param == "the mentee blocks":
        return Two(mentee, mentor, mentee, mentor)
    return Two(mentor, mentee, mentee, mentor)


async def test_neither_is_dealt_the_other(two: Two) -> None:
    assert await two.mentee.dealt() == [two.mentor.id]
    assert await two.mentor.dealt() == [two.mentee.id]
    await _block(two)
    assert await two.mentee.dealt() == []
    assert await two.mentor.dealt() == []


async def test_neither_may_swipe_the_other(town: Town, two: Two) -> None:
    await _block(two)
    for caller, other in ((two.mentee, two.mentor), (two.mentor, two.mentee)):
        for answer in (await caller.like(other), await caller.pass_(other), await caller.undo(other)):
            assert (answer.status_code, answer.json()["type"]) == (404, "urn:tandem:not-found")
        [result] = (await caller.post("/v1/swipes", _batch(other))).json()["results"]
        assert result["status"] == 404
    assert await town.value("select count(*) from request") == 0


async def test_a_waiting_request_closes_and_nothing_of_it_is_seen(town: Town, two: Two) -> None:
    await two.mentee.like(two.mentor, "Bonjour")
    await _block(two)
    assert await two.mentor.requests("received") == await two.mentee.requests("sent") == []
    for answer in (
        await two.mentor.accept(two.mentee),
        await two.mentor.refuse(two.mentee),
        await two.mentor.put(f"/v1/requests/{two.mentee.id}/opening"),
        await two.mentee.delete(f"/v1/requests/{two.mentor.id}"),
    ):
        assert answer.status_code == 404
    assert await town.value("select state from request") == "released"
    assert await town.value("select requests_waiting from mentee") == 0
    assert await town.value("select requests_waiting from mentor") == 0


async def test_a_mentee_who_is_blocked_reads_the_kind_words_of_any_closed_request(town: Town) -> None:
    mentee, mentor, other = await town.mentee(), await town.mentor(), await town.mentor()
    await mentee.like(mentor)
    await mentee.like(other)
    await mentor.put(f"/v1/blocks/{mentee.id}")
    await other.refuse(mentee)
    await town.carry()
    assert await mentee.notices() == ["RequestClosed", "RequestClosed"]
    first, second = (await mentee.get("/v1/demo/notices")).json()["items"]
    assert (first["title"], first["body"]) == (second["title"], second["body"])


async def test_who_blocks_is_not_told_of_their_own_request(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    await mentee.put(f"/v1/blocks/{mentor.id}")
    await town.carry()
    assert await mentee.notices() == []


async def test_a_tandem_ends_and_its_seat_is_free(town: Town, two: Two) -> None:
    await two.mentee.like(two.mentor)
    tandem_id = (await two.mentor.accept(two.mentee)).json()["id"]
    next_one = await town.mentee()
    await next_one.like(two.mentor)
    await _block(two)
    for caller in (two.mentee, two.mentor):
        assert await caller.tandems() == []
        assert (await caller.get(f"/v1/tandems/{tandem_id}")).status_code == 404
    assert await town.value("select tandems_open from mentee where id = $1", two.mentee.id) == 0
    assert (await two.mentor.accept(next_one)).status_code == 201


async def test_a_like_before_the_block_forms_nothing_after_it(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    assert (await mentor.like(mentee)).json()["outcome"] == "waiting"
    await mentor.put(f"/v1/blocks/{mentee.id}")
    await mentor.delete(f"/v1/blocks/{mentee.id}")
    assert (await mentee.like(mentor)).json()["outcome"] == "requested"
    assert await mentee.tandems() == []


async def test_blocking_again_changes_nothing_and_unblocking_opens_the_way(two: Two) -> None:
    await _block(two)
    await _block(two)
    for _ in range(2):
        assert (await two.blocker.delete(f"/v1/blocks/{two.blocked.id}")).status_code == 204
    assert await two.mentee.dealt() == [two.mentor.id]
    assert await two.mentor.dealt() == [two.mentee.id]


async def test_lifting_ones_own_block_leaves_the_others(two: Two) -> None:
    await _block(two)
    await two.blocked.put(f"/v1/blocks/{two.blocker.id}")
    await two.blocker.delete(f"/v1/blocks/{two.blocked.id}")
    assert await two.mentee.dealt() == []
    assert await two.mentor.dealt() == []


async def test_who_is_blocked_cannot_tell(two: Two) -> None:
    await _block(two)
    assert (await two.blocked.put(f"/v1/blocks/{two.blocker.id}")).status_code == 204
    assert (await two.blocked.delete(f"/v1/blocks/{two.blocker.id}")).status_code == 204


async def test_two_of_one_role_may_block_each_other(town: Town) -> None:
    one, other = await town.mentee(), await town.mentee()
    assert (await one.put(f"/v1/blocks/{other.id}")).status_code == 204
    assert (await one.put(f"/v1/blocks/{one.id}")).status_code == 404


async def test_a_block_that_meets_a_like_leaves_no_request_and_no_tandem(town: Town) -> None:
    for _ in range(8):
        mentee, mentor = await town.mentee(), await town.mentor()
        await mentor.like(mentee)
        answers = await asyncio.gather(
            mentee.like(mentor),
            mentor.put(f"/v1/blocks/{mentee.id}"),
            mentee.like(mentor),
            mentee.put(f"/v1/blocks/{mentor.id}"),
            mentor.accept(mentee),
        )
        assert all(answer.status_code < 500 for answer in answers)
    assert await town.value("select count(*) from request where state = 'waiting'") == 0
    assert await town.value("select count(*) from tandem where state <> 'closed'") == 0
    assert await town.value("select sum(seats_taken) from mentor") == 0


async def _block(two: Two) -> None:
    assert (await two.blocker.put(f"/v1/blocks/{two.blocked.id}")).status_code == 204


def _batch(other: Caller) -> dict[str, Any]:
    return {"swipes": [{"memberId": other.id, "verdict": "like", "swipedAt": "2026-11-22T10:00:00Z"}]}
