"""The list is the one a plain float64 scan gives, in every market."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from ranking import Ranked, Role, Seeker
from ranking.lens import Lens
from ranking.rows import Rows
from tests.ranking.markets import ROLES, SPREADS, Market, Spread, cards_of, markets, points, rows, top, usual_rules
from tests.ranking.oracle import best_first_in_float32, full_scan

pytestmark = pytest.mark.usefixtures("laid_out")

NO_ROUNDING_BEYOND = 1.2e-6


def assert_same(found: Ranked, wanted: Ranked) -> None:
    assert found.positions.tolist() == wanted.positions.tolist()
    assert found.scores.tolist() == wanted.scores.tolist()
    assert found.fits.tolist() == wanted.fits.tolist()
    assert found.terms.tolist() == wanted.terms.tolist()


def run(market: Market) -> Ranked:
    m = market
    return top(m.seeker, m.cards, m.eligible, m.k, m.rules, exclude=m.exclude)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(markets())
def test_every_list_is_that_of_the_full_scan(market: Market) -> None:
    m = market
    assert_same(run(m), full_scan(m.seeker, m.cards, m.eligible, m.k, m.rules, exclude=m.exclude))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(markets(sizes=(1, 400)))
def test_what_is_known_is_never_further_off_than_was_proved(market: Market) -> None:
    m = market
    n = len(m.cards)
    cards = rows(m.cards, np.arange(n), languages=np.ones(n, np.uint32))
    seeker = replace(m.seeker, languages=1, modalities=m.seeker.modalities or 3)
    exact = full_scan(seeker, cards, None, n, m.rules)
    known = Lens(seeker, m.rules).known(Rows.of_cards(cards, np.ones(n, bool), n))[exact.positions]
    weights = m.rules.weights
    off = np.abs(known - (weights.sector * exact.terms[:, 0] + weights.goals * exact.terms[:, 1]))
    assert (off <= NO_ROUNDING_BEYOND).all()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(markets(sizes=(900,)))
def test_worths_a_hair_apart_are_told_apart(market: Market) -> None:
    seeker = replace(market.seeker, languages=1, modalities=3)
    cards = rows(market.cards, np.arange(900), languages=np.ones(900, np.uint32))
    exact = full_scan(seeker, cards, None, 900, market.rules)
    fits = np.zeros(900)
    fits[exact.positions] = exact.fits
    hairs = 1e-7 * np.random.default_rng(7).random(900)
    level = rows(cards, np.arange(900), priors=0.3 / np.maximum(fits, 0.3) * (1 - hairs))
    assert_same(top(seeker, level, None, 30, market.rules), full_scan(seeker, level, None, 30, market.rules))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("spread", SPREADS)
def test_a_market_of_several_chunks_is_scanned_as_exactly(role: Role, spread: Spread) -> None:
    rng = np.random.default_rng(2019)
    cards = cards_of(rng, 40_001, spread=spread, priors="few values")
    seeker = Seeker(role, [1, 7], [3, 5, 1], points(rng, 1, "a county")[0], 3, 1, 0b1010101)
    rules = usual_rules()
    assert_same(top(seeker, cards, None, 50, rules), full_scan(seeker, cards, None, 50, rules))


def test_the_comparison_rejects_a_scan_that_stays_in_float32() -> None:
    rng = np.random.default_rng(1)
    cards = cards_of(rng, 2000, spread="few areas", priors="nearly equal")
    seeker = Seeker("mentee", [1], [3, 5], points(rng, 1, "few areas")[0], 3, 1)
    rules = usual_rules()
    right = full_scan(seeker, cards, None, 50, rules)
    assert_same(top(seeker, cards, None, 50, rules), right)
    with pytest.raises(AssertionError):
        assert_same(full_scan(seeker, cards, None, 50, rules, sort=best_first_in_float32), right)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(markets())
def test_the_order_of_the_cards_changes_nothing(market: Market) -> None:
    m = market
    n = len(m.cards)
    moved = np.random.default_rng(n).permutation(n)
    eligible = None if m.eligible is None else m.eligible[moved]
    here = top(m.seeker, m.cards, m.eligible, m.k, m.rules)
    there = top(m.seeker, rows(m.cards, moved), eligible, m.k, m.rules)
    assert moved[there.positions].tolist() == here.positions.tolist()
    assert there.scores.tolist() == here.scores.tolist()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(markets())
def test_a_masked_card_never_appears_and_no_other_is_missing(market: Market) -> None:
    m = market
    shown = run(m).positions
    allowed = (m.cards.modalities & m.seeker.modalities > 0) & (m.cards.languages & m.seeker.languages > 0)
    allowed &= True if m.eligible is None else m.eligible
    if m.exclude is not None:
        allowed[m.exclude] = False
    assert allowed[shown].all()
    assert len(set(shown.tolist())) == len(shown) == min(m.k, allowed.sum())


@settings(max_examples=100, deadline=None, derandomize=True)
@given(markets())
def test_a_card_s_score_is_its_fit_times_its_prior(market: Market) -> None:
    ranked = run(market)
    assert ranked.scores.tolist() == (ranked.fits * market.cards.priors[ranked.positions]).tolist()
    assert ranked.terms.shape == (len(ranked.positions), 4)
    assert ((ranked.terms >= 0) & (ranked.terms <= 1)).all()


def test_scanning_leaves_what_it_was_given_untouched() -> None:
    rng = np.random.default_rng(4)
    cards = cards_of(rng, 300)
    seeker = Seeker("mentee", [1], [3, 5], points(rng, 1, "a county")[0], 3, 1)
    eligible, rules = np.ones(300, bool), usual_rules()
    once = top(seeker, cards, eligible, 20, rules, exclude=np.array([5, 9]))
    assert eligible.all()
    assert_same(top(seeker, cards, eligible, 20, rules, exclude=np.array([5, 9])), once)
