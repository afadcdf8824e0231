"""Transactions commit in another order than they began; no change is missed all the same."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Protocol

import asyncpg
import pytest

from tests.app.sync.phone import Phone
from tests.people import Caller, Town

WRITERS = 5
STEPS = 40


class Copy(Protocol):
    """Somebody who keeps up with a mentor's requests."""

    async def look(self) -> None: ...

    def words(self) -> dict[str, str]: ...


@dataclass
class Synced:
    """By the bookmarks of `GET /v1/sync`."""

    phone: Phone

    async def look(self) -> None:
        await self.phone.catch_up()

    def words(self) -> dict[str, str]:
        return {id: one["message"] for id, one in self.phone.copy["requests"].items()}


@dataclass
class ByTheClock:
    """By the time of the last look: the naive way."""

    town: Town
    mentor: Caller
    since: datetime | None = None
    known: dict[str, str] = field(default_factory=dict)

    async def look(self) -> None:
        now = await self.town.value("select now()")
        rows = await self.town.rows(
            "select id::text, message from request where mentor_id = $1 and ($2::timestamptz is null or sent_at >= $2)",
            self.mentor.id,
            self.since,
        )
        self.since = now
        self.known |= {row["id"]: row["message"] for row in rows}

    def words(self) -> dict[str, str]:
        return self.known


@dataclass
class ByTheNumber:
    """By the greatest transaction that was seen: as naive."""

    town: Town
    mentor: Caller
    seen: int = 0
    known: dict[str, str] = field(default_factory=dict)

    async def look(self) -> None:
        rows = await self.town.rows(
            "select id::text, message, changed_xid from request where mentor_id = $1 and changed_xid > $2",
            self.mentor.id,
            self.seen,
        )
        self.seen = max((row["changed_xid"] for row in rows), default=self.seen)
        self.known |= {row["id"]: row["message"] for row in rows}

    def words(self) -> dict[str, str]:
        return self.known


def missed(copy: Copy, truth: dict[str, str]) -> list[str]:
    """The requests of which the copy has not the last words."""
    return [id for id, words in truth.items() if copy.words().get(id) != words]


async def _asked(town: Town) -> Caller:
    mentor = await town.mentor()
    for _ in range(WRITERS):
        await (await town.mentee()).like(mentor, "Bonjour")
    return mentor


async def _truth(town: Town, mentor: Caller) -> dict[str, str]:
    rows = await town.rows("select id::text, message from request where mentor_id = $1", mentor.id)
    return {row["id"]: row["message"] for row in rows}


async def test_two_who_commit_in_the_other_order_are_both_seen(town: Town, database_url: str) -> None:
    mentor = await _asked(town)
    copies: list[Copy] = [Synced(Phone(mentor)), ByTheClock(town, mentor), ByTheNumber(town, mentor)]
    await asyncio.gather(*(copy.look() for copy in copies))
    first, second = await asyncpg.connect(database_url), await asyncpg.connect(database_url)
    slow, quick = sorted(await _truth(town, mentor))[:2]
    early, late = first.transaction(), second.transaction()
    await early.start()
    await _say(first, slow, "began first")
    await late.start()
    await _say(second, quick, "began second")
    await late.commit()
    await asyncio.gather(*(copy.look() for copy in copies))
    await early.commit()
    await asyncio.gather(*(copy.look() for copy in copies))
    assert [missed(copy, await _truth(town, mentor)) for copy in copies] == [[], [slow], [slow]]
    await first.close()
    await second.close()


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_the_order_nothing_is_missed_and_the_naive_ways_miss(
    town: Town, database_url: str, seed: int
) -> None:
    mentor, chance = await _asked(town), Random(seed)
    phone = Phone(mentor, limit=2)
    copies: list[Copy] = [Synced(phone), ByTheClock(town, mentor), ByTheNumber(town, mentor)]
    requests = sorted(await _truth(town, mentor))
    writers = [await asyncpg.connect(database_url) for _ in requests]
    under_way: dict[int, asyncpg.transaction.Transaction] = {}
    for step in range(STEPS):
        for copy in chance.sample(copies, chance.choice((0, 3))):
            await copy.look()
        writer = chance.randrange(WRITERS)
        if writer in under_way:
            await under_way.pop(writer).commit()
            continue
        under_way[writer] = writers[writer].transaction()
        await under_way[writer].start()
        await _say(writers[writer], requests[writer], f"step {step}")
    for transaction in under_way.values():
        await transaction.commit()
    for copy in copies:
        await copy.look()
    truth = await _truth(town, mentor)
    ours, *naive = [missed(copy, truth) for copy in copies]
    assert ours == []
    assert all(naive)
    await asyncio.gather(*(writer.close() for writer in writers))


async def _say(connection: asyncpg.Connection, request_id: str, words: str) -> None:
    await connection.execute("update request set message = $2, sent_at = now() where id = $1", request_id, words)
