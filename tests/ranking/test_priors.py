import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ranking import Weights, aged_counts, answer_rates, mentee_priors, mentor_priors, platform_rate

usual = Weights()


def test_a_request_counts_half_after_ninety_days() -> None:
    accepted, received = aged_counts(
        np.array([0, 0, 2, 2]), [0, 90, 180, 0], np.array([True, True, True, False]), 3, usual
    )
    assert accepted.tolist() == [1.5, 0.0, 0.25]
    assert received.tolist() == [1.5, 0.0, 1.25]


def test_nobody_asked_yet_is_as_likely_as_the_platform() -> None:
    assert platform_rate(0, 0, usual) == 0.6
    assert answer_rates([0], [0], [0], 0.44, usual)[0] == pytest.approx(0.44)


def test_the_prior_is_worth_five_requests() -> None:
    assert answer_rates([5, 0, 5], [5, 5, 10], [0, 0, 0], 0.6, usual).tolist() == [0.8, 0.3, 8 / 15]


def test_where_yes_is_rarer_the_prior_is_worth_as_many_acceptances() -> None:
    # At a rate of 0.06 fifty requests bring the three acceptances that five bring at 0.6.
    assert answer_rates([1, 0, 3], [10, 10, 50], [0, 0, 0], 0.06, usual) == pytest.approx([4 / 60, 3 / 60, 6 / 100])


def test_one_lucky_yes_makes_nobody_the_favourite() -> None:
    lucky, unlucky = answer_rates([1, 0], [10, 10], [0, 0], 0.03, usual)
    by_five_requests = (1 + 5 * 0.03) / (0 + 5 * 0.03)
    assert lucky / unlucky == pytest.approx(4 / 3)
    assert by_five_requests > 7


def test_a_platform_where_nobody_ever_said_yes_expects_none() -> None:
    assert answer_rates([0, 0], [0, 9], [0, 0], 0.0, usual).tolist() == [0, 0]


def test_the_platform_s_rate_forgets_its_first_guess() -> None:
    assert platform_rate(2000, 10_000, usual) == pytest.approx(0.2, abs=1e-3)


def test_thirty_silent_days_halve_the_answer() -> None:
    assert answer_rates([0, 0], [0, 0], [29.9, 30], 0.6, usual).tolist() == [0.6, 0.3]


def test_load_is_what_waits_over_what_is_free() -> None:
    assert mentor_priors([0.6, 0.6, 0.6], [0, 2, 3], [2, 2, 1]).tolist() == [0.6, 0.3, 0.15]


def test_a_mentor_without_a_seat_has_no_worth() -> None:
    assert mentor_priors([0.6, 0.6], [0, 4], [0, 0]).tolist() == [0, 0]


def test_a_mentee_who_waits_rises_until_the_thirtieth_day() -> None:
    days = [0, 15, 30, 300]
    assert mentee_priors(days, [0] * 4, [0] * 4, usual).tolist() == [0.5, 0.75, 1, 1]
    assert mentee_priors([30, 30], [1, 2], [0, 1], usual).tolist() == [0.5, 0.25]


counts = st.integers(0, 50)
shares = st.floats(0, 1)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.tuples(counts, counts, counts), st.floats(0, 400), shares, st.integers(0, 9))
def test_every_prior_lies_between_0_and_1(
    requests: tuple[int, int, int], silent: float, mean: float, seats: int
) -> None:
    yes, no, waiting = requests
    answers = answer_rates([yes], [yes + no], [silent], mean, usual)
    for prior in (
        answers,
        mentor_priors(answers, [waiting], [seats]),
        mentee_priors([silent], [no], [yes], usual),
    ):
        assert 0 <= prior[0] <= 1


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.floats(0, 900), st.booleans()), max_size=30), shares)
def test_aged_counts_are_fit_for_answer_rates(history: list[tuple[float, bool]], mean: float) -> None:
    ages, accepted = [age for age, _ in history], np.array([yes for _, yes in history], dtype=bool)
    yes, asked = aged_counts(np.zeros(len(history), np.intp), ages, accepted, 1, usual)
    assert 0 <= answer_rates(yes, asked, [0], mean, usual)[0] <= 1


@pytest.mark.parametrize("wrong", [-1.0, np.nan, np.inf])
def test_counts_that_cannot_be_are_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="accepted must be one row of finite numbers"):
        answer_rates([wrong], [2], [0], 0.6, usual)
    with pytest.raises(ValueError, match="waiting must be one row of finite numbers"):
        mentor_priors([0.5], [wrong], [1])
    with pytest.raises(ValueError, match="days_waiting must be one row of finite numbers"):
        mentee_priors([wrong], [0], [0], usual)
    with pytest.raises(ValueError, match="ages_days must be one row of finite numbers"):
        aged_counts(np.array([0]), [wrong], np.array([True]), 1, usual)


def test_figures_that_contradict_one_another_are_refused() -> None:
    with pytest.raises(ValueError, match="No mentor can have accepted more"):
        answer_rates([3], [2], [0], 0.6, usual)
    with pytest.raises(ValueError, match="mean must lie between 0 and 1"):
        answer_rates([1], [2], [0], np.nan, usual)
    with pytest.raises(ValueError, match="answers must lie between 0 and 1"):
        mentor_priors([1.5], [0], [1])
    with pytest.raises(ValueError, match="positions from 0 to 1"):
        aged_counts(np.array([2]), [0], np.array([True]), 2, usual)
    with pytest.raises(ValueError, match="the same length"):
        aged_counts(np.array([0]), [0, 1], np.array([True]), 2, usual)
