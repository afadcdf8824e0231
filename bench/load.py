"""A lean HTTP/1.1 client: keep-alive connections that each send their next call when the last is answered."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import NamedTuple, Self, cast

MOST_COMPLAINTS = 5
GRACE_SECONDS = 20.0

_HEAD_END = b"\r\n\r\n"
_LENGTH = b"\r\ncontent-length: "


class Call(NamedTuple):
    """The bytes of a call; its answer must have this status, and show these bytes in its body."""

    sent: bytes
    status: bytes
    shows: bytes = b""


class Run(NamedTuple):
    """What became of the calls: how long each took, in seconds, and what was wrong with the answers."""

    seconds: float
    took: list[float]
    errors: int
    complaints: list[str]


async def drive(port: int, calls: Iterator[Call], callers: int, seconds: float) -> Run:
    """Makes the calls, `callers` at a time, until the time is over or no call is left."""
    async with Callers.connected(port, callers) as connected:
        gc.collect()
        gc.disable()  # the plan is a large heap, and a pause of ours would look like one of the server's
        try:
            return await connected.drive(calls, seconds)
        finally:
            gc.enable()


class Callers:
    """Connections that stay open from one drive to the next."""

    def __init__(self, lines: list["_Line"]) -> None:
        self._lines = lines

    @classmethod
    @asynccontextmanager
    async def connected(cls, port: int, callers: int) -> AsyncIterator[Self]:
        loop = asyncio.get_running_loop()
        lines = [await loop.create_connection(_Line, "127.0.0.1", port) for _ in range(callers)]
        try:
            yield cls([line for _, line in lines])
        finally:
            for transport, _ in lines:
                transport.close()

    async def drive(self, calls: Iterator[Call], seconds: float) -> Run:
        score = _Score(calls, seconds)
        began = score.start()
        over = [line.begin(score) for line in self._lines]
        await asyncio.wait_for(asyncio.gather(*over), seconds + GRACE_SECONDS)
        return Run(score.ended - began, score.took, score.errors, score.complaints)


def call(method: str, path: str, status: int, token: str = "", body: bytes = b"", shows: bytes = b"") -> Call:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: */*", "Accept-Encoding: gzip"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return Call("\r\n".join([*lines, "", ""]).encode() + body, str(status).encode(), shows)


class _Score:
    """What all the lines of a run share."""

    def __init__(self, calls: Iterator[Call], seconds: float) -> None:
        self._calls = calls
        self._seconds = seconds
        self._until = 0.0
        self.ended = 0.0
        self.took: list[float] = []
        self.errors = 0
        self.complaints: list[str] = []

    def start(self) -> float:
        began = time.perf_counter()
        self._until = began + self._seconds
        return began

    def next(self, now: float) -> Call | None:
        return next(self._calls, None) if now < self._until else None

    def note(self, call: Call, took: float, answer: bytes, body_at: int) -> None:
        self.took.append(took)
        if answer[9:12] != call.status or answer.find(call.shows, body_at) < 0:
            self.complain(call, answer)

    def complain(self, call: Call, answer: bytes) -> None:
        self.errors += 1
        if len(self.complaints) < MOST_COMPLAINTS:
            line = call.sent.partition(b"\r\n")[0]
            self.complaints.append(f"{line.decode()} → {answer.decode('utf-8', 'replace')[:600]!r}")


class _Line(asyncio.Protocol):
    """One connection, with at most one call under way."""

    _score: "_Score"
    _over: asyncio.Future[None]

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._call: Call | None = None
        self._sent_at = 0.0
        self._answer = b""
        self._body_at = self._end_at = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass of asyncio's

    def begin(self, score: "_Score") -> asyncio.Future[None]:
        """Makes calls until there are no more; the future is done then."""
        self._score, self._over = score, asyncio.get_running_loop().create_future()
        self._call_next()
        return self._over

    def _call_next(self) -> None:
        now = time.perf_counter()
        self._call = self._score.next(now)
        if self._call is None:
            self._finish(now)
            return
        self._answer, self._end_at = b"", 0
        self._sent_at = now
        assert self._transport is not None
        if self._transport.is_closing():
            self._give_up(self._call)
        else:
            self._transport.write(self._call.sent)

    def data_received(self, data: bytes) -> None:
        self._answer = answer = self._answer + data if self._answer else data
        if not self._end_at and not self._read_head(answer):
            return
        if len(answer) >= self._end_at and self._call is not None:
            self._score.note(self._call, time.perf_counter() - self._sent_at, answer, self._body_at)
            self._call_next()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._call is not None:
            self._give_up(self._call)

    def _read_head(self, answer: bytes) -> bool:
        end = answer.find(_HEAD_END)
        if end < 0:
            return False
        self._body_at = self._end_at = end + len(_HEAD_END)
        length = answer.find(_LENGTH, 0, end)
        if length >= 0:
            value = length + len(_LENGTH)
            self._end_at += int(answer[value : answer.index(b"\r\n", value)])
        return True

    def _give_up(self, call: Call) -> None:
        self._score.complain(call, b"the connection was closed")
        self._call = None
        self._finish(time.perf_counter())

    def _finish(self, now: float) -> None:
        self._score.ended = now
        self._over.set_result(None)
