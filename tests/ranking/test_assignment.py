"""The assignment of seats: within its edges and seats, as near the optimum as it says, and it can be checked."""

from itertools import product
from random import Random

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.solvers import flow
from ranking.assignment import Assignment, Edges, assign, prove

FINE = 1e-9
MILLION = 1_000_000


@st.composite
def markets(draw: st.DrawFn) -> Edges:
    """Small markets, ties and empty ends included; worths are millionths, so that the oracle's sums are exact."""
    mentees, mentors = draw(st.integers(0, 9)), draw(st.integers(0, 5))
    every = list(product(range(mentees), range(mentors)))
    chosen = draw(st.lists(st.sampled_from(every), unique=True)) if every else []
    worth = draw(st.sampled_from([st.just(MILLION), st.integers(899_990, 900_000), st.integers(0, MILLION)]))
    worths = draw(st.lists(worth, min_size=len(chosen), max_size=len(chosen)))
    seats = draw(st.lists(st.integers(0, 4), min_size=mentors, max_size=mentors))
    return _edges(chosen, worths, seats, mentees)


@given(markets())
def test_the_total_is_the_optimum_of_the_oracle(edges: Edges) -> None:
    assert assign(edges, FINE).total == pytest.approx(_optimum(edges), abs=1e-7)


@given(markets(), st.sampled_from([0.5, 0.01, FINE]))
def test_no_optimum_is_above_the_total_and_the_gap(edges: Edges, within: float) -> None:
    found = assign(edges, within)
    assert found.total + found.gap >= _optimum(edges)
    assert found.gap <= within * found.total


@given(markets())
def test_the_certificate_is_found_again_from_the_edges_alone(edges: Edges) -> None:
    found = assign(edges)
    assert _figures(prove(edges, found.mentors, found.prices)) == _figures(found)


@given(markets(), st.data())
def test_any_prices_prove_a_bound_that_no_optimum_passes(edges: Edges, data: st.DataObject) -> None:
    size = edges.seats.size
    prices = np.array(data.draw(st.lists(st.floats(0, 2), min_size=size, max_size=size)), dtype=np.float64)
    nobody = np.full(edges.mentee_count, -1)
    assert prove(edges, nobody, prices).gap >= _optimum(edges)


@given(markets(), st.randoms(use_true_random=False))
def test_the_order_of_the_edges_changes_nothing(edges: Edges, random: Random) -> None:
    order = list(range(edges.worths.size))
    random.shuffle(order)
    shuffled = Edges(edges.mentees[order], edges.mentors[order], edges.worths[order], edges.seats, edges.mentee_count)
    assert assign(shuffled).mentors.tolist() == assign(edges).mentors.tolist()


@given(markets(), st.data())
def test_other_positions_give_the_same_total(edges: Edges, data: st.DataObject) -> None:
    mentees = np.array(data.draw(st.permutations(range(edges.mentee_count))), dtype=np.int64)
    mentors = np.array(data.draw(st.permutations(range(edges.seats.size))), dtype=np.int64)
    seats = np.zeros_like(edges.seats)
    seats[mentors] = edges.seats
    moved = Edges(mentees[edges.mentees], mentors[edges.mentors], edges.worths, seats, edges.mentee_count)
    assert assign(moved, FINE).total == pytest.approx(assign(edges, FINE).total, abs=1e-7)


@given(markets(), st.data())
def test_one_seat_more_adds_between_nothing_and_its_price(edges: Edges, data: st.DataObject) -> None:
    if not edges.seats.size:
        return
    mentor = data.draw(st.integers(0, edges.seats.size - 1))
    seats = edges.seats.copy()
    seats[mentor] += 1
    before = assign(edges, FINE)
    after = assign(Edges(edges.mentees, edges.mentors, edges.worths, seats, edges.mentee_count), FINE)
    assert after.total >= before.total - before.gap - after.gap
    if edges.seats[mentor]:
        assert after.total <= before.total + before.gap + before.prices[mentor] + 1e-12


@given(markets())
def test_a_mentor_with_a_seat_left_has_no_price(edges: Edges) -> None:
    found = assign(edges)
    taken = np.bincount(found.mentors[found.mentors >= 0], minlength=edges.seats.size)
    assert not found.prices[taken < edges.seats].any()


@pytest.mark.parametrize("shape", ["equal", "similar", "random", "one mentee too many", "one mentor for all", "apart"])
def test_a_crowded_market_is_proven_nearly_optimal(shape: str) -> None:
    edges = _crowd(shape)
    found = assign(edges, 1e-6)
    assert found.gap <= 1e-6 * found.total
    assert found.total <= _optimum(edges) + 1e-9 <= found.total + found.gap + 2e-9


@given(st.integers(0, 2**32 - 1))
def test_twenty_bidders_at_once_and_one_by_one_come_to_the_same(seed: int) -> None:
    rng = np.random.default_rng(seed)
    mentees, mentors = int(rng.integers(20, 120)), int(rng.integers(2, 20))
    chosen = np.argwhere(rng.random((mentees, mentors)) < rng.random())
    edges = _edges(
        chosen.tolist(), rng.integers(0, MILLION, len(chosen)).tolist(), rng.integers(0, 9, mentors).tolist(), mentees
    )
    assert assign(edges, FINE).total == pytest.approx(_optimum(edges), abs=1e-6)


def test_nobody_is_given_away_for_nothing() -> None:
    assert assign(_edges([(0, 0)], [0], [1], 1)).mentors.tolist() == [-1]


def test_an_empty_market_gives_an_empty_assignment() -> None:
    assert _figures(assign(_edges([], [], [], 0))) == ([], [], 0.0, 0.0)


