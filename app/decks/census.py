"""Everybody who may be on a card, read from Postgres at one moment."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
import structlog

from app.db import Database
from app.decks import snapshot, store
from app.decks.model import MarketRow, MenteeRow, MentorRow
from app.decks.side import Census, Side
from app.decks.snapshot import Header
from app.decks.standing import MENTEES, MENTORS, Standing
from app.settings import Settings

log = structlog.get_logger("tandem.market")

R = TypeVar("R", bound=MarketRow)
# The file's name in the data folder.
SNAPSHOT = "market.snapshot"

# So many members have been read, of so many.
Tell = Callable[[int, int], None]


class Sides(NamedTuple):
    """Both sides as they were, and what has to be known to keep them up."""

    header: Header
    mentors: Side[MentorRow]
    mentees: Side[MenteeRow]

    def write(self, path: Path) -> None:
        """Replaces the snapshot; not once a newcomer has been taken."""
        arrays = {f"{side}.{name}": array for side in _SIDES for name, array in getattr(self, side).arrays().items()}
        snapshot.write(path, self.header, arrays)


_SIDES = ("mentors", "mentees")


async def write_census(settings: Settings, tell: Tell) -> int | None:
    """Takes a census and writes the snapshot; how many members it has, or None where somebody else takes one."""
    path = settings.folder / SNAPSHOT
    with snapshot.claimed(path) as ours:
        if not ours:
            return None
        db = Database(settings.database_url, 1)
        await db.open()
        try:
            sides = await take_census(db, tell)
        finally:
            await db.close()
        sides.write(path)
        return len(sides.mentors) + len(sides.mentees)


async def have_census_taken(path: Path, database_url: str) -> None:
    """The snapshot is made by a process of its own, which ends with this task."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app", "census"),
        env=os.environ | {"DATABASE_URL": database_url, "TANDEM_DATA": str(path.parent)},
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        if await child.wait():
            log.error("the census failed", status=child.returncode)
    except asyncio.CancelledError:
        child.terminate()
        raise


async def take_census(db: Database, tell: Tell = lambda read, of: None) -> Sides:
    """Reads everybody, as of one moment, whatever commits meanwhile."""
    now = time.time()
    async with (
        db.connection() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        database = await store.database_identity(connection)
        since = await store.oldest_running(connection)
        many = await store.count_members(connection)
        mentors = await _gather(store.all_mentors(connection), MENTORS, lambda read: tell(read, many))
        already = len(mentors.ids)
        mentees = await _gather(store.all_mentees(connection), MENTEES, lambda read: tell(already + read, many))
    of_mentors, of_mentees = Side.of(MENTORS, mentors, now), Side.of(MENTEES, mentees, now)
    means = {"mentors": of_mentors.mean, "mentees": of_mentees.mean}
    return Sides(Header(database, since, now, means), of_mentors, of_mentees)


def read_sides(path: Path) -> Sides:
    """What the snapshot holds. OSError when there is none; BrokenSnapshot when it cannot be trusted."""
    header, arrays = snapshot.read(path)
    of: dict[str, dict[str, np.ndarray]] = {side: {} for side in _SIDES}
    try:
        for name, array in arrays.items():
            side, _, rest = name.partition(".")
            of[side][rest] = array
        return Sides(
            header,
            Side.attach(MENTORS, of["mentors"], header.means["mentors"]),
            Side.attach(MENTEES, of["mentees"], header.means["mentees"]),
        )
    except (KeyError, ValueError) as error:
        raise snapshot.BrokenSnapshot(f"its arrays do not fit together ({error})") from error


async def _gather(batches: AsyncIterator[Sequence[R]], standing: Standing[R], tell: Callable[[int], None]) -> Census:
    gathered, read = [Census.of([], standing)], 0
    async for rows in batches:
        gathered.append(Census.of(rows, standing))
        read += len(rows)
        tell(read)
    ids, tables, figures, shown_at = zip(*gathered, strict=True)
    table = {name: np.concatenate([part[name] for part in tables]) for name in tables[0]}
    return Census(np.concatenate(ids), table, np.concatenate(figures), np.concatenate(shown_at))
