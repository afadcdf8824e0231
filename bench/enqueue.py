"""What a notice costs the swipe that causes it: likes as they are, and the same likes that tell nobody, in turn."""

import gc
import math
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import suppress
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
from bench.load import Call, Callers, drive
from bench.people import add_people, people
from bench.scratch import scratch
from bench.stage import Stage, processor_seconds, set_up

CALLERS = 64
SEED = 20261122
MENTORS = 1_000
# Six likes of each caller.
TURN = 384
# Quartets of turns that are not counted.
WARMING = 2
MOST_SECONDS = 600.0

NOTICES = "select count(*) from outbox"


class _Took(NamedTuple):
    """Seconds: by the clock, and of the service's and Postgres's processor time together."""

    seconds: float
    processor: float


def enqueue_cost(likes: int) -> dict[str, float]:
    """How much more likes that tell their mentors take than likes that tell nobody, as a share of these.

    Both take turns of a quarter of a second, two and two, so that a machine that is slower for some seconds is slower
    for both: the share is the median of the quartets', between the ends of its interval of 95 %.
    """
    with scratch() as (folder, _), set_up(folder) as stage:
        return uvloop.run(_measure(stage, max(1, likes // (4 * TURN))))


async def _measure(stage: Stage, quartets: int) -> dict[str, float]:
    connection = await asyncpg.connect(stage.database_url)
    meter, calls = _Meter(stage), await _calls(connection, stage, 4 * TURN * (quartets + WARMING))
    async with Callers.connected(stage.server.port, CALLERS) as callers:
        for number in range(WARMING):  # fills the tables and plans the statements
            await _quartet(stage, meter, callers, calls, number)
        await connection.execute("analyze")
        gc.collect()
        gc.disable()
        pairs = [await _quartet(stage, meter, callers, calls, number) for number in range(quartets)]
        gc.enable()
    told = await connection.fetchval(NOTICES)
    await connection.close()
    assert told == 2 * TURN * (quartets + WARMING), f"{told} notices"
    low, cost, high = median_of([telling.processor / silent.processor - 1 for telling, silent in pairs])
    by_clock = median(telling.seconds / silent.seconds - 1 for telling, silent in pairs)
    return {
        "enqueue_cost": round(cost, 3),
        "enqueue_cost_low": round(low, 3),
        "enqueue_cost_high": round(high, 3),
        "enqueue_cost_by_clock": round(by_clock, 3),
        "likes_per_s": round(2 * TURN / median(telling.seconds for telling, _ in pairs)),
        "like_processor_us": round(1e6 * median(telling.processor for telling, _ in pairs) / (2 * TURN)),
    }


async def _quartet(
    stage: Stage, meter: "_Meter", callers: Callers, calls: Iterator[Call], number: int
) -> tuple[_Took, _Took]:
    """What two turns of likes that tell took, and two of those that tell nobody, these between those or around them."""
    took: dict[bool, list[_Took]] = {True: [], False: []}
    for place in range(4):
        tells = (place in (0, 3)) == (number % 2 == 0)
        _tell(stage, tells)
        before = meter.read()
        run = await callers.drive(islice(calls, TURN), MOST_SECONDS)
        assert not run.errors, run.complaints
        took[tells].append(_Took(run.seconds, meter.read() - before))
    telling, silent = (_Took(*map(sum, zip(*took[tells], strict=True))) for tells in (True, False))
    return telling, silent


def median_of(values: Sequence[float]) -> tuple[float, float, float]:
    """The median between the ends of its interval of 95 %: those order statistics that it lies between so often.

    https://en.wikipedia.org/wiki/Median#Sample_median (binomial, in its normal approximation)
    """
    ordered, half = sorted(values), 1.96 * math.sqrt(len(values)) / 2
    low = max(0, math.floor(len(ordered) / 2 - half))
    return ordered[low], median(ordered), ordered[-1 - low]


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


class _Meter:
    """Processor time of the service and of Postgres's processes, those that have ended included."""

    def __init__(self, stage: Stage) -> None:
        self._service = stage.server.pid
        self._postgres = (stage.folder / "postgres" / "data" / "postmaster.pid").read_text().split()[0]
        self._seconds: dict[int, float] = {}

    def read(self) -> float:
        backends = Path(f"/proc/{self._postgres}/task/{self._postgres}/children").read_text().split()
        for pid in (self._service, *map(int, backends)):
            with suppress(OSError):  # ended meanwhile
                self._seconds[pid] = processor_seconds(pid)
        return sum(self._seconds.values())
