"""The service as processes of its own, and clients that are many at once."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.embedded import shim
from app.embedded.process import free_port
from app.settings import Settings

PROJECT = Path(__file__).parents[2]
READY_SECONDS = 60.0
ANSWER_SECONDS = 30.0
# Short enough to meet a service that has just come back, long enough to let it.
REST_SECONDS = 0.25


class Unanswered(Exception):
    """Nobody knows whether the call was carried out."""


@dataclass(frozen=True)
class Answer:
    """What a call came to; times in seconds of the machine's clock."""

    status: int
    body: dict[str, Any]
    began: float
    ended: float


class Program:
    """`tandem serve` or `tandem worker`, which can be killed and put up again."""

    def __init__(self, command: str, settings: Settings, environ: Mapping[str, str] | None = None) -> None:
        self.command = command
        self.log = settings.folder / f"{command}-{settings.port}.log"
        self._environ = os.environ | {
            "TANDEM_ENV": "demo",
            "TANDEM_DATA": str(settings.folder),
            "TANDEM_POOL_SIZE": str(settings.pool_size),
            "DATABASE_URL": settings.database_url,
            "REDIS_URL": settings.redis_url,
            "PORT": str(settings.port),
        }
        self._environ |= environ or {}
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        tie = [str(os.getpid()), str(int(signal.SIGKILL)), ""]
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                [sys.executable, "-I", "-S", shim.__file__, *tie, sys.executable, "-m", "app", self.command],
                cwd=PROJECT,
                env=self._environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        assert self._child is not None
        return self._child.pid

    def alive(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def kill(self) -> None:
        """`kill -9`."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()

    def stop(self) -> None:
        """Its connections to Postgres are closed when this returns."""
        if self._child is not None:
            self._child.terminate()
            try:
                self._child.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


class Api:
    """One server, as its clients see it: connections that are kept, at most `size` of them."""

    def __init__(self, port: int, size: int = 100) -> None:
        self.port = port
        self._idle: list[tuple[StreamReader, StreamWriter]] = []
        self._room = asyncio.Semaphore(size)

    async def call(self, method: str, path: str, token: str = "", body: object = None) -> Answer:
        """One call, timed from when it is sent; raises Unanswered."""
        async with self._room:
            began = time.time()
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    status, content = await self._exchange(_written(method, path, token, body))
            except (OSError, EOFError, ValueError) as error:
                raise Unanswered from error
            return Answer(status, json.loads(content) if content else {}, began, time.time())

    async def insist(self, method: str, path: str, token: str = "", body: object = None) -> Answer:
        """The call, again and again until the service answers it; the last sending is the one timed."""
        while True:
            try:
                answer = await self.call(method, path, token, body)
            except Unanswered:
                await asyncio.sleep(REST_SECONDS)
                continue
            if answer.status != 503:
                return answer
            await asyncio.sleep(REST_SECONDS)

    async def hang_up(self) -> None:
        while self._idle:
            writer = self._idle.pop()[1]
            writer.close()
            await writer.wait_closed()

    async def _exchange(self, written: bytes) -> tuple[int, bytes]:
        reader, writer = self._idle.pop() if self._idle else await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(written)
            head = await reader.readuntil(b"\r\n\r\n")
            status, length = _read_head(head)
            content = await reader.readexactly(length)
        except BaseException:
            writer.close()
            raise
        if b"connection: close" in head.lower():
            writer.close()
        else:
            self._idle.append((reader, writer))
        return status, content


async def until_ready(program: Program, api: Api) -> None:
    asked = asyncio.create_task(api.insist("GET", "/health/ready"))
    try:
        async with asyncio.timeout(READY_SECONDS):
            while not asked.done():
                assert program.alive(), program.log.read_text()
                await asyncio.wait([asked], timeout=REST_SECONDS)
    finally:
        asked.cancel()


@asynccontextmanager
async def serving(settings: Settings, servers: int = 2) -> AsyncIterator[list[Api]]:
    """So many servers on one database; when this ends, their connections to it have ended too."""
    async with mortal(settings, servers) as programs:
        yield list(programs)


@asynccontextmanager
async def mortal(settings: Settings, servers: int = 2) -> AsyncIterator[dict[Api, Program]]:
    """The same, each with its program, which may be killed and put up again."""
    ports = [free_port(None) for _ in range(servers)]
    programs = [Program("serve", _on(settings, port)) for port in ports]
    apis = [Api(port) for port in ports]
    try:
        for program in programs:
            program.start()
        for program, api in zip(programs, apis, strict=True):
            await until_ready(program, api)
        yield dict(zip(apis, programs, strict=True))
    finally:
        for api in apis:
            await api.hang_up()
        for program in programs:
            await asyncio.to_thread(program.stop)


def _on(settings: Settings, port: int) -> Settings:
    return Settings(
        port=port,
        database_url=settings.database_url,
        redis_url=settings.redis_url,
        folder=settings.folder,
        pool_size=settings.pool_size,
    )


def _written(method: str, path: str, token: str, body: object) -> bytes:
    content = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", f"content-length: {len(content)}"]
    lines += [f"authorization: Bearer {token}"] if token else []
    lines += ["content-type: application/json"] if content else []
    return "\r\n".join([*lines, "", ""]).encode() + content


def _read_head(head: bytes) -> tuple[int, int]:
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return int(first.split(" ")[1]), int(headers.get("content-length", "0"))
