"""A scripted FCM on loopback: answers as told, remembers what came, when, and how much at once.

It speaks HTTP/1.1 and HTTP/2, in clear text (prior knowledge) or over TLS as Google does.
"""

import asyncio
import contextlib
import json
import ssl
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import Any, Literal
from urllib.parse import parse_qs

from msgspec import Struct

from tests.push import answers_of_fcm as said

Fault = Literal["half", "silence", "drip", "reset"]


class Reply(Struct, frozen=True):
    """One scripted answer, and what goes wrong on the way.

    half: cut in the middle of the body · silence: cut before any answer · drip: the body comes a byte at a time ·
    reset: the whole connection is reset, with all that is under way on it.
    `delivers`: whether the phone shows it; None: if the status is 200.
    """

    status: int = 200
    body: bytes = said.SENT
    headers: dict[str, str] = {}
    fault: Fault | None = None
    delay: float = 0.0
    delivers: bool | None = None


class Post(Struct, frozen=True):
    """One request that came: when (the loop's clock), where, with which token, the message in it and its reply."""

    at: float
    path: str
    authorization: str
    message: dict[str, Any]
    reply: Reply

    @property
    def nid(self) -> str:
        return str(self.message["data"]["nid"])

    @property
    def address(self) -> str:
        return str(self.message.get("token") or self.message["fid"])

    @property
    def delivered(self) -> bool:
        """Whether the phone shows it, whatever the sender was told."""
        return self.reply.status == 200 if self.reply.delivers is None else self.reply.delivers


class FcmServer:
    """Answers `replies` in order, then as `script` says, else `always`; OAuth at /token, whose tokens are numbered.

    `remember` is told of every post, before it is answered.
    """

    def __init__(self) -> None:
        self.url = ""
        self.replies: deque[Reply] = deque()
        self.script: Callable[[dict[str, Any]], Reply] | None = None
        self.always = Reply()
        self.posts: list[Post] = []
        self.remember: Callable[[Post], object] = self.posts.append
        self.peak = 0
        self.connections = 0
        self.oauth_calls = 0
        self.oauth = Reply()
        self._under_way = 0

    async def answer(self, path: str, headers: dict[str, str], body: bytes) -> AsyncGenerator[Reply, None]:
        """The reply to one request, once its delay is over; under way until it is written."""
        if path == "/token":
            reply = self._oauth_reply(body)
            await asyncio.sleep(reply.delay)
            yield reply
            return
        self._under_way += 1
        self.peak = max(self.peak, self._under_way)
        try:
            reply = self._reply_to(path, headers, json.loads(body)["message"])
            await asyncio.sleep(reply.delay)
            yield reply
        finally:
            self._under_way -= 1

    def _reply_to(self, path: str, headers: dict[str, str], message: dict[str, Any]) -> Reply:
        reply = self.replies.popleft() if self.replies else self._scripted(message)
        now = asyncio.get_running_loop().time()
        self.remember(Post(now, path, headers["authorization"], message, reply))
        return reply

    def _scripted(self, message: dict[str, Any]) -> Reply:
        return self.script(message) if self.script else self.always

    def _oauth_reply(self, body: bytes) -> Reply:
        assert parse_qs(body.decode())["grant_type"] == ["urn:ietf:params:oauth:grant-type:jwt-bearer"]
        self.oauth_calls += 1
        if self.oauth.status != 200:
            return self.oauth
        token = {"access_token": f"ya29.{self.oauth_calls}", "expires_in": 3599, "token_type": "Bearer"}
        return Reply(body=json.dumps(token).encode(), delay=self.oauth.delay)


@contextlib.asynccontextmanager
async def running_fcm(tls: ssl.SSLContext | None = None, port: int = 0) -> AsyncIterator[FcmServer]:
    """An FCM on a port of loopback (0: a free one)."""
    from tests.push import http1, http2

    fcm = FcmServer()
    talking: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        fcm.connections += 1
        if task := asyncio.current_task():
            talking.add(task)
            task.add_done_callback(talking.discard)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            secured = writer.get_extra_info("ssl_object")
            if secured is not None and secured.selected_alpn_protocol() == "h2":
                await http2.serve(fcm, reader, writer, b"")
            else:
                await http1.serve(fcm, reader, writer)
        writer.close()
        with contextlib.suppress(ConnectionError, ssl.SSLError, TimeoutError, asyncio.CancelledError):
            await asyncio.wait_for(writer.wait_closed(), 1)

    server = await asyncio.start_server(serve, "127.0.0.1", port, backlog=512, ssl=tls)
    fcm.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield fcm
    finally:
        server.close()
        for task in talking:
            task.cancel()
        if talking:
            await asyncio.wait(talking)
