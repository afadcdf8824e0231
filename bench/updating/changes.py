"""What one change of a member takes in an index that is mapped from its file, as every process has it."""

from collections.abc import Callable
from time import thread_time_ns
from typing import Any

import msgspec
import numpy as np

from bench.ranking.market import GOALS, SECTORS, seekers
from bench.ranking.rivals import float64_scan
from ranking import Index, Rules

DECK = 50
ELSEWHERE = 7  # sectors further: another trade, most often of another field
GOALS_GIVEN = 4

Rng = np.random.Generator
Change = Callable[[], object]


class Took(msgspec.Struct, frozen=True):
    """Microseconds of one kind of change: of the processor, so that what others do there meanwhile is left out."""

    p50_us: float
    p99_us: float


def measure_changes(index: Index, count: int, rng: Rng) -> dict[str, Took]:
    """So many of each kind, each of another member; of a small market, as many as it has members for."""
    each = min(count, len(index) // len(KINDS))
    positions = rng.permutation(len(index))[: each * len(KINDS)].reshape(len(KINDS), each).tolist()
    return {
        kind: _timed([draw(index, rng, at) for at in of_kind])
        for (kind, draw), of_kind in zip(KINDS.items(), positions, strict=True)
    }


def change_some(index: Index, count: int, rng: Rng) -> None:
    """So many changes, of every kind in turn, of members at random."""
    draws = list(KINDS.values())
    for place, at in enumerate(rng.integers(0, len(index), count).tolist()):
        draws[place % len(draws)](index, rng, at)()


def count_differing(index: Index, rules: Rules, queries: int, rng: Rng) -> int:
    """How many lists are not those of a plain float64 scan."""
    return sum(
        not np.array_equal(
            index.top(seeker, DECK, rules).positions, float64_scan(index, seeker, DECK, rules, None).positions
        )
        for seeker in seekers(rng, queries, "mentee")
    )


def _timed(changes: list[Change]) -> Took:
    took = []
    for change in changes:
        began = thread_time_ns()
        change()
        took.append(thread_time_ns() - began)
    p50, p99 = np.quantile(took, [0.5, 0.99]) / 1000
    return Took(float(p50), float(p99))


def _another_prior(index: Index, rng: Rng, at: int) -> Change:
    prior = float(rng.random())
    return lambda: index.set_prior(at, prior)


def _eligible_or_not(index: Index, rng: Rng, at: int) -> Change:
    eligible = not index.members.eligible[at]
    return lambda: index.set_eligible(at, eligible)


def _profile_that_stays(index: Index, rng: Rng, at: int) -> Change:
    goals = rng.choice(GOALS, GOALS_GIVEN, replace=False).tolist()
    profile = _profile(index, at) | {"goals": goals, "availability": int(rng.integers(1, 2**21))}
    return lambda: index.put(at, **profile)


def _profile_that_moves(index: Index, rng: Rng, at: int) -> Change:
    profile = _profile(index, at)
    profile["sectors"] = [(profile["sectors"][0] + ELSEWHERE) % SECTORS]
    return lambda: index.put(at, **profile)


def _newcomer(index: Index, rng: Rng, at: int) -> Change:
    profile = _profile(index, at) | {"rank": len(index) + int(rng.integers(2**40))}
    return lambda: index.put(None, **profile)


KINDS: dict[str, Callable[[Index, Rng, int], Change]] = {
    "set_prior": _another_prior,
    "set_eligible": _eligible_or_not,
    "put_stays": _profile_that_stays,
    "put_moves": _profile_that_moves,
    "put_newcomer": _newcomer,
}


def _profile(index: Index, at: int) -> dict[str, Any]:
    """The card there, as `put` takes it."""
    card = index.members.card(at)
    return {
        "sectors": (card.sectors[card.sectors > 0] - 1).tolist(),
        "goals": (card.goals[card.goals > 0] - 1).tolist(),
        "xyz": card.xyz,
        "modalities": int(card.modalities),
        "languages": int(card.languages),
        "availability": int(card.availability),
        "prior": float(card.priors),
        "rank": int(card.ranks),
        "eligible": bool(card.eligible),
    }
