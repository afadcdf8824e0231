"""One market, measured."""

import gc
import math
import tempfile
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec
import numpy as np

from bench.ranking import lists, mapped, rivals, sql
from bench.ranking.market import mentors, seekers, usual_rules
from ranking import Cards, Index, Rules, Seeker

DECK = 50
SLOW_QUERIES = 20
# A shared machine is slow for seconds at a time: enough rounds that each way meets it at its best.
ROUNDS = 8
LEAST_SECONDS = 6.0
MOST_IN_SQL = 2_000_000
LEAST_TOLD_APART = 1e-12

Tell = Callable[[str], None]


class Figures(msgspec.Struct):
    """Times in milliseconds, the median of all queries; None for what was not run."""

    mentors: int
    ours_ms: float
    p95_ms: float
    mentors_ms: float
    naive_ms: float
    plain_ms: float
    floor_ms: float
    extra_mib: float
    bytes_per_card: float
    build_s: float
    queries: int
    sql_ms: float | None = None
    sql_differing: int | None = None
    decks_per_s: float | None = None
    differing: int | None = None
    lists: int = 0

    def keys(self) -> dict[str, Any]:
        """The figures by name, as `--json` prints them; ratios are theirs to ours."""
        return {
            "ratio_naive": round(self.naive_ms / self.ours_ms, 1),
            "ratio_plain_scan": round(self.plain_ms / self.ours_ms, 1),
            "ratio_sql": None if self.sql_ms is None else round(self.sql_ms / self.ours_ms, 1),
            "ratio_floor": round(self.floor_ms / self.ours_ms, 2),
            "p50_ms": round(self.ours_ms, 3),
            "p95_ms": round(self.p95_ms, 3),
            "decks_per_s_two_processes": None if self.decks_per_s is None else round(self.decks_per_s),
            "extra_mib": round(self.extra_mib, 2),
            "lists_differing": self.differing,
            "queries": self.lists,
        }


def measure(count: int, queries: int, tell: Tell, *, with_sql: bool = True) -> tuple[Figures, Index, Rules]:
    """Each way in turn, over the same questions."""
    tell(f"{count:,} mentors …")
    rng, rules = np.random.default_rng(count), usual_rules()
    cards = mentors(rng, count)
    began = perf_counter()
    index = Index.build(cards)
    build_s = perf_counter() - began
    asking, helping = (seekers(rng, queries, role) for role in ("mentee", "mentor"))
    some = asking[:: max(1, len(asking) // SLOW_QUERIES)]
    ours, of_mentors, naive, plain = _took_in_turn(
        (lambda seeker: index.top(seeker, DECK, rules), asking),
        (lambda seeker: index.top(seeker, DECK, rules), helping),
        (rivals.naive(cards, rules, DECK), some),
        (rivals.plain(index, rules, DECK), some),
    )
    figures = Figures(
        mentors=count,
        ours_ms=float(np.median(ours)),
        p95_ms=float(np.quantile(ours, 0.95)),
        mentors_ms=float(np.median(of_mentors)),
        naive_ms=float(np.median(naive)),
        plain_ms=float(np.median(plain)),
        floor_ms=_floor(index),
        extra_mib=_extra_mib(index, asking, rules),
        bytes_per_card=sum(array.nbytes for array in index.arrays.values()) / count,
        build_s=build_s,
        queries=queries,
    )
    if with_sql and count <= MOST_IN_SQL:
        tell("Postgres …")
        figures.sql_ms, figures.sql_differing = _in_sql(cards, index, some, rules)
    return figures, index, rules


def deal_together(index: Index, seconds: float = 3.0) -> float:
    """Decks per second of two processes on one mapped file."""
    with tempfile.TemporaryDirectory(prefix="tandem-bench-") as folder:
        return mapped.decks_per_s(mapped.write(index, Path(folder)), 2, seconds)


def count_differing(index: Index, count: int, rules: Rules) -> int:
    return lists.differing(index, count, rules, np.random.default_rng(count))


def _took_in_turn(*ways: tuple[Callable[[Seeker], object], Sequence[Seeker]]) -> list[list[float]]:
    """Of each way, the milliseconds of each question, the best of many rounds in which all ways take their turn."""
    took = [[math.inf] * len(asking) for _, asking in ways]
    began, rounds = perf_counter(), 0
    gc.disable()
    while rounds < ROUNDS or perf_counter() - began < LEAST_SECONDS:
        for (deal, asking), best in zip(ways, took, strict=True):
            for at, seeker in enumerate(asking):
                started = perf_counter()
                deal(seeker)
                best[at] = min(best[at], (perf_counter() - started) * 1000)
        rounds += 1
    gc.enable()
    return took


def _floor(index: Index) -> float:
    read, took = rivals.reading_once(index), []
    for _ in range(10):
        began = perf_counter()
        read()
        took.append((perf_counter() - began) * 1000)
    return min(took)


def _extra_mib(index: Index, asking: Sequence[Seeker], rules: Rules) -> float:
    """The most that any of these needed beside the index."""
    most = 0.0
    tracemalloc.start()
    for seeker in asking:
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        index.top(seeker, DECK, rules)
        most = max(most, tracemalloc.get_traced_memory()[1] - before)
    tracemalloc.stop()
    return most / 2**20


def _in_sql(cards: Cards, index: Index, asking: Sequence[Seeker], rules: Rules) -> tuple[float, int]:
    with sql.table_of(cards) as url:
        answers = sql.answers(url, asking, DECK, rules)
    ours = [index.top(seeker, DECK, rules) for seeker in asking]
    differing = sum(
        answer.ids != deck.positions.tolist() and not np.allclose(answer.scores, deck.scores, 0, LEAST_TOLD_APART)
        for answer, deck in zip(answers, ours, strict=True)
    )
    return float(np.median([answer.seconds for answer in answers])) * 1000, differing
