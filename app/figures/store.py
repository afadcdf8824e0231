"""Figures in Postgres."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec.structs import astuple

from app.db import Connection
from app.figures.model import (
    Count,
    Crowd,
    Dimension,
    Fives,
    LastMonth,
    Measure,
    Place,
    Question,
    Raw,
    Run,
    Sums,
    Topic,
    Weight,
)
from app.sql import queries

Q = queries("figures")

# Each reads whole tables, once a month.
LONGEST_SECONDS = 300


async def read_members(connection: Connection, until: datetime) -> Raw:
    """All that figures are made of, in the caller's transaction."""
    # What calls from members must never do is right here: tables are read from end to end, and sorted in memory.
    await connection.execute(
        f"set local statement_timeout = '{LONGEST_SECONDS}s'; set local enable_seqscan = on;"
        " set local plan_cache_mode = auto; set local work_mem = '64MB'"
    )
    return Raw(
        parents={row["id"]: row["parent_id"] for row in await connection.fetch(Q.parents)},
        members=await _counts(connection, Q.count_members, until),
        answers=await _counts(connection, Q.count_answers, until),
        break_ups=await _counts(connection, Q.count_break_ups, until),
        behind_answers=await _crowds(connection, Q.count_behind_answers, until),
        behind_break_ups=await _crowds(connection, Q.count_behind_break_ups, until),
        hours=await _weights(connection, Q.weigh_hours, until),
        loads=await _weights(connection, Q.weigh_loads, until),
    )


async def last_month(connection: Connection) -> LastMonth:
    [row] = await connection.fetch(Q.last_month)
    return LastMonth(**row)


async def begin_run(connection: Connection, month: date) -> UUID | None:
    """None if there is one of that month."""
    run_id: UUID | None = await connection.fetchval(Q.begin_run, month)
    return run_id


async def put_fives(connection: Connection, run_id: UUID, counted: Sequence[Fives]) -> None:
    rows = [(run_id, *astuple(one)) for one in counted]
    await connection.copy_records_to_table("figure_count", records=rows, columns=("run_id", *Fives.__struct_fields__))


async def put_measures(connection: Connection, run_id: UUID, measured: Sequence[Measure]) -> None:
    rows = [(run_id, *astuple(one)) for one in measured]
    columns = ("run_id", *Measure.__struct_fields__)
    await connection.copy_records_to_table("figure_measure", records=rows, columns=columns)


async def runs(connection: Connection, month: date | None = None) -> list[Run]:
    return [Run(**row) for row in await connection.fetch(Q.runs, month)]


async def place(connection: Connection, scope: UUID, code: str | None) -> Place | None:
    row = await connection.fetchrow(Q.place, scope, code)
    return Place(**row) if row else None


async def values_of(
    connection: Connection, run_id: UUID, question: Question, under: UUID, dimension: Dimension
) -> list[Sums]:
    rows = await connection.fetch(Q.values_of, run_id, question.topic, under, dimension, question.role)
    return [Sums(**row) for row in rows]


async def structures_of(connection: Connection, run_id: UUID, question: Question, under: UUID) -> list[Sums]:
    rows = await connection.fetch(Q.structures_of, run_id, question.topic, under, question.role)
    return [Sums(**row) for row in rows]


async def measures_of(connection: Connection, run_id: UUID, topic: Topic, under: UUID) -> dict[str, dict[str, float]]:
    """By the structure's code, then by name."""
    measures: dict[str, dict[str, float]] = {}
    for code, name, value in await connection.fetch(Q.measures_of, run_id, topic, under):
        measures.setdefault(code, {})[name] = value
    return measures


async def _counts(connection: Connection, query: str, until: datetime) -> list[Count]:
    return [Count(**row) for row in await connection.fetch(query, until, timeout=LONGEST_SECONDS)]


async def _crowds(connection: Connection, query: str, until: datetime) -> list[Crowd]:
    return [Crowd(**row) for row in await connection.fetch(query, until, timeout=LONGEST_SECONDS)]


async def _weights(connection: Connection, query: str, until: datetime) -> list[Weight]:
    return [Weight(**row) for row in await connection.fetch(query, until, timeout=LONGEST_SECONDS)]
