"""How fast the scan is beside plain ones: python -m tests.ranking.speed [cards …]. Nothing is asserted."""

import sys
from collections.abc import Callable
from time import perf_counter

import numpy as np

from ranking import Cards, Role, Rules, Seeker, top
from ranking.scan import in_order
from tests.ranking.markets import ROLES, cards_of, points, usual_rules
from tests.ranking.oracle import full_scan

SEEKERS = 60
DECK = 50
Deal = Callable[[Seeker, Cards, None, int, Rules], object]


def compare(n: int, role: Role) -> str:
    rng = np.random.default_rng(n)
    cards, rules = cards_of(rng, n), usual_rules()
    seekers = [
        Seeker(
            role,
            sectors=rng.permutation(30)[:2].tolist(),
            goals=rng.permutation(20)[:4].tolist(),
            xyz=points(rng, 1, "a county")[0],
            modalities=3,
            languages=1,
            availability=int(rng.integers(1, 2**21)),
        )
        for _ in range(SEEKERS)
    ]
    ours, plain, oracle = (median_ms(deal, seekers, cards, rules) for deal in (top, without_sieve, full_scan))
    return (
        f"{n:>8,} cards, for a {role}: {ours:.3f} ms; all in float64 {plain:.3f} ms, {plain / ours:.1f} ×; "
        f"the tests' oracle {oracle:.3f} ms, {oracle / ours:.1f} ×\n"
    )


def median_ms(deal: Deal, seekers: list[Seeker], cards: Cards, rules: Rules) -> float:
    times = []
    for seeker in seekers * 3:
        begun = perf_counter()
        deal(seeker, cards, None, DECK, rules)
        times.append(perf_counter() - begun)
    return float(np.median(times[SEEKERS:])) * 1e3


def without_sieve(seeker: Seeker, cards: Cards, eligible: None, k: int, rules: Rules) -> object:
    """The final stage for every card: as quick as plain numpy gets without leaving any out."""
    allowed = (cards.modalities & seeker.modalities != 0) & (cards.languages & np.uint32(seeker.languages) != 0)
    return in_order(seeker, cards, np.flatnonzero(allowed), k, rules)


if __name__ == "__main__":
    for size in [int(word) for word in sys.argv[1:]] or [1_000, 10_000, 20_000]:
        for asking in ROLES:
            sys.stdout.write(compare(size, asking))
