"""Medians, shares and the Gini index, of many at once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.figures.measures import gini, of_answers, of_loads, quantile, weighted

LOADS = st.lists(st.floats(0, 50), min_size=1, max_size=40)


@settings(max_examples=40, derandomize=True)
@given(LOADS)
def test_the_gini_index_is_half_the_mean_difference_over_the_mean(loads: list[float]) -> None:
    held = np.array(loads)
    mean = held.mean()
    expected = np.abs(np.subtract.outer(held, held)).mean() / (2 * mean) if mean > 1e-9 else 0.0
    found = gini(weighted([(load, 1) for load in loads]))
    assert found == pytest.approx(expected, abs=1e-9) or mean <= 1e-9


def test_alike_is_zero_and_all_on_one_is_near_one() -> None:
    assert gini(weighted([(2.0, 30)])) == pytest.approx(0)
    assert gini(weighted([(0.0, 99), (7.0, 1)])) == pytest.approx(0.99)


@settings(max_examples=40, derandomize=True)
@given(LOADS, st.sampled_from([0.5, 0.9]))
def test_a_quantile_is_what_as_great_a_share_does_not_exceed(values: list[float], share: float) -> None:
    found = quantile(weighted([(value, 1) for value in values]), share)
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9
    assert sum(value < found for value in values) <= share * len(values) + 1e-9


def test_few_answers_and_few_mentors_are_not_measured() -> None:
    assert of_answers(weighted([(24.0, 19)]), 19) == {}
    assert of_loads(weighted([(1.0, 19)])) == {}


def test_measures_are_rounded_so_that_nobody_shows_in_them() -> None:
    assert of_answers(weighted([(24.0, 11), (100.0, 10)]), 27) == {
        "median-hours": 24,
        "p90-hours": 100,
        "share-answered": 0.8,
    }
    assert of_loads(weighted([(0.0, 15), (1.0, 15)])) == {"mean-load": 0.5, "gini": 0.5}
