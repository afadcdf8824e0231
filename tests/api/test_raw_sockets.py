"""Bytes that are hardly HTTP, sent to the server that production runs."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import uvicorn
from structlog.testing import capture_logs

from app.asgi import create_app
from app.settings import Settings
from app.telemetry import Watch
from tests.api.ledger import everything
from tests.people import Caller, Town

# Sends these bytes and returns what came back until the server closed or paused.
Send = Callable[..., Awaitable[bytes]]

JSON = b"Content-Type: application/json\r\n"
DEVICE = b'{"kind": "fid", "value": "ffffffffffffffffffffff", "platform": "ios", "locale": "fr"}'

HARDLY_HTTP = [
    b"\x00" * 64,
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # a TLS greeting
    b"hello\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET /v1/me HTTP/1.1\r\nHost a\r\n\r\n",
    b"GET /v1/me HTTP/1.1\r\nA\x00B: c\r\n\r\n",
    b"GET /v1/me HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n",
    b"GET /v1/\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /v1/me\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /v1/areas?q=\xff HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET http://elsewhere/v1/me HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET * HTTP/1.1\r\nHost: a\r\n\r\n",
    b"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n",
    b"PUT /v1/me HTTP/1.1\r\nHost: a\r\nContent-Length: ten\r\n\r\n",
    b"PUT /v1/me HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
    b"PUT /v1/me HTTP/1.1\r\nHost: a\r\nContent-Length: " + b"9" * 40 + b"\r\n\r\n",
    b"PUT /v1/me HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}",
    b"PUT /v1/me HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    b"PUT /v1/me HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    b"PUT /v1/me HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}\r\n",
    b"PUT /v1/me HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: brotli\r\n\r\n{}",
    b"GET /v1/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \xff\xfe\r\n\r\n",
    b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /v1/me HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n",
    b"GET /v1/me HTTP/1.1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
    b"GET /v1/me HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n\r\n",
]


@pytest.fixture
async def send(settings: Settings, town: Town) -> AsyncIterator[Send]:
    async with _served(settings) as port:

        async def sent(*parts: bytes, then_hang_up: bool = False, patience: float = 0.5) -> bytes:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            answer = b""
            with contextlib.suppress(ConnectionError, TimeoutError):
                for part in parts:
                    writer.write(part)
                    await writer.drain()
                if not then_hang_up:
                    while chunk := await asyncio.wait_for(reader.read(65_536), patience):
                        answer += chunk
            writer.transport.abort()
            return answer

        yield sent
        alive = await sent(b"GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert alive.startswith(b"HTTP/1.1 200")


@pytest.fixture
async def member(town: Town) -> Caller:
    return await town.mentee()


async def test_what_is_hardly_http_is_refused_or_hung_up_on(send: Send) -> None:
    with capture_logs() as logs:
        answers = await asyncio.gather(*(send(sent) for sent in HARDLY_HTTP))
    for sent, answer in zip(HARDLY_HTTP, answers, strict=True):
        assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), (sent[:80], answer[:200])
    assert [line for line in logs if line["log_level"] == "error"] == []


async def test_half_a_request_is_no_error(send: Send, member: Caller) -> None:
    head = _head(member, b"PUT /v1/devices/phone", JSON + b"Content-Length: 5000\r\n")
    before = await everything(member.town)
    with capture_logs() as logs:
        for parts in ([b"GET /v1/m"], [head[:40]], [head], [head, DEVICE], [head + b"\x00" * 100]):
            assert await send(*parts, then_hang_up=True) == b""
        await asyncio.sleep(0.1)
    assert [line for line in logs if line["log_level"] in ("error", "warning")] == []
    assert await everything(member.town) == before


async def test_more_than_was_announced_is_another_request(send: Send, member: Caller) -> None:
    head = _head(member, b"PUT /v1/devices/phone", JSON + b"Content-Length: 4\r\n")
    before = await everything(member.town)
    answer = await send(head + DEVICE)
    assert answer.startswith(b"HTTP/1.1 400")
    assert await everything(member.town) == before


async def test_a_body_in_chunks_is_read_whole(send: Send, member: Caller) -> None:
    head = _head(member, b"PUT /v1/devices/phone", JSON + b"Transfer-Encoding: chunked\r\n")
    chunks = [b"1\r\n%c\r\n" % byte for byte in DEVICE]
    answer = await send(head, *chunks, b"0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200")
    assert await member.town.value("select count(*) from device") == 1


async def test_a_body_in_chunks_without_an_end_is_cut_off(send: Send, member: Caller) -> None:
    head = _head(member, b"PUT /v1/devices/phone", JSON + b"Transfer-Encoding: chunked\r\n")
    answer = await send(head, *[b"8000\r\n" + b" " * 0x8000 + b"\r\n"] * 20)
    assert answer.startswith(b"HTTP/1.1 413")
    problem = json.loads(answer.partition(b"\r\n\r\n")[2])
    assert (problem["type"], problem["status"]) == ("urn:tandem:too-large", 413)


async def test_too_large_a_body_is_refused_before_it_is_sent(send: Send, member: Caller) -> None:
    head = _head(member, b"PUT /v1/devices/phone", JSON + b"Content-Length: 1000000000\r\nExpect: 100-continue\r\n")
    answer = await send(head)
    assert b"HTTP/1.1 413" in answer


def _head(caller: Caller, verb_and_path: bytes, headers: bytes) -> bytes:
    token = caller.token.encode()
    return verb_and_path + b" HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token + b"\r\n" + headers + b"\r\n"


@contextlib.asynccontextmanager
async def _served(settings: Settings) -> AsyncIterator[int]:
    app = Watch(create_app(settings))
    config = uvicorn.Config(app, port=0, http="httptools", log_level="critical", lifespan="on", ws="none")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 (uvicorn has no event for it)
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await serving
