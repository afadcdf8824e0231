"""A scripted FCM on loopback: answers as told, remembers what came, when, and how much at once."""

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import AsyncIterator
from typing import Any, Literal
from urllib.parse import parse_qs

from msgspec import Struct

from tests.push import answers_of_fcm as said


class Reply(Struct, frozen=True):
    """One scripted answer, and what goes wrong on the way.

    half: the connection is cut in the middle of the body · silence: cut before any answer ·
    drip: the body comes a byte at a time.
    """

    status: int = 200
    body: bytes = said.SENT
    headers: dict[str, str] = {}
    fault: Literal["half", "silence", "drip"] | None = None
    delay: float = 0.0


class Post(Struct, frozen=True):
    """One request that came: when (the loop's clock), where, with which token, and the message in it."""

    at: float
    path: str
    authorization: str
    message: dict[str, Any]


class FcmServer:
    """Answers `replies` in order, then `always`; OAuth at /token, whose tokens are numbered."""

    def __init__(self) -> None:
        self.url = ""
        self.replies: deque[Reply] = deque()
        self.always = Reply()
        self.posts: list[Post] = []
        self.peak = 0
        self.oauth_calls = 0
        self.oauth = Reply()
        self._under_way = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while True:
                path, headers, body = await _read(reader)
                keeps = await self._answer(writer, path, headers, body)
                if not keeps:
                    break
        writer.close()

    async def _answer(self, writer: asyncio.StreamWriter, path: str, headers: dict[str, str], body: bytes) -> bool:
        if path == "/token":
            return await _write(writer, self._oauth_reply(body))
        self._under_way += 1
        self.peak = max(self.peak, self._under_way)
        try:
            message = json.loads(body)["message"]
            now = asyncio.get_running_loop().time()
            self.posts.append(Post(now, path, headers["authorization"], message))
            return await _write(writer, self.replies.popleft() if self.replies else self.always)
        finally:
            self._under_way -= 1

    def _oauth_reply(self, body: bytes) -> Reply:
        assert parse_qs(body.decode())["grant_type"] == ["urn:ietf:params:oauth:grant-type:jwt-bearer"]
        self.oauth_calls += 1
        if self.oauth.status != 200:
            return self.oauth
        token = {"access_token": f"ya29.{self.oauth_calls}", "expires_in": 3599, "token_type": "Bearer"}
        return Reply(body=json.dumps(token).encode(), delay=self.oauth.delay)


@contextlib.asynccontextmanager
async def running_fcm() -> AsyncIterator[FcmServer]:
    """An FCM on a free port of loopback."""
    fcm = FcmServer()
    server = await asyncio.start_server(fcm.serve, "127.0.0.1", 0, backlog=512)
    fcm.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield fcm
    finally:
        server.close()


async def _read(reader: asyncio.StreamReader) -> tuple[str, dict[str, str], bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    line, *fields = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (f.partition(":") for f in fields)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return line.split(" ")[1], headers, body


async def _write(writer: asyncio.StreamWriter, reply: Reply) -> bool:
    await asyncio.sleep(reply.delay)
    if reply.fault == "silence":
        return False
    fields = {"content-type": "application/json", **reply.headers, "content-length": str(len(reply.body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    writer.write(f"HTTP/1.1 {reply.status} Scripted\r\n{lines}\r\n".encode("latin-1"))
    if reply.fault == "half":
        writer.write(reply.body[: len(reply.body) // 2])
        await writer.drain()
        return False
    for at in range(len(reply.body)) if reply.fault == "drip" else ():
        writer.write(reply.body[at : at + 1])
        await writer.drain()
        await asyncio.sleep(0.02)
    if reply.fault is None:
        writer.write(reply.body)
        await writer.drain()
    return True
