"""Measures messages: `python -m bench.messages [--json]`.

Five hundred sockets in one process are told 20 messages a second in total: how long each is on its way, and what a
socket costs in memory. Then the same people send as fast as they are answered, over two processes, with sockets cut at
random: nothing may be lost, doubled or reordered.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import asyncpg
from msgspec.structs import replace
from websockets.asyncio.client import ClientConnection, connect

from app.asgi import DEMO_KEY
from app.auth.demo import DemoSigner
from app.embedded import Postgres, Valkey
from app.embedded.process import free_port
from app.migrations import migrate
from app.settings import Settings
from tests.holds import crowd
from tests.holds.crowd import Person
from tests.holds.driver import Api, Program, until_ready
from tests.holds.talk_history import Wrongs
from tests.holds.talkers import Habits, Server, Talker, tandems, wrongs_of

POOL = 10
DIALLED_AT_ONCE = 20
PAGE_KIB = os.sysconf("SC_PAGE_SIZE") / 1024

Tell = Callable[[str], None]


def main() -> None:
    arguments = _arguments()
    told = sys.stderr if arguments.json else sys.stdout
    with tempfile.TemporaryDirectory(prefix="tandem-messages-") as name:
        figures = asyncio.run(_measure(arguments, Path(name), lambda line: print(line, file=told, flush=True)))
    if arguments.json:
        print(json.dumps(figures, indent=2))
    else:
        print("\n".join(f"{name:24} {value:>12}" for name, value in figures.items()))
    sys.exit(1 if any(figures[wrong] for wrong in ("lost", "doubled", "reordered", "gaps")) else 0)


async def _measure(arguments: argparse.Namespace, folder: Path, tell: Tell) -> dict[str, Any]:
    with Postgres(folder / "postgres") as postgres, Valkey(folder / "valkey") as valkey:
        await migrate(postgres.url)
        settings = Settings(database_url=postgres.url, redis_url=valkey.url, folder=folder, pool_size=POOL)
        db = await asyncpg.connect(postgres.url)
        try:
            people, ids = await _people(db, DemoSigner(folder / DEMO_KEY), arguments.sockets // 2)
            async with _serving(settings) as (first, first_pid), _serving(settings) as (second, _):
                tell(f"{arguments.sockets} sockets on one process, {arguments.rate:g} messages a second …")
                quiet = await _measure_delivery(arguments, first, first_pid, people, ids)
                tell(f"{arguments.messages} messages over two processes, sockets cut at random …")
                storm = await _measure_storm(arguments, [first, second], people, ids, db)
        finally:
            await db.close()
    return quiet | storm


async def _people(db: asyncpg.Connection, signer: DemoSigner, pairs: int) -> tuple[list[tuple[Person, str]], list[str]]:
    """Everybody with their tandem, the two of each after one another; and the tandems."""
    mentees, mentors = await crowd.mentees(db, signer, pairs), await crowd.mentors(db, signer, pairs, capacity=3)
    ids = await tandems(db, mentees, mentors)
    both = zip(mentees, mentors, ids, strict=True)
    return [(person, id) for mentee, mentor, id in both for person in (mentee, mentor)], ids


@asynccontextmanager
async def _serving(settings: Settings) -> AsyncIterator[tuple[Server, int]]:
    port = free_port(None)
    program, api = Program("serve", replace(settings, port=port)), Api(port)
    program.start()
    try:
        await until_ready(program, api)
        yield Server(port, api), program.pid
    finally:
        await api.hang_up()
        await asyncio.to_thread(program.stop)


async def _measure_delivery(
    arguments: argparse.Namespace, server: Server, pid: int, people: Sequence[tuple[Person, str]], ids: Sequence[str]
) -> dict[str, Any]:
    async with AsyncExitStack() as phones:
        # The first sockets take what the process had left over from its start.
        sockets = await _dial(phones, server, people[: len(people) // 5])
        before, already = _resident_kib(pid), len(sockets)
        sockets += await _dial(phones, server, people[already:])
        kib = (_resident_kib(pid) - before) / (len(sockets) - already)
        delays = await _deliver(arguments, sockets, ids)
    delays.sort()
    return {
        "sockets": len(sockets),
        "kib_per_socket": round(kib, 1),
        "delivery_messages": len(delays),
        "delivery_p50_ms": round(delays[len(delays) // 2] * 1000, 1),
        "delivery_p99_ms": round(delays[int(len(delays) * 0.99)] * 1000, 1),
    }


async def _dial(phones: AsyncExitStack, server: Server, people: Sequence[tuple[Person, str]]) -> list[ClientConnection]:
    """A socket each, past its hello."""
    room = asyncio.Semaphore(DIALLED_AT_ONCE)

    async def dial(person: Person) -> ClientConnection:
        async with room:
            ticket = (await server.api.insist("POST", "/v1/sockets/tickets", person.token)).body["ticket"]
            address = f"ws://127.0.0.1:{server.port}/v1/socket?ticket={ticket}"
            socket = await phones.enter_async_context(connect(address, compression=None))
            assert json.loads(await socket.recv())["type"] == "hello"
            return socket

    return await asyncio.gather(*(dial(person) for person, _ in people))


async def _deliver(arguments: argparse.Namespace, sockets: list[ClientConnection], ids: Sequence[str]) -> list[float]:
    """Seconds from a phone's sending to the other phone's receiving, of each message."""
    sent: dict[str, tuple[float, int]] = {}
    delays: list[float] = []
    listening = [asyncio.create_task(_note(number, socket, sent, delays)) for number, socket in enumerate(sockets)]
    chance, total = Random(7), int(arguments.seconds * arguments.rate)
    began = time.perf_counter()
    for turn in range(total):
        await asyncio.sleep(max(0.0, began + turn / arguments.rate - time.perf_counter()))
        number, client_id = chance.randrange(len(sockets)), str(uuid4())
        sent[client_id] = time.perf_counter(), number
        frame = {"type": "send", "tandemId": ids[number // 2], "clientId": client_id, "text": "Bonjour, à lundi !"}
        await sockets[number].send(json.dumps(frame))
    async with asyncio.timeout(30):
        while len(delays) < total:  # noqa: ASYNC110 (a count, not an event)
            await asyncio.sleep(0.05)
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    return delays


async def _note(number: int, socket: ClientConnection, sent: dict[str, tuple[float, int]], delays: list[float]) -> None:
    async for text in socket:
        frame = json.loads(text)
        if frame["type"] == "message":
            at, sender = sent[frame["message"]["clientId"]]
            if sender != number:
                delays.append(time.perf_counter() - at)


async def _measure_storm(
    arguments: argparse.Namespace,
    servers: Sequence[Server],
    people: Sequence[tuple[Person, str]],
    ids: Sequence[str],
    db: asyncpg.Connection,
) -> dict[str, Any]:
    already = await db.fetchval("select count(*) from message")
    talkers = [
        Talker(person, id, servers, Random(number), Habits(cut_after=(2.0, 90.0)))
        for number, (person, id) in enumerate(people)
    ]
    await asyncio.gather(*(talker.catch_up() for talker in talkers))
    each = -(-arguments.messages // len(talkers))
    began = time.perf_counter()
    await asyncio.gather(*(talker.talk(each) for talker in talkers))
    seconds = time.perf_counter() - began
    wrongs: Wrongs = await wrongs_of(talkers, db)
    stored = await db.fetchval("select count(*) from message") - already
    return {
        "messages": stored,
        **{name: len(found) for name, found in vars(wrongs).items()},
        "cuts": sum(talker.cuts for talker in talkers),
        "messages_per_s": round(stored / seconds),
    }


def _resident_kib(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_KIB


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.messages", description="Measures messages.")
    parser.add_argument("--json", action="store_true", help="only JSON on standard output")
    parser.add_argument("--sockets", type=int, default=500, help="in one process (default 500)")
    parser.add_argument("--rate", type=float, default=20.0, help="messages a second in total (default 20)")
    parser.add_argument("--seconds", type=float, default=30.0, help="at that rate (default 30)")
    parser.add_argument("--messages", type=int, default=20_000, help="sent while sockets are cut (default 20000)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
