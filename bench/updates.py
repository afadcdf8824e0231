"""Measures how the market is kept up: `python -m bench.updates [--mentors N] [--large N] [--json]`."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import uvloop

from app.decks.census import SNAPSHOT, read_sides, write_census
from app.embedded import Postgres
from app.migrations import migrate
from app.settings import Settings
from bench.ranking.market import usual_rules
from bench.updating.census import Counted, measure_census, people_town
from bench.updating.changes import count_differing, measure_changes
from bench.updating.figures import Figures, table
from bench.updating.files import measure_file
from bench.updating.memory import measure_memory
from bench.updating.visibility import Visibility, measure_visibility

LISTS = 20

Tell = Callable[[str], None]


def main() -> None:
    arguments = _arguments()
    told = sys.stderr if arguments.json else sys.stdout
    with tempfile.TemporaryDirectory(prefix="tandem-updates-") as folder:
        figures = _measure(arguments, Path(folder), lambda line: print(line, file=told, flush=True))
    print(json.dumps(figures.keys(), indent=2) if arguments.json else table(figures))
    sys.exit(1 if figures.missed or figures.lists_differing else 0)


def _measure(arguments: argparse.Namespace, folder: Path, tell: Tell) -> Figures:
    rng = np.random.default_rng(arguments.mentors)
    path = folder / SNAPSHOT
    tell(f"a market of {arguments.mentors:,} …")
    files = [measure_file(path, arguments.mentors)]
    tell("memory of two processes …")
    memory = measure_memory(path, arguments.queries, arguments.changes)
    tell("changes …")
    index = read_sides(path).mentors.index
    changes = measure_changes(index, arguments.changes, rng)
    differing = count_differing(index, usual_rules(), LISTS, rng)
    del index
    if arguments.large:
        tell(f"a market of {arguments.large:,} …")
        files.append(measure_file(path, arguments.large))
    path.unlink()
    with Postgres(folder / "postgres") as postgres:
        visibility, census = uvloop.run(_measure_live(arguments, postgres.url, folder, tell))
    return Figures(changes, LISTS, differing, memory, files, visibility, census)


async def _measure_live(
    arguments: argparse.Namespace, url: str, folder: Path, tell: Tell
) -> tuple[Visibility, Counted]:
    await migrate(url)
    await people_town(url, arguments.members)
    await write_census(Settings(database_url=url, folder=folder), lambda read, of: None)
    tell("changes committed while processes deal …")
    visibility = await measure_visibility(
        url, folder / SNAPSHOT, arguments.processes, arguments.rounds, arguments.asleep
    )
    tell(f"a census of {arguments.census:,} …")
    await people_town(url, arguments.census)
    return visibility, await measure_census(url)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.updates", description="Measures changes of the market.")
    parser.add_argument("--json", action="store_true", help="only JSON on standard output")
    parser.add_argument("--mentors", type=int, default=1_000_000, help="in the market (default 1000000)")
    parser.add_argument("--large", type=int, default=0, help="mentors of a second file (10000000: minutes)")
    parser.add_argument("--changes", type=int, default=4_000, help="of each kind that are timed (default 4000)")
    parser.add_argument("--queries", type=int, default=4_000, help="before memory is looked at (default 4000)")
    parser.add_argument("--members", type=int, default=4_000, help="whose changes are waited for (default 4000)")
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2, 4], help="that deal (default 1 2 4)")
    parser.add_argument("--rounds", type=int, default=10, help="of every kind of change (default 10)")
    parser.add_argument("--asleep", type=float, default=5.0, help="seconds that a process sleeps (default 5)")
    parser.add_argument("--census", type=int, default=50_000, help="members that are counted (default 50000)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