@pytest.mark.parametrize(
    "worths", [[5e-324] * 3, [1e-310, 5e-324, 2e-308], [1.0, 1e-17, 5e-324], [1.0, 1.0, 1 - 2**-53]]
)
def test_worths_that_float64_hardly_tells_apart_come_to_an_end(worths: list[float]) -> None:
    edges = Edges(np.arange(3), np.zeros(3, dtype=np.int64), np.array(worths), np.array([1]), 3)
    found = assign(edges, FINE)
    assert found.total + found.gap >= max(worths)
    assert found.total == max(worths)


def test_a_thousand_million_seats_cost_nothing() -> None:
    found = assign(_edges([(0, 0), (1, 0)], [MILLION, MILLION], [10**9], 2))
    assert _figures(found)[:3] == ([0, 0], [0.0], 2.0)


def test_the_best_of_each_in_turn_is_seen_not_to_be_the_optimum() -> None:
    edges = _edges([(0, 0), (0, 1), (1, 0)], [MILLION, 900_000, 800_000], [1, 1], 2)
    greedy = prove(edges, np.array([0, -1]), assign(edges).prices)
    assert greedy.gap >= 0.7 - 1e-9
    assert assign(edges).mentors.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("mentors", "prices", "sentence"),
    [
        ([1, -1], [0.0, 0.0], "outside their edges"),
        ([5, -1], [0.0, 0.0], "outside their edges"),
        ([-2, -1], [0.0, 0.0], "outside their edges"),
        ([0, 0], [0.0, 0.0], "more mentees than seats"),
        ([0], [0.0, 0.0], "for every mentee"),
        ([0, -1], [0.0], "price for every mentor"),
        ([0, -1], [-0.1, 0.0], "finite and not negative"),
        ([0, -1], [np.nan, 0.0], "finite and not negative"),
        ([0, -1], [np.inf, 0.0], "finite and not negative"),
    ],
)
def test_a_wrong_certificate_is_refused(mentors: list[int], prices: list[float], sentence: str) -> None:
    edges = _edges([(0, 0), (1, 0), (1, 1)], [MILLION] * 3, [1, 1], 2)
    with pytest.raises(ValueError, match=sentence):
        prove(edges, np.array(mentors), np.array(prices))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"worths": np.array([0.5, np.nan])}, "between 0 and 1"),
        ({"worths": np.array([0.5, -0.1])}, "between 0 and 1"),
        ({"worths": np.array([0.5, 1.1])}, "between 0 and 1"),
        ({"worths": np.array([0.5])}, "of one length"),
        ({"worths": np.array([1, 1])}, "worths are float64"),
        ({"mentees": np.array([0, 2])}, "below mentee_count"),
        ({"mentees": np.array([0, -1])}, "below mentee_count"),
        ({"mentees": np.array([[0, 1]])}, "in one row"),
        ({"mentors": np.array([0, 2])}, "among the seats"),
        ({"mentors": np.array([0, -1])}, "among the seats"),
        ({"seats": np.array([1, -1])}, "seats are not negative"),
        ({"seats": np.array([1.0, 1.0])}, "seats are int64"),
        ({"mentees": np.array([0, 0]), "mentors": np.array([1, 1])}, "one edge to a mentor at most"),
        ({"mentee_count": -1}, "mentee_count is not negative"),
    ],
)
def test_what_makes_no_sense_is_refused(changed: dict[str, object], sentence: str) -> None:
    columns: dict[str, object] = {
        "mentees": np.array([0, 1]),
        "mentors": np.array([0, 1]),
        "worths": np.array([0.5, 0.5]),
        "seats": np.array([1, 1]),
        "mentee_count": 2,
    }
    with pytest.raises(ValueError, match=sentence):
        Edges(**columns | changed)  # type: ignore[arg-type]


@pytest.mark.parametrize("within", [0.0, -1.0, 1e-12, 1.5, float("nan")])
def test_a_nearness_that_cannot_be_had_is_refused(within: float) -> None:
    with pytest.raises(ValueError, match="within lies between"):
        assign(_edges([], [], [], 0), within)


def _edges(chosen: npt.ArrayLike, millionths: npt.ArrayLike, seats: npt.ArrayLike, mentees: int) -> Edges:
    pairs = np.array(chosen, dtype=np.int64).reshape(-1, 2)
    worths = np.array(millionths, dtype=np.float64) / MILLION
    return Edges(pairs[:, 0], pairs[:, 1], worths, np.array(seats, dtype=np.int64), mentees)


def _figures(found: Assignment) -> tuple[list[int], list[float], float, float]:
    return found.mentors.tolist(), found.prices.tolist(), found.total, found.gap


def _optimum(edges: Edges) -> float:
    return prove(edges, flow(edges), np.zeros(edges.seats.size)).total


def _crowd(shape: str) -> Edges:
    rng = np.random.default_rng(20261122)
    mentees, mentors, seats = 300, 60, np.full(60, 5)
    chosen = [(mentee, int(mentor)) for mentee in range(mentees) for mentor in rng.permutation(mentors)[:12]]
    millionths = rng.integers(0, MILLION, len(chosen))
    match shape:
        case "equal":
            millionths[:] = MILLION
            seats[:] = 3
        case "similar":
            millionths = 900_000 + millionths // 1000
            seats[:] = 4
        case "one mentee too many":
            seats[0] = 4
        case "one mentor for all":
            chosen = [(mentee, 0) for mentee in range(mentees)] + [(m, 1 + m % 59) for m in range(mentees)]
            millionths = np.append(900_000 + millionths[:mentees] // 10, millionths[:mentees] // 10)
        case "apart":
            chosen = [(mentee, mentee % 30 * 2 + side) for mentee in range(mentees) for side in (0, 1)]
            millionths = millionths[: len(chosen)]
            seats[:] = 4
    return _edges(chosen, millionths, seats, mentees)
