"""How soon a change that is committed is in every process's next deck, and whether any is ever missed."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from uuid import UUID

import asyncpg
import msgspec
import numpy as np

from bench.updating.kinds import KINDS, Connection, arrange
from bench.updating.watchers import Watcher, watching

HARDSHIP_PROCESSES = 2
# Changes meet a process at any point of its looks.
MOST_BETWEEN_SECONDS = 0.03
# How long the slow transaction stays open after the quick one was seen: several looks.
SLOW_SECONDS = 0.2
CUT = """
select pg_terminate_backend(pid) from pg_stat_activity
where application_name = 'tandem' and datname = current_database()
"""


class Seen(msgspec.Struct):
    """Milliseconds from each commit until the deck of each process showed the change; `missed` are those it never did.

    The clock is read before the commit is sent, so that nothing of it is left out.
    """

    took_ms: list[float] = []
    missed: int = 0

    @property
    def changes(self) -> int:
        """Each counts once per process."""
        return len(self.took_ms) + self.missed

    @property
    def median_ms(self) -> float | None:
        return median(self.took_ms) if self.took_ms else None

    @property
    def max_ms(self) -> float | None:
        return max(self.took_ms, default=None)

    def add(self, began: float, seen: Iterable[float | None]) -> None:
        for at in seen:
            if at is None:
                self.missed += 1
            else:
                self.took_ms.append((at - began) * 1000)


class Visibility(msgspec.Struct, frozen=True):
    """By how many processes were dealing; and after each hardship, with two of them."""

    members: int
    usual: dict[int, Seen]
    asleep: Seen
    asleep_seconds: float
    out_of_order: Seen
    cut_off: Seen


async def measure_visibility(
    url: str, path: Path, processes: Sequence[int], rounds: int, asleep_seconds: float
) -> Visibility:
    """Every kind of change, made and taken back so many times, with each number of processes dealing.

    The database has people, `path` their snapshot.
    """
    connection, slow = await asyncpg.connect(url), await asyncpg.connect(url)
    try:
        committer = _Committer(connection, await arrange(connection))
        async with watching(url, path, committer.changing, max(processes)) as watchers:
            usual = {many: await committer.change_with(watchers, many, rounds) for many in sorted(processes)}
            two = watchers[:HARDSHIP_PROCESSES]
            await _fall_asleep(watchers[HARDSHIP_PROCESSES:])
            return Visibility(
                members=await connection.fetchval("select count(*) from member"),
                usual=usual,
                asleep=await committer.change_while_asleep(two, asleep_seconds),
                asleep_seconds=asleep_seconds,
                out_of_order=await committer.commit_out_of_order(two, slow),
                cut_off=await committer.change_after_cutting_off(two),
            )
    finally:
        await connection.close()
        await slow.close()


class _Committer:
    """Who commits: the members that change, one of each kind."""

    def __init__(self, connection: Connection, changing: list[UUID]) -> None:
        self.changing = changing
        self._changed = [False] * len(changing)
        self._connection = connection
        self._rng = np.random.default_rng(len(changing))

    async def change_with(self, watchers: list[Watcher], many: int, rounds: int) -> Seen:
        """One change after the other, while so many of them deal and the others sleep."""
        await _fall_asleep(watchers)
        dealing, seen = watchers[:many], Seen()
        await _wake(dealing)
        for changed in [True, False] * rounds:
            for place in range(len(KINDS)):
                await asyncio.sleep(self._rng.uniform(0, MOST_BETWEEN_SECONDS))
                seen.add(await self._commit(place, changed), await _seen_by(dealing, place, changed))
        return seen

    async def change_while_asleep(self, watchers: list[Watcher], seconds: float) -> Seen:
        """Counts from the waking; missed is what the first deal after it did not show."""
        seen = Seen()
        for changed in (True, False):
            await _fall_asleep(watchers)
            for place in range(len(KINDS)):
                await self._commit(place, changed)
            await asyncio.sleep(seconds)
            woken_at = time.monotonic()
            for at, shown in await _wake(watchers):
                seen.add(woken_at, [at if state == changed else None for state in shown])
        return seen

    async def commit_out_of_order(self, watchers: list[Watcher], slow: Connection) -> Seen:
        """Each kind in a transaction that began before another, whose change was seen, and commits after it."""
        seen = Seen()
        for changed in (True, False):
            for place in range(len(KINDS)):
                quick = (place + 1) % len(KINDS)
                begun = slow.transaction()
                await begun.start()
                await slow.execute(self._statement(place, changed), self.changing[place])
                for quickly in (not self._changed[quick], self._changed[quick]):
                    await self._commit(quick, quickly)
                    await _seen_by(watchers, quick, quickly)
                await asyncio.sleep(SLOW_SECONDS)
                began = time.monotonic()
                await begun.commit()
                self._changed[place] = changed
                seen.add(began, await _seen_by(watchers, place, changed))
        return seen

    async def change_after_cutting_off(self, watchers: list[Watcher]) -> Seen:
        """Postgres has ended every connection of theirs a moment before."""
        seen = Seen()
        for changed in (True, False):
            for place in range(len(KINDS)):
                await self._connection.execute(CUT)
                seen.add(await self._commit(place, changed), await _seen_by(watchers, place, changed))
        return seen

    async def _commit(self, place: int, changed: bool) -> float:
        transaction = self._connection.transaction()
        await transaction.start()
        await self._connection.execute(self._statement(place, changed), self.changing[place])
        began = time.monotonic()
        await transaction.commit()
        self._changed[place] = changed
        return began

    def _statement(self, place: int, changed: bool) -> str:
        return KINDS[place].change if changed else KINDS[place].take_back


async def _fall_asleep(watchers: list[Watcher]) -> None:
    await asyncio.gather(*(watcher.fall_asleep() for watcher in watchers))


async def _wake(watchers: list[Watcher]) -> list[tuple[float, list[bool]]]:
    return await asyncio.gather(*(watcher.wake() for watcher in watchers))


async def _seen_by(watchers: list[Watcher], place: int, changed: bool) -> list[float | None]:
    return await asyncio.gather(*(watcher.seen_at(place, changed) for watcher in watchers))
