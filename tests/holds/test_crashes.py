"""What was acknowledged outlives `kill -9` of the API, of the worker and of Postgres."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import asyncpg
import pytest

from app.carrier.carrier import IN_HAND, LEASE
from tests.holds import crowd
from tests.holds.conftest import FIGURE, Record
from tests.holds.history import lost_swipes, repeated_cards, unsettled, wrong_matches
from tests.holds.naive import HastySwipes
from tests.holds.pieces import Pieces, all_pieces
from tests.holds.walk import Walk

SEATS = 50
SETTLING_SECONDS = 30.0


@dataclass(frozen=True)
class Scale:
    """So many of each role, who swipe so often each, while each piece is killed so many times."""

    people: int
    swipes: int
    kills: int
    wait_for_leases: bool = False


NORMAL = Scale(people=50, swipes=20, kills=2)
CAMPAIGN = Scale(people=100, swipes=80, kills=20, wait_for_leases=True)


@pytest.mark.parametrize(
    "scale",
    [NORMAL, pytest.param(CAMPAIGN, marks=[pytest.mark.campaign, pytest.mark.timeout(1800)])],
    ids=["2000", "campaign"],
)
async def test_what_was_acknowledged_outlives_kills(
    tmp_path: Path, redis_url: str, scale: Scale, record: Record
) -> None:
    async with all_pieces(tmp_path, redis_url) as pieces:
        db = await asyncpg.connect(pieces.postgres.url)
        mentees = await crowd.mentees(db, pieces.signer, scale.people)
        mentors = await crowd.mentors(db, pieces.signer, scale.people, SEATS)
        await db.close()
        walk = Walk(pieces.api, Random(9))
        killing = asyncio.create_task(_kill_in_turn(pieces, walk, scale))
        await asyncio.gather(
            *(walk.go(mentee, scale.swipes, accepts=False) for mentee in mentees),
            *(walk.go(mentor, scale.swipes, accepts=True) for mentor in mentors),
        )
        kills = await killing
        await _check(pieces, walk, scale, kills, record)


async def test_the_checker_rejects_acknowledging_before_storing() -> None:
    cards = [str(number) for number in range(100)]
    hasty = HastySwipes(cards)
    for turn in range(20):
        for card in hasty.deal("someone", 3):
            hasty.swipe("someone", card)
        if turn % 5 == 4:
            hasty.kill()
        elif turn % 2:
            hasty.store()
        await asyncio.sleep(0.001)
    hasty.store()
    assert lost_swipes(hasty.acknowledged, hasty.stored) != []
    assert repeated_cards(hasty.acknowledged, hasty.decks) != []


async def _check(pieces: Pieces, walk: Walk, scale: Scale, kills: int, record: Record) -> None:
    db = await asyncpg.connect(pieces.postgres.url)
    if not scale.wait_for_leases:
        # As if the minute had passed for which a killed worker keeps what it held.
        await db.execute("update outbox set claimed_until = now() where state = 'waiting'")
    await _settled(db, SETTLING_SECONDS + (LEASE.total_seconds() if scale.wait_for_leases else 0))
    tandems, notices = await crowd.tandems(db), await crowd.notices(db)
    stored, mutual, drift = await crowd.swipes(db), await crowd.mutual(db), await crowd.drift(db)
    twice = await db.fetchval("select count(*) - count(distinct (member_id, card_id, verdict)) from swipe_log")
    sent = await db.fetchval("select count(distinct pushed_as) from outbox where state = 'sent'")
    await db.close()
    pushes = pieces.worker.log.read_text().count("push to ")
    lost, repeated = lost_swipes(walk.acknowledged, stored), repeated_cards(walk.acknowledged, walk.decks)
    wrongs = wrong_matches(mutual, [], tandems, notices) + unsettled(notices)
    record(
        FIGURE,
        f"{len(walk.acknowledged)} acknowledged swipes, {kills} kills of worker, Postgres and API: {len(lost)} lost, "
        f"{len(repeated)} cards repeated in {len(walk.decks)} decks; {len(tandems)} tandems, {len(notices)} notices, "
        f"{len(wrongs)} wrong; {pushes - sent} of {pushes} pushes came twice",
    )
    assert (walk.errors, lost, repeated, wrongs) == ([], [], [], [])
    assert (drift, twice) == (0, 0)
    assert 0 <= pushes - sent <= kills * IN_HAND
    assert len(tandems) > scale.people
    assert kills == 3 * scale.kills


async def _settled(db: asyncpg.Connection, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and await db.fetchval(  # noqa: ASYNC110 (nothing tells when a worker is done)
        "select true from outbox where state = 'waiting'"
    ):
        await asyncio.sleep(0.1)


async def _kill_in_turn(pieces: Pieces, walk: Walk, scale: Scale) -> int:
    """Each time another of the swipes' many parts has been acknowledged, the next piece dies."""
    turns: list[Callable[[], None]] = [pieces.kill_worker, pieces.kill_postgres, pieces.kill_server] * scale.kills
    total = 2 * scale.people * scale.swipes
    for turn, kill in enumerate(turns, start=1):
        while len(walk.acknowledged) < total * turn / (len(turns) + 1):  # noqa: ASYNC110 (a count, not an event)
            await asyncio.sleep(0.005)
        await asyncio.sleep(walk.chance.random() * 0.05)
        await asyncio.to_thread(kill) if kill == pieces.kill_postgres else kill()
    return len(turns)
