"""Measures the ranking: `python -m bench.ranking [--mentors N] [--queries N] [--json] [--plot FILE]`."""

import argparse
import json
import sys
from pathlib import Path

from bench.ranking.drawing import draw
from bench.ranking.measures import Figures, count_differing, deal_together, measure
from bench.ranking.rivals import has_faiss
from bench.ranking.words import table

PLOTTED = (10_000, 100_000, 1_000_000)
SMALL_MARKET = 10_000


def main() -> None:
    arguments = _arguments()
    told = sys.stderr if arguments.json else sys.stdout

    def tell(line: str) -> None:
        print(line, file=told, flush=True)

    sizes = {SMALL_MARKET, *(PLOTTED if arguments.plot else ()), arguments.mentors}
    measured: list[Figures] = []
    for size in sorted(sizes - {arguments.mentors}):
        measured.append(measure(size, arguments.queries, tell, with_sql=bool(arguments.plot))[0])
    figures, index, rules = measure(arguments.mentors, arguments.queries, tell)
    tell("two processes …")
    figures.decks_per_s = deal_together(index)
    tell(f"{arguments.lists:,} lists beside those of a plain float64 scan …")
    figures.lists, figures.differing = arguments.lists, count_differing(index, arguments.lists, rules)
    measured.append(figures)
    if not has_faiss():
        tell("faiss is not installed: left out")
    if arguments.plot:
        arguments.plot.parent.mkdir(parents=True, exist_ok=True)
        arguments.plot.write_text(draw(measured))
    print(json.dumps(figures.keys(), indent=2) if arguments.json else table(measured))
    sys.exit(1 if figures.differing or figures.sql_differing else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.ranking", description="Measures the ranking.")
    parser.add_argument("--json", action="store_true", help="only JSON on standard output")
    parser.add_argument("--mentors", type=int, default=1_000_000, help="in the market (default 1000000)")
    parser.add_argument("--queries", type=int, default=300, help="that are timed (default 300)")
    parser.add_argument("--lists", type=int, default=10_000, help="that are compared to the last bit (default 10000)")
    parser.add_argument("--plot", type=Path, help="where to draw the figures, as SVG")
    return parser.parse_args()


if __name__ == "__main__":
    main()
