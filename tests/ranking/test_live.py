"""An index that was changed, in whatever order, answers as one that was built this moment."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ranking import Index
from tests.ranking.markets import SPREADS, Market, Spread, cards_of, drawn_seekers, markets, points, usual_rules
from tests.ranking.mirror import CHANGES, NAMES, Mirror, put
from tests.ranking.oracle import full_scan
from tests.ranking.test_exactness import assert_same

pytestmark = pytest.mark.usefixtures("laid_out")

RULES = usual_rules()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(markets(sizes=(0, 1, 7, 200)), st.lists(st.sampled_from(CHANGES), max_size=30), st.sampled_from(SPREADS))
def test_changes_in_any_order_give_what_a_new_index_would(market: Market, changes: list[str], spread: Spread) -> None:
    m = market
    mirror = Mirror(m.cards, np.random.default_rng(len(changes)))
    for change in changes:
        # What was made ready for this question must follow the changes after it.
        mirror.index.top(m.seeker, m.k, m.rules)
        mirror.change(change, spread)
    cards, exclude = mirror.cards(), None if m.exclude is None else m.exclude[: len(m.cards)]
    exclude = exclude if len(m.cards) else None
    found = mirror.index.top(m.seeker, m.k, m.rules, exclude=exclude)
    assert_same(found, full_scan(m.seeker, cards, mirror.eligible, m.k, m.rules, exclude=exclude))
    built = Index.build(cards, mirror.eligible)
    assert_same(found, built.top(m.seeker, m.k, m.rules, exclude=exclude))


def test_thousands_of_changes_leave_no_block_wrong() -> None:
    rng = np.random.default_rng(77)
    mirror, asking = Mirror(cards_of(rng, 3_000), rng), drawn_seekers(rng, 20)
    for number, change in enumerate(rng.choice(CHANGES, 3_000, p=[0.2, 0.2, 0.25, 0.2, 0.01, 0.14])):
        mirror.change(change, SPREADS[number % len(SPREADS)])
        if number % 10 == 0:
            mirror.index.top(asking[number // 10 % len(asking)], 30, RULES)
    cards = mirror.cards()
    for seeker in asking:
        found = mirror.index.top(seeker, 30, RULES)
        assert_same(found, full_scan(seeker, cards, mirror.eligible, 30, RULES))


def test_many_newcomers_ask_for_a_rebuild() -> None:
    rng = np.random.default_rng(3)
    index = Index.build(cards_of(rng, 10))
    row = {name: getattr(cards_of(rng, 1), name)[0] for name in NAMES}
    asked = []
    for rank in range(4_200):
        put(index, None, row | {"ranks": 100 + rank}, True)
        asked.append(index.wants_rebuild)
    assert len(index) == 4_210
    assert not asked[0]
    if index.arrays["block_sectors"].size:
        assert asked[-1]


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("xyz", [np.nan, 0, 1], "unit vector"),
        ("xyz", [1, 1, 0], "unit vector"),
        ("xyz", [1, 0], "unit vector"),
        ("sectors", [1, 2, 3, 4], "up to 3 sectors"),
        ("sectors", [-2], "sectors are from 0"),
        ("goals", [1, 2, 3, 4, 5, 6], "up to 5 goals"),
        ("goals", [64], "goals are from 0 to 63"),
        ("goals", [1, 1], "goals differ"),
        ("modalities", 4, "two bits"),
        ("languages", 2**32, "32 bits"),
        ("availability", -1, "21 bits"),
        ("prior", np.nan, "prior lies between 0 and 1"),
        ("prior", np.inf, "prior lies between 0 and 1"),
        ("rank", 2**63, "rank is 64 bits"),
    ],
)
def test_a_card_out_of_range_is_refused_and_nothing_changes(column: str, value: Any, sentence: str) -> None:
    index = Index.build(cards_of(np.random.default_rng(3), 300))
    before = {name: array.tobytes() for name, array in index.arrays.items()}
    good: dict[str, Any] = {"sectors": [1], "goals": [2, 3], "xyz": points(np.random.default_rng(3), 1, "a county")[0]}
    good |= {"modalities": 3, "languages": 1, "availability": 0, "prior": 0.5, "rank": 9_999, "eligible": True}
    for position in (None, 7):
        with pytest.raises(ValueError, match=sentence):
            index.put(position, **good | {column: value})
    assert {name: array.tobytes() for name, array in index.arrays.items()} == before


def test_positions_and_priors_that_are_none_are_refused() -> None:
    index = Index.build(cards_of(np.random.default_rng(3), 30))
    for position in (-1, 30):
        with pytest.raises(ValueError, match="no position"):
            index.set_prior(position, 0.5)
        with pytest.raises(ValueError, match="no position"):
            index.set_eligible(position, True)
    for prior in (np.nan, -0.1, 1.1, np.inf):
        with pytest.raises(ValueError, match="between 0 and 1"):
            index.set_prior(3, prior)
        with pytest.raises(ValueError, match="between 0 and 1"):
            index.set_priors(np.full(30, prior))
    with pytest.raises(ValueError, match="priors must be float64"):
        index.set_priors(np.zeros(29))
