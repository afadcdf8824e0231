"""The hint that something may wait in the outbox. The worker looks without it too, only later."""

import asyncio
from collections.abc import Callable

from app.cache import Cache

CHANNEL = "tandem:outbox"
# Calls that end within it share one ring.
GATHER_SECONDS = 0.02
REST_SECONDS = 2.0


class Bell:
    """Rung after a commit: it costs the call nothing, and Redis one message per GATHER_SECONDS and process at most."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._ringing: asyncio.Task[None] | None = None

    def ring(self) -> None:
        """Soon; nobody waits for it."""
        if self._ringing is None or self._ringing.done():
            self._ringing = asyncio.create_task(self._ring())

    async def close(self) -> None:
        if self._ringing is not None:
            await self._ringing

    async def _ring(self) -> None:
        await asyncio.sleep(GATHER_SECONDS)
        await self._cache.publish(CHANNEL)


async def listen(cache: Cache, hear: Callable[[], object]) -> None:
    """Calls `hear` at each ring, for ever; with Redis away it tries again."""
    while True:
        async for ring in cache.heard(CHANNEL):
            if ring is not None:
                hear()
        await asyncio.sleep(REST_SECONDS)
