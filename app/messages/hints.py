"""Hints between processes, over Redis: a tandem has news, or somebody types. Lost ones are made up for by looking."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from typing import NamedTuple
from uuid import UUID

from app.cache import Cache

CHANNEL = "tandem:messages"
REST_SECONDS = 2.0
ID = 16
MARK = 8


class Hint(NamedTuple):
    """`typist_id` is who types there, if it is that."""

    tandem_id: UUID
    typist_id: UUID | None


class Hints:
    """Says what this process knows, and hears what others say. Costs the caller nothing."""

    def __init__(self, cache: Cache) -> None:
        self.heard = False
        self._cache = cache
        # Every process hears all: its own mark tells it what it said itself.
        self._mark = secrets.token_bytes(MARK)
        self._unsaid: dict[bytes, None] = {}
        self._some = asyncio.Event()

    def give(self, hint: Hint) -> None:
        """Soon; the same hint twice within a moment is one."""
        typist = hint.typist_id.bytes if hint.typist_id else b""
        self._unsaid[self._mark + hint.tandem_id.bytes + typist] = None
        self._some.set()

    async def say(self) -> None:
        """Publishes what is given, for ever."""
        while True:
            await self._some.wait()
            self._some.clear()
            unsaid, self._unsaid = self._unsaid, {}
            for words in unsaid:
                await self._cache.publish(CHANNEL, words)

    async def hear(self) -> AsyncIterator[Hint | None]:
        """What other processes give, for ever; None whenever some may have been missed."""
        while True:
            async for words in self._cache.heard(CHANNEL):
                self.heard = True
                if words is None:
                    yield None
                elif not words.startswith(self._mark):
                    yield _read(words)
            self.heard = False
            yield None
            await asyncio.sleep(REST_SECONDS)


def _read(words: bytes) -> Hint | None:
    tandem, typist = words[MARK : MARK + ID], words[MARK + ID :]
    if len(tandem) != ID or len(typist) not in (0, ID):
        return None  # of another version, which knows more kinds: whatever it is, a look finds it
    return Hint(UUID(bytes=tandem), UUID(bytes=typist) if typist else None)
