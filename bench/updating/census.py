"""What reading everybody from Postgres takes, and taking a change of theirs into a process."""

import time
from time import perf_counter

import asyncpg
import msgspec
import numpy as np

from app.db import Database
from app.decks import store
from app.decks.census import take_census
from bench.people import add_people

ROWS = 1_000


class Counted(msgspec.Struct, frozen=True):
    """A census, and microseconds for each row that a look finds changed, Postgres's share left out."""

    members: int
    seconds: float
    take_us: float

    @property
    def us_per_member(self) -> float:
        return self.seconds / self.members * 1e6


async def people_town(url: str, members: int) -> None:
    """So many in all, half of them mentors."""
    connection = await asyncpg.connect(url)
    try:
        rng = np.random.default_rng(members)
        for role in ("mentor", "mentee"):
            already = await connection.fetchval("select count(*) from member where role = $1", role)
            await add_people(connection, role, members // 2 - already, rng)
        await connection.execute("analyze")
    finally:
        await connection.close()


async def measure_census(url: str) -> Counted:
    db = Database(url, 1)
    await db.open()
    try:
        began = perf_counter()
        sides = await take_census(db)
        seconds = perf_counter() - began
        async with db.connection() as connection:
            rows = (await store.changed_mentors(connection, "0"))[:ROWS]
    finally:
        await db.close()
    began = perf_counter()
    sides.mentors.take(rows, time.time())
    take_us = (perf_counter() - began) / len(rows) * 1e6
    return Counted(len(sides.mentors) + len(sides.mentees), seconds, take_us)
