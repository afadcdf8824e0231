"""Measures the service over HTTP: `python -m bench.api [--json] [--seconds N]`; docs/bench.md says what it prints."""

import argparse
import json
import sys

import uvloop

from bench.figures import Figures, table
from bench.measures import Sizes, measure
from bench.scratch import scratch
from bench.stage import set_up

MEASURED_SECONDS = 3.0


def main() -> None:
    arguments = _arguments()
    told = sys.stderr if arguments.json else sys.stdout
    sizes = Sizes(arguments.mentors, arguments.many_mentors, arguments.rounds, arguments.seconds)
    with scratch(arguments.disk) as (folder, files), set_up(folder) as stage:
        print(f"{stage.pinned}; Postgres's files in {files}; rounds of {sizes.seconds:g} s", file=told, flush=True)
        figures = uvloop.run(measure(stage, sizes, lambda line: print(line, file=told, flush=True)))
    print(json.dumps(figures.keys() | {"files": files}, indent=2) if arguments.json else table(figures))
    sys.exit(_verdict(figures))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.api", description="Measures the service over HTTP.")
    parser.add_argument("--json", action="store_true", help="only JSON on standard output")
    parser.add_argument("--seconds", type=float, default=MEASURED_SECONDS, help="of each round (default 3)")
    parser.add_argument("--rounds", type=int, default=4, help="of each that is compared, in turn (default 4)")
    parser.add_argument("--mentors", type=int, default=1_000, help="in the smaller market (default 1000)")
    parser.add_argument("--many-mentors", type=int, default=20_000, help="in the larger market (default 20000)")
    parser.add_argument("--disk", action="store_true", help="Postgres's files on the disk, even if memory has room")
    return parser.parse_args()


def _verdict(figures: Figures) -> int:
    for complaint in figures.complaints:
        print(complaint, file=sys.stderr)
    return 1 if figures.errors else 0


if __name__ == "__main__":
    main()
