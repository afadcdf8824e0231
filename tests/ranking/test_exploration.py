"""Who is given a place by chance, how often, and that nobody stays unseen."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ranking.exploration import Explored, explore, longest_unseen

quick = settings(max_examples=200, deadline=None, derandomize=True)
seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(0, 30)
shares = st.floats(0, 1)


def explored(cards: int, dealt: int, k: int, share: float, seed: int) -> tuple[np.ndarray, np.ndarray, Explored]:
    """Some of the cards are ranked; every second one is a candidate, one in five of them without any fit."""
    rng = np.random.default_rng(seed)
    ranked = rng.permutation(cards)[:dealt]
    candidates = np.arange(0, cards, 2)
    fits = np.where(rng.random(len(candidates)) < 0.2, 0.0, rng.random(len(candidates)))
    days = np.where(rng.random(len(candidates)) < 0.3, np.inf, 40 * rng.random(len(candidates)))
    return ranked, candidates[fits > 0], explore(ranked, candidates, fits, days, k, share, rng)


@quick
@given(sizes, sizes, sizes, shares, seeds)
def test_no_card_comes_twice_and_none_that_may_not_come(
    cards: int, dealt: int, k: int, share: float, seed: int
) -> None:
    ranked, candidates, deck = explored(cards, dealt, k, share, seed)
    assert len(deck.positions) == len(deck.randomised) == min(k, len(ranked))
    assert len(set(deck.positions.tolist())) == len(deck.positions)
    assert set(deck.positions[deck.randomised].tolist()) <= set(candidates.tolist())
    assert set(deck.positions[~deck.randomised].tolist()) <= set(ranked[:k].tolist())


@quick
@given(sizes, sizes, sizes, shares, seeds)
def test_the_others_keep_their_order(cards: int, dealt: int, k: int, share: float, seed: int) -> None:
    ranked, _, deck = explored(cards, dealt, k, share, seed)
    kept, drawn = deck.positions[~deck.randomised], deck.positions[deck.randomised].tolist()
    assert kept.tolist() == [card for card in ranked.tolist() if card not in drawn][: len(kept)]


@quick
@given(sizes, sizes, sizes, seeds)
def test_without_a_share_the_deck_is_unchanged(cards: int, dealt: int, k: int, seed: int) -> None:
    ranked, _, deck = explored(cards, dealt, k, 0.0, seed)
    assert deck.positions.tolist() == ranked[:k].tolist()
    assert not deck.randomised.any()


@quick
@given(sizes, sizes, sizes, shares, seeds)
def test_the_same_seed_gives_the_same_deck(cards: int, dealt: int, k: int, share: float, seed: int) -> None:
    _, _, one = explored(cards, dealt, k, share, seed)
    _, _, other = explored(cards, dealt, k, share, seed)
    assert one.positions.tolist() == other.positions.tolist()
    assert one.randomised.tolist() == other.randomised.tolist()


@quick
@given(sizes, sizes, sizes, shares, seeds)
def test_places_are_the_share_rounded_up_or_down_while_there_are_candidates(
    cards: int, dealt: int, k: int, share: float, seed: int
) -> None:
    ranked, candidates, deck = explored(cards, dealt, k, share, seed)
    places = min(k, len(ranked)) * share
    kept = ranked[: min(k, len(ranked)) - int(places)]
    there_are = len(set(candidates.tolist()) - set(kept.tolist()))
    assert min(int(places), there_are) <= deck.randomised.sum() <= np.ceil(places)


@pytest.mark.parametrize("share", [0.05, 0.13, 0.5])
def test_every_place_is_given_away_as_often_as_the_share_says(share: float) -> None:
    rng = np.random.default_rng(7)
    ranked, candidates = np.arange(10), np.arange(10, 60)
    decks = 6000
    given_away = np.zeros(10)
    for _ in range(decks):
        given_away += explore(ranked, candidates, np.ones(50), np.ones(50), 10, share, rng).randomised
    off = np.abs(given_away / decks - share) / np.sqrt(share * (1 - share) / decks)
    assert (off < 4).all()


def test_chances_are_fit_times_days_unseen() -> None:
    rng = np.random.default_rng(8)
    counts = np.zeros(4)
    for _ in range(8000):
        drawn = explore(np.array([9]), np.arange(4), [0.8, 0.4, 0.4, 0.0], [10, 10, 20, 90], 1, 1.0, rng)
        counts[drawn.positions[0]] += 1
    # 8 : 4 : 8 : 0
    assert counts / 8000 == pytest.approx([0.4, 0.2, 0.4, 0], abs=0.025)


def test_who_was_never_seen_comes_before_who_was_long_ago() -> None:
    rng = np.random.default_rng(9)
    firsts = [explore(np.array([5]), np.arange(2), [1, 1], [30, np.inf], 1, 1.0, rng).positions[0] for _ in range(6000)]
    assert np.mean(firsts) == pytest.approx(2 / 3, abs=0.03)


@quick
@given(sizes, st.integers(1, 30), seeds)
def test_the_longest_unseen_are_found(cards: int, most: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    days = np.where(rng.random(cards) < 0.2, np.inf, rng.integers(0, 9, cards))
    eligible = rng.random(cards) < 0.7
    found = longest_unseen(days, eligible, most)
    assert len(found) == min(most, eligible.sum()) == len(set(found.tolist()))
    assert eligible[found].all()
    left = np.setdiff1d(np.flatnonzero(eligible), found)
    assume(len(left))
    assert days[left].max() <= days[found].min()


def days_unseen(share: float) -> np.ndarray:
    """How long each of 300 members was unseen at the most, where everybody is dealt the same ten favourites."""
    rng = np.random.default_rng(10)
    fits = rng.uniform(0.05, 1, 300)
    favourites = np.argsort(-fits)[:10]
    last, longest = np.zeros(300), np.zeros(300)
    for day in range(1, 61):
        for _ in range(60):
            candidates = longest_unseen(day - last, np.ones(300, np.bool_), 64)
            deck = explore(favourites, candidates, fits[candidates], (day - last)[candidates], 10, share, rng)
            longest[deck.positions] = np.maximum(longest[deck.positions], day - last[deck.positions])
            last[deck.positions] = day
    return np.maximum(longest, 60 - last)


def test_nobody_stays_unseen_for_long() -> None:
    # 60 places a day by chance for 290 members: about every fifth day.
    assert days_unseen(0.1).max() <= 25


def test_the_last_of_every_deck_is_seen_though_it_gives_way() -> None:
    assert days_unseen(0.1)[np.argsort(-np.random.default_rng(10).uniform(0.05, 1, 300))[9]] <= 25


def test_without_exploration_almost_everybody_would_stay_unseen() -> None:
    assert (days_unseen(0.0) == 60).sum() == 290


def broken(name: str) -> dict[str, object]:
    usual: dict[str, object] = {
        "ranked": np.arange(3), "candidates": np.arange(3, 5), "fits": [0.5, 0.5], "unseen_days": [1, 2], "k": 3,
        "share": 0.1, "rng": np.random.default_rng(1),
    }  # fmt: skip
    worse: dict[str, object] = {
        "a share above 1": {"share": 1.1},
        "a share that is no number": {"share": float("nan")},
        "k below 0": {"k": -1},
        "a fit too few": {"fits": [0.5]},
        "a negative fit": {"fits": [0.5, -0.1]},
        "a fit that is no number": {"fits": [0.5, float("nan")]},
        "an infinite fit": {"fits": [0.5, float("inf")]},
        "negative days": {"unseen_days": [1, -1]},
        "days that are no number": {"unseen_days": [1, float("nan")]},
        "a table of fits": {"fits": [[0.5, 0.5]]},
    }[name]  # type: ignore[assignment]
    return usual | worse


@pytest.mark.parametrize(
    "name",
    [
        "a share above 1", "a share that is no number", "k below 0", "a fit too few", "a negative fit",
        "a fit that is no number", "an infinite fit", "negative days", "days that are no number", "a table of fits",
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="must"):
        explore(**broken(name))  # type: ignore[arg-type]


def test_days_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="must"):
        longest_unseen([1, float("nan")], [True, True])
    with pytest.raises(ValueError, match="must"):
        longest_unseen([1, 2], [True])
