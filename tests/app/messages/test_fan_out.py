"""Several processes tell their sockets the same, with Redis, without it, and when a hint is lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from app.messages import line, live, store
from app.messages.line import TOO_SLOW, Line
from app.messages.model import Admitted, Earshot
from app.settings import Settings
from tests.app.messages.conftest import served
from tests.app.messages.phone import online
from tests.app.messages.talk import Pair, said
from tests.people import Town

NOBODY_LISTENS = "redis://127.0.0.1:1"
NEVER = 3_600.0


@asynccontextmanager
async def another(settings: Settings) -> AsyncIterator[int]:
    """The port of a second service on the same Postgres."""
    async with Town.open(settings) as second, served(second.app) as port:
        yield port


async def test_a_hint_reaches_the_sockets_of_another_process(
    town: Town, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LOOK_SECONDS", NEVER)
    monkeypatch.setattr(live, "LOOK_ALONE_SECONDS", NEVER)
    async with (
        served(town.app) as here,
        another(town.settings) as there,
        online(here, pair.mentee) as mentee,
        online(there, pair.mentor) as mentor,
    ):
        await mentor.send("typing", tandemId=pair.tandem_id)
        assert (await mentee.next("typing"))["memberId"] == pair.mentor.id
        await mentee.say(pair.tandem_id, "Bonjour")
        assert (await mentor.next("message"))["message"]["text"] == "Bonjour"
        await mentor.send("read", tandemId=pair.tandem_id, sequence=1)
        assert (await mentee.next("read"))["sequence"] == 1


async def test_without_redis_the_other_process_looks_for_itself(town: Town, pair: Pair) -> None:
    assert live.LOOK_ALONE_SECONDS <= 1
    async with another(replace(town.settings, redis_url=NOBODY_LISTENS)) as there, online(there, pair.mentor) as mentor:
        for number in range(3):
            await said(pair, pair.mentee, str(number))
        assert [(await mentor.next("message"))["message"]["text"] for _ in range(3)] == ["0", "1", "2"]


async def test_what_was_stored_by_a_process_that_died_before_its_hint_is_told(
    town: Town, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert live.LOOK_SECONDS <= 5
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.05)
    async with another(town.settings) as there, online(there, pair.mentor) as mentor:
        async with town.db.connection() as connection:
            sender = UUID(pair.mentee.id)
            await store.add_message(connection, UUID(pair.tandem_id), sender, uuid4(), "Dernier mot")
        assert (await mentor.next("message"))["message"]["text"] == "Dernier mot"


async def test_a_backlog_is_told_in_order_also_when_it_is_longer_than_one_look(
    town: Town, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "AT_ONCE", 3)
    async with served(town.app) as port, online(port, pair.mentor) as mentor:
        await asyncio.gather(*(said(pair, pair.mentee, str(number)) for number in range(20)))
        told = [(await mentor.next("message"))["message"]["sequence"] for _ in range(20)]
        assert told == list(range(1, 21))


async def test_a_stop_in_good_order_closes_sockets_as_a_restart(town: Town, pair: Pair) -> None:
    async with AsyncExitStack() as phones:
        async with served(town.app) as port:
            phone = await phones.enter_async_context(online(port, pair.mentor))
        assert await phone.closed() == 1012


async def test_who_reads_too_slowly_is_cut(pair: Pair) -> None:
    far = Admitted(uid="somebody", language="fr", signed_in_until=None)  # type: ignore[arg-type]
    slow = Line(far, Earshot(UUID(pair.mentor.id), True, {}))
    for _ in range(line.MOST_WAITING):
        slow.tell(b"{}")
    assert not slow.ended.done()
    slow.tell(b"{}")
    assert slow.ended.result() == TOO_SLOW


async def test_a_phone_that_stops_reading_costs_nobody_else_anything(
    town: Town, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "MOST_WAITING", 5)
    async with served(town.app) as port, online(port, pair.mentor, max_queue=1) as stuck:
        stuck.socket.transport.pause_reading()
        async with online(port, pair.mentor) as reading:
            for number in range(60):
                await said(pair, pair.mentee, f"{number} " + "é" * 3_900)
            for number in range(60):
                assert (await reading.next("message"))["message"]["text"].startswith(f"{number} ")
        stuck.socket.transport.abort()
