import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ranking import TERMS, Weights, reasons
from tests.ranking.markets import Market, markets, top


@settings(max_examples=100, deadline=None, derandomize=True)
@given(markets(), st.integers(1, 4))
def test_reasons_and_rest_add_up_to_the_fit_that_ordered_the_card(market: Market, most: int) -> None:
    m = market
    ranked = top(m.seeker, m.cards, m.eligible, m.k, m.rules)
    why = reasons(ranked.terms, m.rules.weights, most)
    assert why.contributions.sum(axis=1) + why.rest == pytest.approx(ranked.fits, rel=1e-14, abs=0)
    shares = np.array(m.rules.weights.of_terms)
    for row, found in enumerate(why.terms):
        named = found[found >= 0]
        assert why.contributions[row, : len(named)].tolist() == (shares * ranked.terms[row])[named].tolist()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(markets())
def test_reasons_are_the_largest_first_and_never_empty_ones(market: Market) -> None:
    m = market
    why = reasons(top(m.seeker, m.cards, m.eligible, m.k, m.rules).terms, m.rules.weights)
    assert (np.diff(why.contributions, axis=1) <= 0).all()
    assert ((why.terms >= 0) == (why.contributions > 0)).all()
    assert (why.rest <= why.contributions[:, -1]).all()


def test_a_card_says_its_three_best_reasons() -> None:
    terms = np.array([[1.0, 0.5, 1.0, 0.5], [0.0, 0.0, 0.4, 0.0], [0.0, 0.0, 0.0, 0.0]])
    why = reasons(terms, Weights())
    said: list[list[str]] = [[TERMS[term] for term in row if term >= 0] for row in why.terms]
    assert said == [["sector", "place", "goals"], ["place"], []]
    assert why.contributions == pytest.approx(np.array([[0.35, 0.2, 0.175], [0.08, 0, 0], [0, 0, 0]]))
    assert why.rest == pytest.approx(np.array([0.05, 0, 0]))


def test_equal_reasons_keep_the_order_of_the_terms() -> None:
    assert reasons(np.full((1, 4), 0.5), Weights(0.25, 0.25, 0.25, 0.25)).terms.tolist() == [[0, 1, 2]]


@pytest.mark.parametrize(("shape", "most"), [((2, 3), 3), ((4,), 3), ((1, 4), 0), ((1, 4), 5)])
def test_reasons_of_something_else_are_refused(shape: tuple[int, ...], most: int) -> None:
    with pytest.raises(ValueError, match=r"must (have four columns|be from 1 to 4)"):
        reasons(np.zeros(shape), Weights(), most)
