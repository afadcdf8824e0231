"""Likes that cross form exactly one tandem, whatever repeats."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from uuid import uuid4

import asyncpg
import pytest

from app.auth.demo import DemoSigner
from app.settings import Settings
from tests.holds import crowd, naive
from tests.holds.conftest import FIGURE, Record
from tests.holds.crowd import Person
from tests.holds.driver import Api, serving
from tests.holds.history import Call, Pair, wrong_matches

REPEATS = 3
PAIRS = 500

Like = Callable[[Pair, str], Awaitable[Call]]


@pytest.mark.parametrize(
    "rounds", [1, pytest.param(10, marks=[pytest.mark.campaign, pytest.mark.timeout(600)])], ids=["once", "campaign"]
)
async def test_likes_that_cross_form_one_tandem(
    settings: Settings, signer: DemoSigner, witness: asyncpg.Connection, rounds: int, record: Record
) -> None:
    async with serving(settings) as servers:
        for _ in range(rounds):
            await _check_a_round(signer, witness, servers, record)
    assert await crowd.deadlocks(witness) == 0


async def _check_a_round(
    signer: DemoSigner, witness: asyncpg.Connection, servers: Sequence[Api], record: Record
) -> None:
    await witness.execute("truncate pair, request, tandem, outbox cascade")
    mentees = await crowd.mentees(witness, signer, PAIRS)
    mentors = await crowd.mentors(witness, signer, PAIRS, capacity=3)
    pairs = {(mentee.id, mentor.id): (mentee, mentor) for mentee, mentor in zip(mentees, mentors, strict=True)}
    calls = await _cross(pairs, partial(_like, servers, pairs))
    tandems, notices = await crowd.tandems(witness), await crowd.notices(witness)
    wrongs = wrong_matches(pairs, calls, tandems, notices)
    record(
        FIGURE,
        f"{len(calls)} likes of {PAIRS} pairs: {len(tandems)} tandems, {len(notices)} notices, {len(wrongs)} wrong",
    )
    assert wrongs == []
    assert (len(tandems), len(notices)) == (PAIRS, 2 * PAIRS)


@pytest.mark.parametrize(
    ("like", "verdict"), [(naive.like_in_one_transaction, "no tandem"), (naive.like_in_autocommit, "2 tandems")]
)
async def test_the_checker_rejects_two_rows_and_a_look(
    database_url: str, witness: asyncpg.Connection, like: Callable[..., Awaitable[Call]], verdict: str, record: Record
) -> None:
    pairs = {(str(uuid4()), str(uuid4())) for _ in range(100)}
    async with naive.naive_tables(database_url, witness, size=60) as pool:
        calls = await _cross(pairs, partial(like, pool))
    wrongs = wrong_matches(pairs, calls, await crowd.tandems(witness), await crowd.notices(witness))
    rejected = sum(wrong.endswith(f"formed {verdict}") for wrong in wrongs)
    record(FIGURE, f"of {len(pairs)} pairs {rejected} formed {verdict} with two rows and a look")
    assert rejected > len(pairs) / 2


async def _cross(pairs: Iterable[Pair], like: Like) -> list[Call]:
    """Both of every pair like each other at the same instant, and each call is sent three times."""
    return await asyncio.gather(
        *(like(pair, role) for pair in pairs for _ in range(REPEATS) for role in ("mentee", "mentor"))
    )


async def _like(servers: Sequence[Api], people: dict[Pair, tuple[Person, Person]], pair: Pair, role: str) -> Call:
    mentee, mentor = people[pair]
    caller, card, api = (mentee, mentor, servers[0]) if role == "mentee" else (mentor, mentee, servers[-1])
    answer = await api.call("PUT", f"/v1/swipes/{card.id}", caller.token, {"verdict": "like"})
    outcome = answer.body.get("outcome") or answer.body.get("type", "")
    return Call(pair, answer.status, outcome, answer.body.get("tandemId"), answer.began, answer.ended)
