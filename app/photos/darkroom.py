"""Where photos are developed: one at a time, each in a process of its own that can do nothing else."""

import asyncio
import sys
import time
from base64 import b64encode
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import msgspec

from app.errors import DependencyDown, DomainError
from app.photos.errors import NoPhoto, PhotoUnreadable, TooManyPhotos, TooManyPixels
from app.photos.model import PhotoSize, Prints

DEVELOPMENT = Path(__file__).with_name("development.py")
TURN_SECONDS = 10.0
DEVELOPMENT_SECONDS = 20.0

# What one member may have developed in an hour, by one process of ours.
MOST_AN_HOUR = 20
HOUR = 3600


class _Answer(msgspec.Struct):
    refused: str = ""
    sizes: dict[PhotoSize, bytes] = {}
    thumbhash: bytes = b""


_answers = msgspec.msgpack.Decoder(_Answer)
_REFUSALS: dict[str, type[DomainError]] = {"no-photo": NoPhoto, "too-many-pixels": TooManyPixels}


class Darkroom:
    """Its lamp, which is for one, and how often each came this hour."""

    def __init__(self, development: Path = DEVELOPMENT, seconds: float = DEVELOPMENT_SECONDS) -> None:
        self._development = development
        self._seconds = seconds
        self._lamp = asyncio.Lock()
        self._hour = 0
        self._came: Counter[str] = Counter()

    async def develop(self, uid: str, raw: bytes) -> Prints:
        """The photo in each size, without anything else that lay in it."""
        self._count(uid)
        async with self._turn():
            answer = await self._developed(raw)
        if answer is None or not answer.sizes:
            raise _REFUSALS.get(answer.refused if answer else "", PhotoUnreadable)()
        return Prints(answer.sizes, b64encode(answer.thumbhash).decode())

    def _count(self, uid: str) -> None:
        now = int(time.monotonic())
        if now // HOUR != self._hour:
            self._hour = now // HOUR
            self._came.clear()
        self._came[uid] += 1
        if self._came[uid] > MOST_AN_HOUR:
            raise TooManyPhotos(HOUR - now % HOUR)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        try:
            await asyncio.wait_for(self._lamp.acquire(), TURN_SECONDS)
        except TimeoutError as busy:
            raise DependencyDown("darkroom", retry_after=int(TURN_SECONDS)) from busy
        try:
            yield
        finally:
            self._lamp.release()

    async def _developed(self, raw: bytes) -> _Answer | None:
        """What the process said, or None if it said nothing: it ended early, or took too long."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            self._development,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={},  # nothing of ours to be found there
        )
        try:
            said, _ = await asyncio.wait_for(process.communicate(raw), self._seconds)
            return _answers.decode(said)
        except (TimeoutError, msgspec.MsgspecError):
            return None
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
