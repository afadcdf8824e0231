"""A worker that is told to stop finishes what is in flight and gives back what it only claimed; a ring wakes it."""

import asyncio
from uuid import uuid4

from app.cache import Cache
from app.carrier import carrier as carriers
from app.carrier.carrier import IN_FLIGHT, Carrier
from app.db import Database
from app.outbox import store as outbox
from app.outbox.bell import Bell, listen
from push.model import Device, Notice, Receipt
from tests.app.carrier.phones import Phones, asked_mentor, at_any_hour
from tests.people import Town


class SlowPhones(Phones):
    """Answers when a test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = asyncio.Event()
        self.answering = asyncio.Event()

    async def send(self, device: Device, notice: Notice, attempt: int) -> Receipt:
        if len(self.sent) == IN_FLIGHT - 1:
            self.begun.set()
        receipt = await super().send(device, notice, attempt)
        await self.answering.wait()
        return receipt


async def test_stopping_finishes_what_is_in_flight_and_gives_the_rest_back(town: Town, db: Database) -> None:
    mentor = await asked_mentor(town, *(f"phone-{number}" for number in range(IN_FLIGHT + 10)))
    await town.run("delete from outbox")
    async with db.connection() as connection:
        await outbox.put_notices(connection, "RequestClosed", uuid4(), [mentor.id], {})  # type: ignore[list-item]
    phones, stopping = SlowPhones(), asyncio.Event()
    working = asyncio.create_task(Carrier(at_any_hour(db, phones)).work(stopping))
    await phones.begun.wait()
    stopping.set()
    await asyncio.sleep(carriers.POLL_SECONDS + 0.2)
    phones.answering.set()
    await asyncio.wait_for(working, 5)
    assert len(phones.sent) == IN_FLIGHT
    [row] = await town.rows(
        "select state, claimed_until, cardinality(told) as told, due_at <= now() as due from outbox"
    )
    assert (row["state"], row["claimed_until"], row["told"], row["due"]) == ("waiting", None, IN_FLIGHT, True)


async def test_a_write_rings_and_whoever_listens_wakes(town: Town, redis_url: str) -> None:
    rung, cache = asyncio.Event(), Cache(redis_url)
    listening = asyncio.create_task(listen(cache, rung.set))
    async with asyncio.timeout(10):
        while not rung.is_set():
            await (await town.mentee()).put("/v1/me/pause")
            await asyncio.sleep(0.05)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    await cache.close()


async def test_without_redis_nobody_notices_but_the_clock() -> None:
    cache = Cache("redis://127.0.0.1:1")
    bell = Bell(cache)
    bell.ring()
    await bell.close()
    heard = [None async for _ in cache.heard("tandem:outbox")]
    assert heard == []
    await cache.close()
