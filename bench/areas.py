"""Measures how areas are found as somebody types: `python -m bench.areas [--json]`.

Every beginning of one and two letters, and some that many names share, beside a plain scan of all the names. Processor
milliseconds, the least of five calls each.
"""

import argparse
import json
import time
from collections.abc import Callable
from functools import partial
from itertools import product
from string import ascii_lowercase

from app.areas.atlas import Atlas, load_atlas
from app.areas.model import Area
from app.spelling import plain_words

ROUNDS = 5
PAGE = 50
TYPED = ["", "st", "sainte", "saint m", "1", "13", *ascii_lowercase, *map("".join, product(ascii_lowercase, repeat=2))]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.areas", description="Measures how areas are found.")
    parser.add_argument("--json", action="store_true", help="only JSON on standard output")
    figures = measure(load_atlas())
    if parser.parse_args().json:
        print(json.dumps(figures, indent=2))
        return
    for name, figure in figures.items():
        print(f"{name:24} {figure}")


def measure(atlas: Atlas) -> dict[str, float | str]:
    took = {typed: least_ms(partial(atlas.find, typed, PAGE)) for typed in TYPED}
    worst = max(took, key=lambda typed: took[typed])
    names = [(" ".join(plain_words(area.name)), area) for area in atlas.find("", len(atlas))]
    scan_ms = least_ms(partial(scan, names, worst))
    return {
        "find_worst_ms": round(took[worst], 3),
        "find_worst_typed": worst,
        "find_median_ms": round(sorted(took.values())[len(took) // 2], 3),
        "scan_ms": round(scan_ms, 3),
        "scan_vs_find_worst": round(scan_ms / took[worst], 1),
    }


def scan(names: list[tuple[str, Area]], typed: str) -> list[Area]:
    """What a plain program would do: every name, looked at from its beginning; they are in order of population."""
    return [area for name, area in names if name.startswith(typed)][:PAGE]


def least_ms(find: Callable[[], object]) -> float:
    return min(_ms(find) for _ in range(ROUNDS))


def _ms(find: Callable[[], object]) -> float:
    began = time.process_time()
    find()
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    main()
