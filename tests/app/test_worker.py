"""The worker's process."""

import asyncio

from app.cache import Cache
from app.db import Database
from app.photos.album import Album
from app.worker import work
from tests.app.carrier.phones import Phones, asked_mentor, at_any_hour
from tests.people import Town


async def test_the_worker_expires_overdue_requests_and_stops_when_told(
    town: Town, db: Database, redis_url: str
) -> None:
    mentor = await asked_mentor(town)
    await town.run("update request set expires_at = now()")
    stopping, cache = asyncio.Event(), Cache(redis_url)
    working = asyncio.create_task(work(at_any_hour(db, Phones()), cache, Album(town.settings), stopping))
    for _ in range(100):
        if await town.value("select state from request") == "expired":
            break
        await asyncio.sleep(0.05)
    stopping.set()
    await asyncio.wait_for(working, 5)
    await cache.close()
    assert await town.value("select state from request") == "expired"
    assert [request["state"] for request in await mentor.requests("received")] == ["closed"]
