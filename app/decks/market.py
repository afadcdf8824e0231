"""Both sides of the market in this process's memory: mapped from the snapshot, kept up with Postgres."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import numpy as np
import structlog

from app.db import Database
from app.decks import snapshot, store
from app.decks.census import Sides, have_census_taken, read_sides, take_census
from app.decks.model import MenteeRow, MentorRow
from app.decks.side import Side
from app.decks.snapshot import BrokenSnapshot
from app.errors import DependencyDown
from app.members.model import Role

log = structlog.get_logger("tandem.market")

R = TypeVar("R")

# A look may take half of our time, and is never put off for longer than this.
MOST_SECONDS_BETWEEN = 0.5
# Time passes over the priors when the snapshot is made anew.
REBUILD_SECONDS = 600.0
# Who was erased leaves the file within a minute or so, and a day of many departures makes no census of each.
LEAST_SECONDS_AFTER_A_DEPARTURE = 60.0
# What is older was left behind by a service that stopped: reading all that changed since takes as long as a census.
MOST_AGE_SECONDS = 3600.0
# A census of more would keep the event loop for too long: another process takes it.
MOST_AT_HOME = 20_000
TEND_SECONDS = 1.0
RETRY_SECONDS = 5
TAKEN_AT_ONCE = 50


class Market:
    """Everybody who may be on a card. A new deck is dealt from what was true half a second ago, at most."""

    def __init__(self, path: Path, database_url: str, rng: np.random.Generator | None = None) -> None:
        self.rng = rng or np.random.default_rng()
        self._path, self._database_url = path, database_url
        self._census: asyncio.Task[None] | None = None
        self._sides: Sides | None = None
        self._identity: tuple[int, int] | None = None
        # At or after this transaction there may be changes we have not read.
        self._since = "0"
        self._look_again_at = float("-inf")
        self._looking = asyncio.Lock()
        self._shown: set[UUID] = set()

    def facing(self, role: Role) -> Side[MentorRow] | Side[MenteeRow]:
        """The side whose cards a member of this role is dealt; DependencyDown before the first census."""
        sides = self._sides
        if sides is None:
            raise DependencyDown("market", RETRY_SECONDS)
        return sides.mentors if role == "mentee" else sides.mentees

    def sizes(self) -> dict[str, int]:
        return {"mentors": len(self._sides.mentors), "mentees": len(self._sides.mentees)} if self._sides else {}

    def age(self) -> float:
        """Seconds since the snapshot was taken."""
        return time.time() - self._sides.header.built_at if self._sides else 0.0

    def bytes(self) -> int:
        """How large the snapshot's file is."""
        return self._path.stat().st_size if self._path.exists() else 0

    def note_shown(self, members: list[UUID]) -> None:
        """They were on cards just now; `tend` writes it down."""
        self._shown.update(members)

    async def keep_up(self, db: Database) -> None:
        """Reads what changed since the last look, unless that was a moment ago."""
        if time.monotonic() < self._look_again_at:
            return
        async with self._looking:
            began = time.monotonic()
            if began < self._look_again_at:
                return
            if self._sides is None:
                await self._open(db)
                return
            self._since = await _catch_up(db, self._sides, self._since)
            ended = time.monotonic()
            self._look_again_at = ended + min(ended - began, MOST_SECONDS_BETWEEN)

    async def tend(self, db: Database) -> None:
        """Takes over newer snapshots, has them made, and writes down who was shown; until it is cancelled."""
        while True:
            try:
                await self._tend_once(db)
            except DependencyDown:
                log.debug("the market waits for Postgres")
            except Exception:
                # Decks are dealt from what we have; the next turn tries again.
                log.exception("the market could not be tended")
            await asyncio.sleep(TEND_SECONDS)

    async def _tend_once(self, db: Database) -> None:
        if self._shown:
            shown, self._shown = self._shown, set()
            async with db.connection() as connection:
                await store.mark_shown(connection, sorted(shown))
        if self._sides is None:
            await self.keep_up(db)
            return
        if snapshot.identity(self._path) != self._identity:
            async with self._looking:
                await self._take_over(db)
        if await self._is_old(db, self._sides):
            await self._renew(db, self._sides)

    async def _is_old(self, db: Database, sides: Sides) -> bool:
        if self.age() > REBUILD_SECONDS or sides.mentors.index.wants_rebuild or sides.mentees.index.wants_rebuild:
            return True
        if self.age() < LEAST_SECONDS_AFTER_A_DEPARTURE:
            return False
        async with db.connection() as connection:
            return await store.somebody_left(connection, sides.header.since)

    async def _open(self, db: Database) -> None:
        if await self._take_over(db):
            return
        async with db.connection() as connection:
            many = await store.count_members(connection)
        if many > MOST_AT_HOME:
            self._order_census()
            raise DependencyDown("market", RETRY_SECONDS)
        await self._take_census(db)

    async def _take_over(self, db: Database) -> bool:
        """Whether the file held a snapshot of this very database, which is now ours, and up to date."""
        identity = snapshot.identity(self._path)
        try:
            sides = await asyncio.to_thread(read_sides, self._path)
        except FileNotFoundError:
            return False
        except (BrokenSnapshot, OSError) as error:
            log.warning("the snapshot cannot be used, and is made anew", cause=str(error))
            self._identity = identity
            return False
        async with db.connection() as connection:
            ours = await store.database_identity(connection) == sides.header.database
        if not ours or time.time() - sides.header.built_at > MOST_AGE_SECONDS:
            self._identity = identity
            return False
        since = await _catch_up(db, sides, sides.header.since)
        self._sides, self._since, self._identity = sides, since, identity
        return True

    async def _renew(self, db: Database, sides: Sides) -> None:
        if len(sides.mentors) + len(sides.mentees) > MOST_AT_HOME:
            self._order_census()
            return
        with snapshot.claimed(self._path) as ours:
            if ours:
                async with self._looking:
                    await self._take_census(db)

    def _order_census(self) -> None:
        """Another process takes it; `tend` takes the snapshot over when it is there."""
        if self._census is None or self._census.done():
            self._census = asyncio.create_task(have_census_taken(self._path, self._database_url))

    async def _take_census(self, db: Database) -> None:
        sides = await take_census(db)
        try:
            await asyncio.to_thread(sides.write, self._path)
        except OSError as error:
            log.warning("the snapshot could not be written: other processes take their own", cause=str(error))
        self._identity = snapshot.identity(self._path)
        since = await _catch_up(db, sides, sides.header.since)
        self._sides, self._since = sides, since


async def _catch_up(db: Database, sides: Sides, since: str) -> str:
    """Brings both sides up to date with what changed at or after that transaction; returns the next such."""
    now = time.time()
    async with db.connection() as connection:
        news = await store.news_since(connection, since)
        mentors = await store.changed_mentors(connection, since) if news.of_mentors else []
        mentees = await store.changed_mentees(connection, since) if news.of_mentees else []
    for some in _batched(mentors):
        sides.mentors.take(some, now)
        await asyncio.sleep(0)
    for some_mentees in _batched(mentees):
        sides.mentees.take(some_mentees, now)
        await asyncio.sleep(0)
    return news.oldest


def _batched(rows: list[R]) -> Iterator[list[R]]:
    """So many that taking them is no pause for anybody."""
    return (rows[begin : begin + TAKEN_AT_ONCE] for begin in range(0, len(rows), TAKEN_AT_ONCE))
