"""Flaky clients, sockets cut at random, two servers and Redis killed: no message lost, doubled, reordered, no gap."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import asyncpg
import pytest
from msgspec.structs import replace

from app.auth.demo import DemoSigner
from app.embedded import Valkey
from app.settings import Settings
from tests.app.messages.conftest import served
from tests.holds import crowd, naive_talk
from tests.holds.conftest import FIGURE, Record
from tests.holds.driver import Api, Program, mortal
from tests.holds.talk_history import Side, Stored, Wrongs, wrong_talk
from tests.holds.talkers import Habits, Server, Talker, tandems, until_acknowledged, wrongs_of
from tests.people import Town


@dataclass(frozen=True)
class Scale:
    """So many tandems, each of whose two sends so many messages."""

    tandems: int
    messages: int
    kills: int

    @property
    def total(self) -> int:
        return 2 * self.tandems * self.messages


NORMAL = Scale(tandems=3, messages=50, kills=1)
CAMPAIGN = Scale(tandems=50, messages=500, kills=5)


async def test_three_hundred_messages_of_flaky_clients_arrive_once_in_one_order(
    settings: Settings, tmp_path: Path, signer: DemoSigner, witness: asyncpg.Connection, record: Record
) -> None:
    with Valkey(tmp_path / "valkey", durable=False) as valkey:
        settings = replace(settings, redis_url=valkey.url)
        async with _two_in_this_process(settings) as servers:
            await _check(servers, valkey, signer, witness, NORMAL, record)


@pytest.mark.campaign
@pytest.mark.timeout(3600)
async def test_fifty_thousand_messages_of_flaky_clients_arrive_once_in_one_order(
    settings: Settings, tmp_path: Path, signer: DemoSigner, witness: asyncpg.Connection, record: Record
) -> None:
    with Valkey(tmp_path / "valkey", durable=False) as valkey:
        settings = replace(settings, redis_url=valkey.url)
        async with mortal(settings) as programs:
            servers = [Server(api.port, api, program) for api, program in programs.items()]
            await _check(servers, valkey, signer, witness, CAMPAIGN, record)


async def test_the_checker_rejects_numbers_without_a_lock(database_url: str) -> None:
    sides = [Side(), Side()]
    async with asyncpg.create_pool(database_url, min_size=10, max_size=10) as pool:
        stored = await naive_talk.number_without_a_lock(pool, sides, 100)
    for side in sides:
        side.view = list(stored)
    wrongs = wrong_talk(stored, sides)
    assert any(wrong.startswith("number") for wrong in wrongs.doubled)


def test_the_checker_rejects_acknowledging_before_storing() -> None:
    side, hasty = Side(), naive_talk.HastyTalk()
    for turn in range(30):
        hasty.send(side)
        if turn % 10 == 9:
            hasty.kill()
        elif turn % 3 == 0:
            hasty.store()
    side.view = list(hasty.stored)
    assert wrong_talk(hasty.stored, [side]).lost != []


def test_the_checker_rejects_a_view_that_differs() -> None:
    stored = [Stored(number, f"m{number}") for number in range(1, 5)]
    good = Side(sent=["m1", "m2"], acknowledged={"m1": 1, "m2": 2}, view=list(stored))
    assert not wrong_talk(stored, [good]).any()
    for view, wrong in (
        (stored[:3], "lost"),
        ([stored[0], *stored], "doubled"),
        ([stored[1], stored[0], *stored[2:]], "reordered"),
        ([stored[0], *stored[2:]], "gaps"),
    ):
        assert getattr(wrong_talk(stored, [Side(view=view)]), wrong) != []
    assert wrong_talk(stored, [Side(sent=["m2", "m1"], view=stored)]).reordered != []


async def _check(
    servers: Sequence[Server],
    valkey: Valkey,
    signer: DemoSigner,
    witness: asyncpg.Connection,
    scale: Scale,
    record: Record,
) -> None:
    talkers = await _talkers(servers, signer, witness, scale.tandems)
    talking = [asyncio.create_task(talker.talk(scale.messages)) for talker in talkers]
    await asyncio.sleep(0)
    for kill in range(scale.kills):
        await until_acknowledged(talkers, int(scale.total * (kill + 0.5) / scale.kills))
        await asyncio.to_thread(valkey.stop)
        await asyncio.sleep(0.5)
        await asyncio.to_thread(valkey.start)
        await _kill_and_start(servers[kill % len(servers)].program)
    await asyncio.gather(*talking)
    wrongs = await wrongs_of(talkers, witness)
    stored = await witness.fetchval("select count(*) from message")
    cuts = sum(talker.cuts for talker in talkers)
    record(FIGURE, f"{stored} messages, {cuts} sockets cut, {_killed(servers, scale)}: {_counted(wrongs)}")
    assert not wrongs.any(), wrongs
    assert stored == scale.total


async def _talkers(
    servers: Sequence[Server], signer: DemoSigner, witness: asyncpg.Connection, number: int
) -> list[Talker]:
    mentees = await crowd.mentees(witness, signer, number)
    mentors = await crowd.mentors(witness, signer, number, capacity=3)
    ids = await tandems(witness, mentees, mentors)
    return [
        Talker(person, tandem_id, servers, Random(f"{tandem_id}{side}"), Habits())
        for side, people in enumerate((mentees, mentors))
        for person, tandem_id in zip(people, ids, strict=True)
    ]


async def _kill_and_start(program: Program | None) -> None:
    """With -9; those who talk to it meet a closed door for a while. None is a service in this process."""
    if program is not None:
        await asyncio.to_thread(program.kill)
        await asyncio.sleep(0.5)
        program.start()


def _killed(servers: Sequence[Server], scale: Scale) -> str:
    what = "Redis and a server" if servers[0].program else "Redis"
    return f"{what} killed {scale.kills} times"


def _counted(wrongs: Wrongs) -> str:
    return ", ".join(f"{len(found)} {name}" for name, found in vars(wrongs).items())


@asynccontextmanager
async def _two_in_this_process(settings: Settings) -> AsyncIterator[list[Server]]:
    """Two services with nothing in common but Postgres and Redis: a quick start, for a small check."""
    async with AsyncExitStack() as opened:
        towns = [await opened.enter_async_context(Town.open(settings)) for _ in range(2)]
        ports = [await opened.enter_async_context(served(town.app)) for town in towns]
        servers = [Server(port, Api(port)) for port in ports]
        for server in servers:
            opened.push_async_callback(server.api.hang_up)
        yield servers
