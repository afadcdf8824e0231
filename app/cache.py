"""Redis: what may be lost. Everything here is a miss, quickly, while it is away."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any, cast

import redis.asyncio as redis
import structlog
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

log = structlog.get_logger("tandem.cache")

ANSWER_SECONDS = 0.25
# After a failure nobody asks for this long, so that a dead Redis costs one timeout a second, not one a call.
REST_SECONDS = 1.0


class Cache:
    """Keys and values in Redis, with a breaker."""

    def __init__(self, url: str) -> None:
        self._client = redis.Redis.from_url(
            url,
            socket_timeout=ANSWER_SECONDS,
            socket_connect_timeout=ANSWER_SECONDS,
            retry=Retry(NoBackoff(), 0),
            max_connections=50,
        )
        self._url = url
        self._resting_until = 0.0

    async def get(self, key: str) -> bytes | None:
        """The value, or None when there is none or Redis is away."""
        return cast("bytes | None", await self._ask("get", key))

    async def put(self, key: str, value: bytes, seconds: int) -> None:
        await self._ask("set", key, value, ex=seconds)

    async def forget(self, *keys: str) -> None:
        await self._ask("delete", *keys)

    async def publish(self, channel: str, words: bytes = b"") -> None:
        """Whoever listens now hears it; nobody else does."""
        await self._ask("publish", channel, words)

    async def heard(self, channel: str) -> AsyncIterator[bytes | None]:
        """None once the channel is listened to, then what is said on it; ends when Redis goes away."""
        # Its own connection: it may be silent for as long as it likes.
        client = redis.Redis.from_url(self._url, socket_connect_timeout=ANSWER_SECONDS, retry=Retry(NoBackoff(), 0))
        try:
            async with client.pubsub() as listening:
                await listening.subscribe(channel)
                _leave_if_cancelled()
                async for message in listening.listen():
                    yield message["data"] if message["type"] == "message" else None
        except (RedisError, OSError, TimeoutError) as error:
            log.warning("redis is away", cause=repr(error))
        finally:
            await client.aclose()
            _leave_if_cancelled()

    async def answers(self) -> bool:
        return await self._ask("ping") is not None

    async def close(self) -> None:
        await self._client.aclose()

    async def _ask(self, verb: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < self._resting_until:
            return None
        try:
            return await getattr(self._client, verb)(*args, **kwargs)
        except (RedisError, OSError, TimeoutError) as error:
            self._resting_until = time.monotonic() + REST_SECONDS
            log.warning("redis is away", cause=repr(error))
            return None


def _leave_if_cancelled() -> None:
    """The client may keep to itself a cancellation that comes while it connects: who waits for us would for ever."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
