"""What a notice costs the swipe that causes it: likes as they are, and the same likes that tell nobody, in turn."""

import urllib.request
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from statistics import median
from typing import NamedTuple

import asyncpg
import numpy as np
import uvloop

from app.asgi import DEMO_KEY
from app.auth.demo import DemoSigner
from app.requests.errors import MOST_WAITING
from bench import plan
from bench.load import Call, drive
from bench.people import add_people, people
from bench.scratch import scratch
from bench.stage import Stage, processor_seconds, set_up

CALLERS = 64
SEED = 20261122
MENTORS = 1_000
# Longer than any round: the likes are the limit.
MOST_SECONDS = 600.0

NOTICES = "select count(*) from outbox"


class _Took(NamedTuple):
    """Seconds: by the clock, and of the service's and Postgres's processor time together."""

    seconds: float
    processor: float


def enqueue_cost(likes: int, rounds: int) -> dict[str, float]:
    """How much more likes that tell their mentors take, as a share of those that tell nobody."""
    with scratch() as (folder, _), set_up(folder) as stage:
        return uvloop.run(_measure(stage, likes, rounds))


async def _measure(stage: Stage, likes: int, rounds: int) -> dict[str, float]:
    connection = await asyncpg.connect(stage.database_url)
    calls = await _calls(connection, stage, 2 * likes * (rounds + 1))
    took: dict[bool, list[_Took]] = {True: [], False: []}
    for number in range(rounds + 1):
        # The other one first every second time: what was written before slows both alike.
        for tells in (True, False) if number % 2 else (False, True):
            _tell(stage, tells)
            took[tells].append(await _likes(stage, list(islice(calls, likes))))
        if not number:  # the first round fills the tables and plans the statements
            await connection.execute("analyze")
    told = await connection.fetchval(NOTICES)
    await connection.close()
    assert told == likes * (rounds + 1), f"{told} notices"
    pairs = list(zip(took[True][1:], took[False][1:], strict=True))
    return {
        "enqueue_cost": round(median(telling.processor / silent.processor for telling, silent in pairs) - 1, 3),
        "enqueue_cost_by_clock": round(median(telling.seconds / silent.seconds for telling, silent in pairs) - 1, 3),
        "likes_per_s": round(likes / median(telling.seconds for telling, _ in pairs)),
        "like_processor_us": round(1e6 * median(telling.processor for telling, _ in pairs) / likes),
    }


async def _calls(connection: "asyncpg.Connection[asyncpg.Record]", stage: Stage, many: int) -> Iterator[Call]:
    rng = np.random.default_rng(SEED)
    await add_people(connection, "mentor", MENTORS, rng)
    await add_people(connection, "mentee", many // MOST_WAITING + 1, rng)
    mentors, mentees = await people(connection, "mentor"), await people(connection, "mentee")
    await connection.execute("analyze")
    signer = DemoSigner(stage.folder / DEMO_KEY)
    tokens = {mentee: signer.sign_in(mentee.phone) for mentee in mentees}
    await drive(stage.server.port, iter(plan.sign_ins(mentees, tokens.__getitem__)), CALLERS, MOST_SECONDS)
    return iter(plan.asks(mentees, mentors, MOST_WAITING, tokens.__getitem__, rng))


def _tell(stage: Stage, telling: bool) -> None:
    url = f"http://127.0.0.1:{stage.server.port}/telling/{'yes' if telling else 'no'}"
    urllib.request.urlopen(urllib.request.Request(url, method="PUT"), timeout=5).close()


async def _likes(stage: Stage, calls: list[Call]) -> _Took:
    before = _spent(stage)
    run = await drive(stage.server.port, iter(calls), CALLERS, MOST_SECONDS)
    assert not run.errors, run.complaints
    return _Took(run.seconds, _spent(stage) - before)


def _spent(stage: Stage) -> float:
    postgres = (stage.folder / "postgres" / "data" / "postmaster.pid").read_text().split()[0]
    backends = Path(f"/proc/{postgres}/task/{postgres}/children").read_text().split()
    return stage.server.cpu_seconds() + sum(processor_seconds(int(pid)) for pid in backends)
