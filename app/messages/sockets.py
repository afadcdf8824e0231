"""The socket: lives as long as its sign-in, says and obeys frames (frames.py), and guards itself.

Neither Litestar's guards of HTTP, nor its CORS, nor its rate limiter see a WebSocket.
"""

import asyncio
import contextlib
import time
from datetime import UTC, datetime
from typing import Any, TypeAlias, assert_never
from urllib.parse import urlsplit

import msgspec
import structlog
from litestar import WebSocket, websocket
from litestar.di import NamedDependency
from litestar.exceptions import WebSocketDisconnect

from app.db import Database
from app.errors import DependencyDown, DomainError, Unexpected
from app.members.errors import AwaitsGuardian, MemberSuspended, ProfileNeeded
from app.messages import service, talks, tickets
from app.messages.frames import Frame, ReadFrame, SendFrame, TypingFrame, ack, read_frame, refused, written
from app.messages.line import (
    NOT_ALLOWED,
    NOT_TEXT,
    OUR_FAULT,
    SIGN_IN_OVER,
    TOO_BIG,
    TOO_FAST,
    TRY_LATER,
    Close,
    Line,
)
from app.messages.live import Live
from app.outbox.bell import Bell
from app.settings import Settings
from app.wire import LARGEST_FRAME

FRAMES_PER_SECOND = 20.0
FRAMES_AT_ONCE = 60
CLOSING_SECONDS = 1.0

Socket: TypeAlias = WebSocket[Any, Any, Any]

log = structlog.get_logger("tandem.sockets")


class Door(msgspec.Struct, frozen=True):
    """Which pages may open a socket: browsers say where a page is from, phones say nothing."""

    web_origin: str
    demo: bool

    @classmethod
    def of(cls, settings: Settings) -> "Door":
        return cls(settings.web_origin, settings.demo)

    def admits(self, origin: str | None) -> bool:
        if origin is None or (self.web_origin and origin == self.web_origin):
            return True
        return self.demo and urlsplit(origin).hostname in ("127.0.0.1", "localhost")


class Desk(msgspec.Struct, frozen=True):
    """What obeying a frame needs."""

    db: Database
    live: Live
    bell: Bell


class Pace:
    """So many frames a second, and some at once."""

    def __init__(self) -> None:
        self._left = float(FRAMES_AT_ONCE)
        self._at = time.monotonic()

    def keeps(self) -> bool:
        now = time.monotonic()
        self._left = min(FRAMES_AT_ONCE, self._left + (now - self._at) * FRAMES_PER_SECOND) - 1
        self._at = now
        return self._left >= 0


@websocket("/socket")
async def open_socket(
    socket: Socket,
    door: NamedDependency[Door],
    desk: NamedDependency[Desk],
) -> None:
    """A member's live connection, let in by a ticket."""
    if not door.admits(socket.headers.get("origin")):
        await socket.close()  # before it is accepted: HTTP's 403
        return
    await socket.accept()
    close = await _admit(socket, desk)
    if close is not None:
        with contextlib.suppress(WebSocketDisconnect, OSError, TimeoutError):
            async with asyncio.timeout(CLOSING_SECONDS):
                await socket.close(*close)


async def _admit(socket: Socket, desk: Desk) -> Close | None:
    try:
        admitted = await tickets.redeem(desk.db, socket.query_params.get("ticket", ""))
        if admitted is None:
            return SIGN_IN_OVER
        line = await desk.live.join(admitted)
    except DependencyDown:
        return TRY_LATER
    if isinstance(line, Close):
        return line
    seconds = (admitted.signed_in_until - datetime.now(UTC)).total_seconds()
    expiry = asyncio.get_running_loop().call_later(seconds, line.end, SIGN_IN_OVER)
    try:
        return await _converse(socket, line, desk)
    finally:
        expiry.cancel()
        desk.live.leave(line)


async def _converse(socket: Socket, line: Line, desk: Desk) -> Close | None:
    """Both directions at once, until one ends; None when the client is gone already."""
    reading, writing = asyncio.create_task(_read(socket, line, desk)), asyncio.create_task(_write(socket, line))
    ends: list[asyncio.Future[Any]] = [reading, writing, line.ended]
    try:
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    finally:
        reading.cancel()
        writing.cancel()
        results = await asyncio.gather(reading, writing, return_exceptions=True)
    if line.ended.done():
        return line.ended.result()
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, WebSocketDisconnect | OSError):
            log.error("socket", exc_info=result)
            return OUR_FAULT
    return results[0] if isinstance(results[0], Close) else None


async def _write(socket: Socket, line: Line) -> None:
    while True:
        await socket.send_text((await line.next()).decode())


async def _read(socket: Socket, line: Line, desk: Desk) -> Close:
    pace = Pace()
    while True:
        event = await socket.receive()
        if event["type"] != "websocket.receive":
            raise WebSocketDisconnect(detail="gone")
        text = event.get("text")
        if text is None:
            return NOT_TEXT
        if len(text.encode()) > LARGEST_FRAME:
            return TOO_BIG
        if not pace.keeps():
            return TOO_FAST
        await _obey(text, line, desk)


async def _obey(text: str, line: Line, desk: Desk) -> None:
    """Nothing is acknowledged before it is stored; what is refused is explained."""
    try:
        await _carry_out(read_frame(text, line.language), line, desk)
    except (MemberSuspended, ProfileNeeded, AwaitsGuardian):
        line.end(NOT_ALLOWED)
    except DomainError as error:
        line.tell(written(refused(error, text, line.language)))
    except Exception:
        log.exception("frame")
        line.tell(written(refused(Unexpected(), text, line.language)))


async def _carry_out(frame: Frame, line: Line, desk: Desk) -> None:
    match frame:
        case SendFrame():
            message, is_new = await service.send(desk.db, desk.live, line.uid, frame.tandem_id, frame.client_id, frame)
            line.tell(written(ack(message)))
            if is_new:
                desk.bell.ring()
        case ReadFrame():
            await talks.mark_read(desk.db, desk.live, line.uid, frame.tandem_id, frame.sequence)
        case TypingFrame():
            await talks.show_typing(desk.db, desk.live, line.uid, frame.tandem_id)
        case _:
            assert_never(frame)
