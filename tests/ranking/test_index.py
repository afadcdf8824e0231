"""What an index must not get wrong, and that it would be noticed."""

import numpy as np
import pytest

from ranking import Index, Ranked
from tests.ranking.markets import cards_of, drawn_seekers, rows, usual_rules
from tests.ranking.oracle import full_scan
from tests.ranking.test_exactness import assert_same

pytestmark = pytest.mark.usefixtures("laid_out")

RULES = usual_rules()


def test_the_comparison_rejects_bounds_that_are_too_low() -> None:
    rng = np.random.default_rng(5)
    cards = cards_of(rng, 3_000)
    index = Index.build(cards)
    index.arrays["largest_codes"] //= 2
    index.arrays["radii"][:] = 0
    if not index.arrays["radii"].size:
        return
    lists = [
        (index.top(seeker, 30, RULES), full_scan(seeker, cards, None, 30, RULES)) for seeker in drawn_seekers(rng, 9)
    ]
    with pytest.raises(AssertionError):
        assert_all_same(lists)


def assert_all_same(lists: list[tuple[Ranked, Ranked]]) -> None:
    for found, wanted in lists:
        assert_same(found, wanted)


def test_a_thousand_seen_ones_are_left_out_wherever_they_are() -> None:
    rng = np.random.default_rng(8)
    cards = cards_of(rng, 4_000)
    index = Index.build(cards)
    for seeker in drawn_seekers(rng, 8):
        best = index.top(seeker, 1_000, RULES).positions
        seen = np.concatenate([best, best, rng.integers(0, 4_000, 500)])
        found = index.top(seeker, 30, RULES, exclude=seen)
        assert_same(found, full_scan(seeker, cards, None, 30, RULES, exclude=seen))


def test_a_card_without_a_sector_is_found_too() -> None:
    rng = np.random.default_rng(9)
    cards = rows(cards_of(rng, 200), np.arange(200), sectors=np.full((200, 3), -1, np.int16))
    for seeker in drawn_seekers(rng, 4):
        found = Index.build(cards).top(seeker, 30, RULES)
        assert len(found.positions)
        assert_same(found, full_scan(seeker, cards, None, 30, RULES))
