"""Flaky clients: each sends its messages one after the other, over sockets that are cut at random, to any server.

A message is sent under one client id until it is acknowledged, sometimes twice at once, sometimes over HTTP.
"""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote
from uuid import UUID

import asyncpg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.holds.crowd import Person
from tests.holds.driver import Answer, Api, Program
from tests.holds.talk_history import Side, Stored, Wrongs, wrong_talk

ANSWER_SECONDS = 20.0
REST_SECONDS = 0.25
PAGE = 200


@dataclass
class Server:
    port: int
    api: Api
    program: Program | None = None


@dataclass
class Habits:
    """How flaky: a cut comes after so many seconds, drawn anew for each socket."""

    cut_after: tuple[float, float] = (0.2, 2.0)
    http: float = 0.2
    twice: float = 0.1


@dataclass
class Talker:
    person: Person
    tandem_id: str
    servers: Sequence[Server]
    chance: Random
    habits: Habits
    side: Side = field(default_factory=Side)
    cuts: int = 0

    async def talk(self, messages: int) -> None:
        """Sends so many messages, and returns once all are acknowledged."""
        self.side.sent += [str(UUID(int=self.chance.getrandbits(128), version=4)) for _ in range(messages)]
        while len(self.side.acknowledged) < len(self.side.sent):
            with suppress(OSError, ConnectionClosed, InvalidHandshake, TimeoutError):
                await self._one_socket()

    async def catch_up(self) -> None:
        """What the phone does whenever it comes back: asks for what came after the last it has."""
        while True:
            last = self.side.view[-1].sequence if self.side.view else 0
            answer = await self._insist("GET", f"{self._path}?after={last}&limit={PAGE}")
            for message in answer.body["items"]:
                self._show(message)
            if answer.body["next"] is None:
                return

    @property
    def _path(self) -> str:
        return f"/v1/tandems/{self.tandem_id}/messages"

    async def _one_socket(self) -> None:
        server = self.chance.choice(self.servers)
        ticket = (await server.api.insist("POST", "/v1/sockets/tickets", self.person.token)).body["ticket"]
        address = f"ws://127.0.0.1:{server.port}/v1/socket?ticket={quote(ticket)}"
        async with connect(address, compression=None, open_timeout=ANSWER_SECONDS, close_timeout=0.1) as socket:
            acks: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
            listening = asyncio.create_task(self._listen(socket, acks))
            life = self.chance.uniform(*self.habits.cut_after)
            cutting = asyncio.get_running_loop().call_later(life, socket.transport.abort)
            try:
                await self._send_all(socket, acks, listening)
            finally:
                cutting.cancel()
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)
                self.cuts += 1

    async def _send_all(
        self, socket: ClientConnection, acks: "asyncio.Queue[dict[str, Any]]", listening: "asyncio.Task[None]"
    ) -> None:
        for client_id in self.side.sent[len(self.side.acknowledged) :]:
            if listening.done():
                listening.result()
            if self.chance.random() < self.habits.http:
                self._acknowledge(client_id, (await self._put(client_id)).body["sequence"])
                continue
            frame = {"type": "send", "tandemId": self.tandem_id, "clientId": client_id, "text": "Bonjour"}
            while client_id not in self.side.acknowledged:
                for _ in range(2 if self.chance.random() < self.habits.twice else 1):
                    await socket.send(json.dumps(frame))
                await self._answered(client_id, acks)

    async def _answered(self, client_id: str, acks: "asyncio.Queue[dict[str, Any]]") -> None:
        """Until the message is acknowledged, or refused, as it is while a dependency is away."""
        async with asyncio.timeout(ANSWER_SECONDS):
            while client_id not in self.side.acknowledged:
                frame = await acks.get()
                if frame["type"] == "end":
                    raise ConnectionResetError
                if frame["type"] == "error":
                    await asyncio.sleep(REST_SECONDS)
                    return
                if frame["type"] == "ack":
                    self._acknowledge(frame["clientId"], frame["sequence"])

    async def _listen(self, socket: ClientConnection, acks: "asyncio.Queue[dict[str, Any]]") -> None:
        """What the service pushes must be the very next message each time, from what its hello said on."""
        told = -1
        try:
            async for text in socket:
                frame = json.loads(text)
                if frame["type"] == "hello":
                    told = next(one["sequence"] for one in frame["tandems"] if one["tandemId"] == self.tandem_id)
                    await self.catch_up()
                elif frame["type"] == "message":
                    sequence = frame["message"]["sequence"]
                    if sequence != told + 1:
                        self.side.astray.append(f"{sequence} was pushed after {told}")
                    told = sequence
                    self._show(frame["message"])
                else:
                    acks.put_nowait(frame)
        finally:
            acks.put_nowait({"type": "end"})

    def _show(self, message: dict[str, Any]) -> None:
        """A phone shows what comes after the last it has; what it has already, it knows by its number."""
        shown = Stored(message["sequence"], message["clientId"])
        view = self.side.view
        if view and shown.sequence <= view[-1].sequence:
            if view[shown.sequence - 1] != shown:
                self.side.astray.append(f"{shown.sequence} is {shown.client_id}, and was another before")
            return
        view.append(shown)

    def _acknowledge(self, client_id: str, sequence: int) -> None:
        known = self.side.acknowledged.setdefault(client_id, sequence)
        if known != sequence:
            self.side.astray.append(f"{client_id} was acknowledged as {known} and as {sequence}")

    async def _put(self, client_id: str) -> Answer:
        return await self._insist("PUT", f"{self._path}/{client_id}", {"text": "Bonjour"})

    async def _insist(self, method: str, path: str, body: object = None) -> Answer:
        answer = await self.chance.choice(self.servers).api.insist(method, path, self.person.token, body)
        assert answer.status in (200, 201), (answer.status, answer.body)
        return answer


