"""What dealing does to the whole market: `python -m bench.market [--seeds N] [--json] [--plot FILE.svg]`."""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.markets.figures import Figures, Lived, table
from bench.markets.live import Outcome, live_through
from bench.markets.plot import plot
from bench.markets.policies import Policy, policies
from bench.markets.shapes import SHAPES, measure_shape
from bench.markets.town import Market, draw_town
from ranking.weights import Weights

SEEDS = 5

# Where a draw is expected, the parts of ours are not told apart.
COMPARED_EVERYWHERE = ("own_taste", "reciprocal", "ours_exploring")

# The first is what the bar is about. How rarely mentors accept is what no design fixes, and what decides: the
# second is the same market with mentors who accept every other request that fits as usual.
MARKETS = (
    Market("choosy", "mentors who mean to accept one request in twenty of a usual fit", 0.05),
    Market("willing", "mentors who mean to accept every other one: all seats are taken, a draw is expected", 0.5),
    Market("plentiful", "few mentees, seats are plentiful: a draw is expected", 0.5, mentees=1_500),
)


def main() -> None:
    arguments = _arguments()
    if arguments.seeds < 2:
        sys.exit("An interval needs at least two seeds.")
    told = sys.stderr if arguments.json else sys.stdout
    chosen = [market for market in MARKETS if market.name in (arguments.markets or [market.name])]
    shapes = [measure_shape(shape) for shape in SHAPES]
    lives = []
    for market in chosen:
        print(f"{market.words} …", file=told, flush=True)
        ways = policies(arguments.exploration_share)
        compared = ways if market is MARKETS[0] else tuple(way for way in ways if way.name in COMPARED_EVERYWHERE)
        lives.append(live_in(market, range(1, arguments.seeds + 1), compared))
    figures = Figures(shapes, lives)
    if arguments.plot:
        arguments.plot.write_text(plot(figures), "utf-8")
    print(json.dumps(figures.keys(), indent=2) if arguments.json else table(figures))
    sys.exit(1 if figures.above_capacity else 0)


def live_in(market: Market, seeds: Iterable[int], ways: Sequence[Policy]) -> Lived:
    """The same towns under every policy."""
    outcomes: dict[str, list[Outcome]] = {way.name: [] for way in ways}
    for seed in seeds:
        town = draw_town(market, seed)
        for way in ways:
            outcomes[way.name].append(live_through(market, town, way, seed))
    return Lived(market, {way.name: way.words for way in ways}, outcomes)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.market", description="Measures what dealing does.")
    parser.add_argument("--json", action="store_true", help="only JSON on standard output")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="towns of each live market (default 5)")
    parser.add_argument("--plot", type=Path, help="also draw the figures into this SVG file")
    parser.add_argument("--markets", nargs="+", choices=[market.name for market in MARKETS], help="only these")
    parser.add_argument(
        "--exploration-share", type=float, default=Weights().exploration_share, help="of a deck's places"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
