"""A database as a few years would leave it: filled by the SQL beside this file, the same at each run."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import asyncpg

from app.sql import queries
from bench.staffing.lists import lists

FILL = Path(__file__).with_name("fill")
COUNTED_MONTHS = 13

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
Tell = Callable[[str], None]


async def fill(connection: Connection, members: int, swipes: int, tell: Tell) -> None:
    await _note_sizes(connection, members, swipes)
    for file in sorted(FILL.glob("*.sql")):
        began = time.perf_counter()
        for statement in file.read_text().split(";\n\n"):
            await connection.execute(statement)
        await connection.execute("analyze")
        tell(f"{file.stem:14} {time.perf_counter() - began:6.1f} s")
    await connection.execute("set session_replication_role = origin")
    await connection.execute(queries("delays").count_months, COUNTED_MONTHS)
    await connection.execute("drop schema bench cascade")
    await connection.execute("vacuum analyze")


async def _note_sizes(connection: Connection, members: int, swipes: int) -> None:
    """What the SQL reads: how many of everything, and the lists to draw from."""
    await connection.execute("create schema bench")
    await connection.execute(
        f"create table bench.size as select {members}::bigint as members, {swipes}::bigint as swipes"
    )
    drawn = lists()
    await connection.execute(f"create table bench.list ({', '.join(f'{name} text[]' for name in drawn)})")
    places = ", ".join(f"${place}" for place in range(1, len(drawn) + 1))
    await connection.execute(f"insert into bench.list values ({places})", *drawn.values())
