"""The published markets are reproduced, and what is said of them is computed right."""

import numpy as np
import pytest

from bench.markets.measures import gini, interval
from bench.markets.shapes import (
    SHAPES,
    Tastes,
    best_first,
    load_aware,
    measure_shape,
    play,
    tastes_of,
    transferable_utility,
)


def test_the_smallest_crowded_shape_gives_the_known_figures() -> None:
    measured = measure_shape(SHAPES[1], runs=200)
    assert measured.tandems["own_taste"] == pytest.approx(106.4, rel=0.02)
    assert measured.tandems["reciprocal"] == pytest.approx(130.4, rel=0.02)
    assert measured.tandems["tu"] == pytest.approx(152.3, rel=0.02)
    assert measured.vs_published >= 0.97
    assert measured.gini["ours"] < 0.2 < measured.gini["reciprocal"] < measured.gini["own_taste"]


def test_tastes_are_the_published_ones() -> None:
    np.random.seed(621)
    f, g = np.random.rand(150, 100), np.random.rand(100, 150)
    tastes = tastes_of(SHAPES[1])
    assert np.array_equal(tastes.f, 0.5 * f + 0.5 * np.linspace(1, 0, 100))
    assert np.array_equal(tastes.g.T, 0.5 * g + 0.5 * np.linspace(1, 0, 150))


def test_decks_hold_everybody_once() -> None:
    decks = load_aware(Tastes(np.random.default_rng(1).random((6, 4)), np.random.default_rng(2).random((6, 4))))
    assert (np.sort(decks, axis=1) == np.arange(4)).all()


def test_play_agrees_with_what_can_be_computed_by_hand() -> None:
    # One mentor, two mentees who always ask: the better liked is looked at first, the other with one half.
    certain = Tastes(np.ones((2, 1)), np.array([[0.8], [0.6]]))
    tandems, requests = play(certain, best_first(certain.f), 3)
    assert tandems == pytest.approx(0.8 + 0.6 / 2)
    assert requests.tolist() == [2]


def test_shared_utility_matches_nobody_more_than_once() -> None:
    rng = np.random.default_rng(3)
    pairs = transferable_utility(Tastes(rng.random((30, 20)), rng.random((30, 20))))
    assert (pairs.sum(axis=1) < 1).all()
    assert (pairs.sum(axis=0) < 1).all()


def test_gini_is_nought_for_equals_and_near_one_for_a_monarch() -> None:
    assert gini([3, 3, 3]) == pytest.approx(0)
    assert gini([0] * 99 + [1]) == pytest.approx(0.99)
    assert gini([0, 0]) == 0


def test_an_interval_is_student_s() -> None:
    assert interval([1.0, 2.0, 3.0]) == pytest.approx((2.0, 2 - 4.303 / 3**0.5, 2 + 4.303 / 3**0.5))
    assert interval([2.0]) == (2.0, -np.inf, np.inf)
    assert interval([0.0, 1.0] * 30).high - 0.5 == pytest.approx(1.96 * np.std([0.0, 1.0] * 30, ddof=1) / 60**0.5)
