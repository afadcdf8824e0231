"""Watching processes, as the one that commits sees them."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

PATIENCE_SECONDS = 30.0


class Watcher:
    """One process: what its deck shows of each kind, and since when."""

    def __init__(self, process: asyncio.subprocess.Process, kinds: int) -> None:
        self.process = process
        self._changed = [False] * kinds
        self._since = [0.0] * kinds
        self._asleep = False

    async def await_deck(self) -> None:
        """Until its first deck."""
        self._note(await self._read())

    async def seen_at(self, place: int, changed: bool) -> float | None:
        """When its deck showed it; None when it did not, however long one waits."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while self._changed[place] != changed:
                    self._note(await self._read())
        except TimeoutError:
            return None
        return self._since[place]

    async def fall_asleep(self) -> None:
        """Unless it sleeps."""
        if not self._asleep:
            self._asleep = True
            self._order("hold")
            while (told := await self._read()) != "held":
                self._note(told)

    async def wake(self) -> tuple[float, list[bool]]:
        """When its first deal after waking was ready, and what that showed of each kind."""
        self._asleep = False
        self._order("go")
        at, changed = await self._read()
        self._note([at, changed])
        return at, changed

    async def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        await self.process.communicate()

    def _order(self, order: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{order}\n".encode())

    async def _read(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(await self.process.stdout.readline())

    def _note(self, told: Any) -> None:
        at, changed = told
        for place, (now, before) in enumerate(zip(changed, self._changed, strict=True)):
            if now != before:
                self._since[place] = at
        self._changed = changed


@asynccontextmanager
async def watching(url: str, path: Path, changing: list[UUID], many: int) -> AsyncIterator[list[Watcher]]:
    """So many, all of them dealing."""
    command = [sys.executable, "-m", "bench.updating.watcher", url, str(path), *map(str, changing)]
    pipe = asyncio.subprocess.PIPE
    processes = [await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe) for _ in range(many)]
    watchers = [Watcher(process, len(changing)) for process in processes]
    try:
        await asyncio.gather(*(watcher.await_deck() for watcher in watchers))
        yield watchers
    finally:
        await asyncio.gather(*(watcher.end() for watcher in watchers))
