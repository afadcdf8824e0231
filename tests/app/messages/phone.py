"""A phone on a socket."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.people import Caller

SECONDS = 20.0


class Phone:
    """One open socket, past its hello."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.hello: dict[str, Any] = {}

    async def send(self, kind: str, **fields: Any) -> None:
        await self.socket.send(json.dumps({"type": kind} | fields, ensure_ascii=False))

    async def say(self, tandem_id: str, text: str, **more: Any) -> str:
        """The message's client id."""
        client_id = str(more.pop("client_id", uuid4()))
        await self.send("send", tandemId=tandem_id, clientId=client_id, text=text, **more)
        return client_id

    async def frame(self) -> dict[str, Any]:
        async with asyncio.timeout(SECONDS):
            frame: dict[str, Any] = json.loads(await self.socket.recv())
        return frame

    async def next(self, kind: str) -> dict[str, Any]:
        """The next frame of this kind; others are passed over."""
        while True:
            frame = await self.frame()
            if frame["type"] == kind:
                return frame

    async def closed(self) -> int:
        """The code with which the service closes, whatever it sends before."""
        try:
            while True:
                await self.frame()
        except ConnectionClosed as end:
            return end.rcvd.code if end.rcvd else 1006


async def ticket_of(caller: Caller, language: str = "fr") -> str:
    answer = await caller.post("/v1/sockets/tickets", headers={"Accept-Language": language})
    assert answer.status_code == 201, answer.text
    ticket: str = answer.json()["ticket"]
    return ticket


@asynccontextmanager
async def dialled(port: int, ticket: str, **options: Any) -> AsyncIterator[Phone]:
    async with connect(f"ws://127.0.0.1:{port}/v1/socket?ticket={ticket}", **options) as socket:
        yield Phone(socket)


@asynccontextmanager
async def online(port: int, caller: Caller, language: str = "fr", **options: Any) -> AsyncIterator[Phone]:
    async with dialled(port, await ticket_of(caller, language), **options) as phone:
        phone.hello = await phone.next("hello")
        yield phone
