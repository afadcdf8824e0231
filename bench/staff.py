"""Measures what staff read: `python -m bench.staff [--json] [--members N] [--swipes N]`.

Fills a database as a few years would leave it, then reads every page under /v1/staff, one call after the other: for
the whole network, a large structure and a small one, from the first page and from far down, with the usual filters.
"""

import argparse
import asyncio
import gc
import itertools
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg
import httpx

from app.asgi import DEMO_KEY
from app.auth.demo import DemoSigner
from app.db import Database
from app.figures import service as figures
from bench.load import drive
from bench.measures import STATEMENTS
from bench.staffing.callers import callers
from bench.staffing.fill import Connection, fill
from bench.staffing.pages import Page, pages
from bench.staffing.routes import routes
from bench.staffing.timings import Timing, keys, table
from bench.stage import Stage, set_up

WARM_CALLS = 3
# As docs/operators.md advises for as many members.
MEMORY = "512MB"
LONGEST_SECONDS = 60.0

Tell = Callable[[str], None]


def main() -> None:
    arguments = _arguments()
    told = sys.stderr if arguments.json else sys.stdout
    routes()  # a page that nobody listed stops the bench before it begins
    with tempfile.TemporaryDirectory(prefix="tandem-staff-") as folder, set_up(Path(folder), MEMORY) as stage:
        timings, complaints = asyncio.run(measure(stage, arguments, lambda line: print(line, file=told, flush=True)))
    figures = {"members": arguments.members, "swipes": arguments.swipes} | keys(timings) | {"errors": len(complaints)}
    print(table(timings), file=told)
    print("\n".join(complaints), file=sys.stderr)
    print(json.dumps(figures, indent=2))
    sys.exit(1 if complaints else 0)


async def measure(stage: Stage, arguments: argparse.Namespace, tell: Tell) -> tuple[list[Timing], list[str]]:
    """Each page's timing, and what was wrong with answers."""
    connection = await asyncpg.connect(stage.database_url)
    gc.freeze()  # garbage is collected before each page: not what was there from the start
    try:
        tell(f"{arguments.members} members, {arguments.swipes} swipes …")
        await fill(connection, arguments.members, arguments.swipes, tell)
        tell(f"{'figures':14} {await _compute_figures(stage):6.1f} s")
        timings: list[Timing] = []
        complaints: list[str] = []
        who = await callers(connection, DemoSigner(stage.folder / DEMO_KEY), arguments.scopes)
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{stage.server.port}", timeout=LONGEST_SECONDS
        ) as client:
            called = [route for route in routes() if not arguments.only or route.operation in arguments.only.split(",")]
            async for page in pages(client, connection, called, who):
                timing, wrong = await _time(stage, connection, page, arguments.calls)
                timings.append(timing)
                complaints += wrong
    finally:
        await connection.close()
    return timings, complaints


async def _compute_figures(stage: Stage) -> float:
    """As the worker does once a month; the seconds that it took."""
    db = Database(stage.database_url, 1)
    await db.open()
    began = time.perf_counter()
    await figures.compute(db)
    await db.close()
    return time.perf_counter() - began


async def _time(stage: Stage, connection: Connection, page: Page, many: int) -> tuple[Timing, list[str]]:
    calls = itertools.cycle(page.calls)
    port = stage.server.port
    warm = await drive(port, itertools.islice(calls, min(WARM_CALLS, many)), 1, LONGEST_SECONDS)
    await connection.execute("select pg_stat_statements_reset()")
    run = await drive(port, itertools.islice(calls, many), 1, LONGEST_SECONDS)
    statements = int(await connection.fetchval(STATEMENTS)) / len(run.took)
    return Timing(page.operation, page.kind, page.words, run.took, statements), [*warm.complaints, *run.complaints]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.staff", description="Measures what staff read.")
    parser.add_argument("--json", action="store_true", help="only JSON on standard output")
    parser.add_argument("--members", type=int, default=200_000, help="in the database (default 200000)")
    parser.add_argument("--swipes", type=int, default=1_000_000, help="that they made (default 1000000)")
    parser.add_argument("--calls", type=int, default=30, help="of each page (default 30)")
    parser.add_argument("--scopes", type=int, default=3, help="of network, structure, antenna (default 3)")
    parser.add_argument("--only", default="", help="these operations, with commas (default all)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
