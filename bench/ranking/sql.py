"""The same scores in Postgres, tuned by hand: one table in memory, whole numbers, bits, no cast in any row."""

import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import msgspec
import numpy as np
import numpy.typing as npt

from app.embedded import Postgres
from ranking import Cards, Rules, Seeker
from ranking.places import EARTH_RADIUS_KM

SETTINGS = {
    "shared_buffers": "2GB",
    "work_mem": "64MB",
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "autovacuum": "off",
    "jit": "off",
}
TABLE = """
create table card (
  worth_prior float8 not null, x float8 not null, y float8 not null, z float8 not null, rank int8 not null,
  id int4 not null, s1 int4 not null, s2 int4 not null, s3 int4 not null,
  goals int4 not null, modalities int4 not null, languages int4 not null, parts int4 not null, given int4 not null
)
"""
COLUMNS = [
    *("worth_prior", "x", "y", "z", "rank", "id", "s1", "s2", "s3"),
    *("goals", "modalities", "languages", "parts", "given"),
]
PARTS_AT_ONCE = 7


class Answer(msgspec.Struct, frozen=True):
    ids: list[int]
    scores: list[float]
    seconds: float


@contextmanager
def table_of(cards: Cards) -> Iterator[str]:
    """The address of a Postgres that has these cards."""
    with (
        tempfile.TemporaryDirectory(prefix="tandem-bench-") as folder,
        Postgres(Path(folder), durable=False, settings=SETTINGS) as postgres,
    ):
        asyncio.run(_load(postgres.url, cards))
        yield postgres.url


def answers(url: str, seekers: Sequence[Seeker], k: int, rules: Rules) -> list[Answer]:
    """The quicker of two times each, after one that is not counted; compiled expressions where they are quicker."""
    return asyncio.run(_answers(url, seekers, k, rules))


def statement(seeker: Seeker, k: int, rules: Rules) -> str:
    """Every constant written out, so that nothing is looked up; what cannot matter for this seeker left out."""
    weights = rules.weights
    similar = rules.similar_to(seeker.sectors)
    table = _array(similar * weights.sector)
    terms = [f"greatest(({table})[s1], ({table})[s2], ({table})[s3])"] if similar.any() else []
    if seeker.goals:
        order = weights.of_goals(len(seeker.goals))
        per = weights.goals / sum(order)
        met = " + ".join(
            f"(goals >> {goal} & 1) * {weight:g}" for goal, weight in zip(seeker.goals, order, strict=True)
        )
        terms.append(f"({met}) * float8 '{per!r}'")
    terms += [_place(seeker, rules), _time(seeker, rules)]
    return f"""
select id, worth from (
  select id, rank, ({" + ".join(terms)}) * worth_prior as worth from card
  where modalities & {seeker.modalities} <> 0 and languages & {seeker.languages} <> 0
) as scored order by worth desc, rank limit {k}
"""


def _place(seeker: Seeker, rules: Rules) -> str:
    weights = rules.weights
    remote = f"float8 '{weights.place * weights.remote!r}'"
    if seeker.modalities == 2:
        return remote
    x, y, z = (f"float8 '{float(axis)!r}'" for axis in seeker.xyz)
    per_angle = f"float8 '{-2 * EARTH_RADIUS_KM / weights.distance_scale_km!r}'"
    chord = f"sqrt((x - {x}) * (x - {x}) + (y - {y}) * (y - {y}) + (z - {z}) * (z - {z}))"
    # Far beyond any weight exp would underflow, which Postgres refuses.
    near = f"exp(greatest({per_angle} * asin({chord} * float8 '0.5'), float8 '-700')) * float8 '{weights.place!r}'"
    if seeker.modalities == 1:
        return near
    return f"case modalities when 1 then {near} when 2 then {remote} else greatest({near}, {remote}) end"


def _time(seeker: Seeker, rules: Rules) -> str:
    weights, free = rules.weights, seeker.availability
    unknown = f"float8 '{weights.time * weights.time_unknown!r}'"
    if not free:
        return unknown
    # Shared day parts by seven at once: how many bits of `free` each of 128 patterns has.
    shared = []
    for start in range(0, 21, PARTS_AT_ONCE):
        of_pattern = [(pattern & free >> start).bit_count() for pattern in range(2**PARTS_AT_ONCE)]
        shared.append(f"('{{{','.join(map(str, of_pattern))}}}'::int4[])[(parts >> {start} & 127) + 1]")
    each = [0.0, *(weights.time / min(given, free.bit_count()) for given in range(1, 22))]
    return f"case when given = 0 then {unknown} else ({' + '.join(shared)}) * ({_array(np.array(each))})[given + 1] end"


def _array(values: npt.NDArray[np.float64]) -> str:
    return f"'{{{','.join(repr(value) for value in values.tolist())}}}'::float8[]"


async def _load(url: str, cards: Cards) -> None:
    goals = np.where(cards.goals >= 0, 1 << np.maximum(cards.goals, 0).astype(np.int64), 0).sum(axis=1)
    # Arrays count from 1 in Postgres, and the first of the table is for none.
    columns = [cards.priors, *cards.xyz.T.astype(np.float64), cards.ranks, np.arange(len(cards))]
    columns += [*(cards.sectors.T.astype(np.int64) + 2), goals, cards.modalities, cards.languages, cards.availability]
    columns.append(np.bitwise_count(cards.availability))
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(TABLE)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        await connection.copy_records_to_table("card", records=rows, columns=COLUMNS)
        await connection.execute("vacuum (freeze, analyze) card")
    finally:
        await connection.close()


async def _answers(url: str, seekers: Sequence[Seeker], k: int, rules: Rules) -> list[Answer]:
    connection = await asyncpg.connect(url)
    try:
        return [await _answer(connection, statement(seeker, k, rules)) for seeker in seekers]
    finally:
        await connection.close()


async def _answer(connection: "asyncpg.Connection[asyncpg.Record]", query: str) -> Answer:
    took = []
    for jit in ("off", "off", "on"):
        await connection.execute(f"set jit = {jit}")
        began = time.perf_counter()
        rows = await connection.fetch(query)
        took.append(time.perf_counter() - began)
    return Answer([row["id"] for row in rows], [row["worth"] for row in rows], min(took))
