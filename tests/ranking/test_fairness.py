"""What one more kilometre, goal or request does to a card, all else equal."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ranking import Cards, Ranked, Rules, Seeker, mentee_priors, mentor_priors, unit_vectors
from tests.ranking.markets import SECTORS, Market, markets, rows, top, usual_rules

quick = settings(max_examples=80, deadline=None, derandomize=True)


def twins(market: Market) -> tuple[Seeker, Cards, Rules]:
    """A seeker whom everybody may meet, and twice the market's first card; the second has the better rank."""
    seeker = replace(market.seeker, languages=1, modalities=3)
    ones, ranks = np.ones(2, np.uint32), np.array([1, 0], np.int64)
    first = np.zeros(2, np.intp)
    modalities = np.maximum(market.cards.modalities[first], np.uint8(1))
    return seeker, rows(market.cards, first, languages=ones, modalities=modalities, ranks=ranks), market.rules


def score_of(position: int, ranked: Ranked) -> float:
    return float(ranked.scores[ranked.positions.tolist().index(position)])


def assert_first_is_never_lower(seeker: Seeker, cards: Cards, rules: Rules) -> None:
    ranked = top(seeker, cards, None, 2, rules)
    assert score_of(0, ranked) >= score_of(1, ranked)


@quick
@given(markets(sizes=(1,)), st.floats(-60, 60), st.floats(-170, 170), st.floats(0, 25), st.floats(0, 25))
def test_the_nearer_of_two_is_never_lower(market: Market, north: float, east: float, a: float, b: float) -> None:
    seeker, cards, rules = twins(market)
    near, far = sorted((a, b))
    here, *there = unit_vectors([north, north + near, north + far], [east] * 3)
    seeker, cards = replace(seeker, xyz=here), rows(cards, np.arange(2), xyz=np.array(there))
    lengths = np.linalg.norm(cards.xyz.astype(float) - here.astype(float), axis=1)
    # Stored to half a metre, two almost equal distances may change places: who is nearer is read from there.
    cards = rows(cards, np.array([0, 1]) if lengths[0] <= lengths[1] else np.array([1, 0]))
    assert_first_is_never_lower(seeker, cards, rules)


@quick
@given(markets(sizes=(1,)), st.permutations(range(12)), st.integers(0, 5), st.integers(0, 5))
def test_a_mentor_who_can_help_with_more_goals_is_never_lower(
    market: Market, order: list[int], more: int, fewer: int
) -> None:
    seeker, cards, rules = twins(market)
    more, fewer = max(more, fewer), min(more, fewer)
    goals = np.full((2, 5), -1, np.int8)
    goals[0, :more], goals[1, :fewer] = order[:more], order[:fewer]
    asking = replace(seeker, role="mentee", goals=[0, 3, 6, 9, 1])
    assert_first_is_never_lower(asking, rows(cards, np.arange(2), goals=goals), rules)


@quick
@given(markets(sizes=(1, 60)), st.lists(st.integers(0, 19), unique=True, max_size=8), st.integers(0, 8))
def test_a_mentor_s_deck_never_loses_worth_by_one_more_goal_offered(
    market: Market, goals: list[int], kept: int
) -> None:
    n = len(market.cards)
    more = replace(market.seeker, role="mentor", goals=goals)
    fewer = replace(more, goals=goals[:kept])
    with_more = top(more, market.cards, None, n, market.rules)
    with_fewer = top(fewer, market.cards, None, n, market.rules)
    assert (np.sort(with_more.scores) >= np.sort(with_fewer.scores)).all()


@quick
@given(markets(sizes=(1,)), st.integers(0, 40), st.integers(0, 40), st.integers(1, 5), st.floats(0, 1))
def test_a_mentor_with_more_load_is_never_higher(market: Market, a: int, b: int, seats: int, yes: float) -> None:
    seeker, cards, rules = twins(market)
    priors = mentor_priors([yes, yes], sorted((a, b)), [seats, seats])
    assert_first_is_never_lower(seeker, rows(cards, np.arange(2), priors=priors), rules)


@quick
@given(markets(sizes=(1,)), st.integers(0, 9), st.integers(0, 9), st.floats(0, 90))
def test_a_mentee_with_more_under_way_is_never_higher(market: Market, a: int, b: int, days: float) -> None:
    seeker, cards, rules = twins(market)
    priors = mentee_priors([days, days], sorted((a, b)), [1, 1], rules.weights)
    assert_first_is_never_lower(seeker, rows(cards, np.arange(2), priors=priors), rules)


def one_card(**columns: object) -> Cards:
    card = {
        "sectors": np.array([[4, -1, -1]], np.int16),
        "goals": np.array([[2, 7, 5, -1, -1]], np.int8),
        "xyz": unit_vectors([43.2965], [5.3698]),
        "modalities": np.array([3], np.uint8),
        "languages": np.array([1], np.uint32),
        "availability": np.array([0b111], np.uint32),
        "priors": np.array([0.5]),
        "ranks": np.array([0], np.int64),
    }
    return Cards(**card | columns)  # type: ignore[arg-type]


def terms_of(seeker: Seeker, cards: Cards) -> list[float]:
    return [round(float(term), 4) for term in top(seeker, cards, None, 1, usual_rules()).terms[0]]


def test_the_terms_of_a_worked_example_are_those_of_the_published_formulas() -> None:
    aix = unit_vectors([43.5297], [5.4474])[0]
    mentee = Seeker("mentee", [4 + 6], [7, 1, 2], aix, 1, 1, 0b110000)
    # Same wide field; 3 + 1 of 3 + 2 + 1; 26.7 km as the crow flies; no shared half day of the two given.
    assert terms_of(mentee, one_card()) == [0.6, 0.6667, 0.2635, 0.0]
    mentor = replace(mentee, role="mentor", goals=[7, 1], modalities=2, availability=0b101, sectors=[SECTORS - 1])
    # The card's second goal of three; by video; both half days of the two given are among the card's three.
    assert terms_of(mentor, one_card()) == [0.0, 0.3333, 0.4, 1.0]


def test_who_gave_no_goal_no_sector_and_no_time_is_still_dealt() -> None:
    nobody = Seeker("mentee", [], [], unit_vectors([-43.0], [-170.0])[0], 3, 1)
    assert terms_of(nobody, one_card(modalities=np.array([1], np.uint8))) == [0.0, 0.0, 0.0, 0.5]
