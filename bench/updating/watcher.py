"""A process that deals new decks without end, and says when a change was in them.

`python -m bench.updating.watcher DATABASE_URL SNAPSHOT ID …` prints a line [time, changed …] whenever that differs
from the line before. "hold" puts the whole process to sleep, "go" wakes it and has it tell of its first deal.
"""

import asyncio
import json
import os
import select
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import structlog
import uvloop

from app.db import Database
from app.decks.market import Market
from app.decks.service import DEALT
from app.errors import DependencyDown
from bench.updating.kinds import onlookers
from ranking import Seeker

CONNECTIONS = 2
WITHOUT_POSTGRES_SECONDS = 0.01


def main(arguments: Sequence[str]) -> None:
    url, path, *changing = arguments
    # Standard output is for what the decks showed.
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger("warning"),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    uvloop.run(_watch(url, Path(path), [UUID(member_id) for member_id in changing]))


async def _watch(url: str, path: Path, changing: list[UUID]) -> None:
    db = Database(url, CONNECTIONS)
    await db.open()
    market = Market(path, url)
    tending = asyncio.create_task(market.tend(db))
    looking = list(zip(onlookers(), changing, strict=True))
    told: list[bool] = []
    while (order := _order()) != "end":
        if order == "hold":
            _sleep()
            told = []
        try:
            changed = await _deal(db, market, looking)
        except DependencyDown:
            await asyncio.sleep(WITHOUT_POSTGRES_SECONDS)
            continue
        if changed != told:
            told = changed
            print(json.dumps([time.monotonic(), changed]), flush=True)
        await asyncio.sleep(0)
    tending.cancel()
    with suppress(asyncio.CancelledError):
        await tending
    await db.close()


def _order() -> str:
    if not select.select([sys.stdin], [], [], 0)[0]:
        return ""
    return os.read(sys.stdin.fileno(), 100).decode().strip() or "end"


def _sleep() -> None:
    print(json.dumps("held"), flush=True)
    os.read(sys.stdin.fileno(), 100)


async def _deal(db: Database, market: Market, looking: list[tuple[Seeker, UUID]]) -> list[bool]:
    """Of each kind, whether the deck shows the change."""
    await market.keep_up(db)
    side = market.facing("mentee")
    dealt = [(side.deal(seeker, [], DEALT, market.rng).positions[0], member_id) for seeker, member_id in looking]
    return [side.directory.id_at(int(first)) != member_id for first, member_id in dealt]


if __name__ == "__main__":
    main(sys.argv[1:])