async def tandems(db: asyncpg.Connection, mentees: Sequence[Person], mentors: Sequence[Person]) -> list[str]:
    """A tandem of each mentee and mentor; their ids, in that order."""
    pairs = [(UUID(mentee.id), UUID(mentor.id)) for mentee, mentor in zip(mentees, mentors, strict=True)]
    await db.executemany("insert into pair (mentee_id, mentor_id) values ($1, $2)", pairs)
    rows = await db.fetch(
        "insert into tandem (mentee_id, mentor_id, programme_id) select mentee_id, mentor_id, programme.id "
        "from unnest($1::uuid[], $2::uuid[]) as pair (mentee_id, mentor_id), programme "
        "where programme.code = 'tandem' returning mentee_id, id",
        [mentee for mentee, _ in pairs],
        [mentor for _, mentor in pairs],
    )
    found = {row["mentee_id"]: str(row["id"]) for row in rows}
    return [found[mentee] for mentee, _ in pairs]


async def stored_in(db: asyncpg.Connection, tandem_id: str) -> list[Stored]:
    rows = await db.fetch(
        "select sequence, client_id::text from message where tandem_id = $1::uuid order by sequence", UUID(tandem_id)
    )
    return [Stored(row["sequence"], row["client_id"]) for row in rows]


async def wrongs_of(talkers: Sequence[Talker], db: asyncpg.Connection) -> Wrongs:
    """What every phone shows in the end, held against what is stored."""
    await asyncio.gather(*(talker.catch_up() for talker in talkers))
    sides: dict[str, list[Side]] = {}
    for talker in talkers:
        sides.setdefault(talker.tandem_id, []).append(talker.side)
    wrongs = Wrongs()
    for tandem_id, both in sides.items():
        wrongs.add(wrong_talk(await stored_in(db, tandem_id), both))
    return wrongs


async def until_acknowledged(talkers: Sequence[Talker], messages: int) -> None:
    """Until so many messages have been acknowledged."""
    while sum(len(one.side.acknowledged) for one in talkers) < messages:  # noqa: ASYNC110 (a count, not an event)
        await asyncio.sleep(0.05)
