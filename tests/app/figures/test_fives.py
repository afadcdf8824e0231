"""What is published in fives is itself a possible truth, and near the real one."""

from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.figures.fives import STEP, Stages, Unit, gather, in_fives, tell_apart

TOP, LEFT, RIGHT, LOW = (UUID(int=number) for number in range(1, 5))
TREE = {TOP: None, LEFT: TOP, RIGHT: TOP, LOW: LEFT}


def stages(*reached: int) -> Stages:
    return np.array(reached, np.int64)


@st.composite
def reached(draw: st.DrawFn) -> Stages:
    return stages(*sorted(draw(st.lists(st.integers(0, 60), min_size=3, max_size=3)), reverse=True))


@pytest.mark.parametrize(("exact", "fives"), [(0, 0), (4, 0), (5, 1), (7, 1), (8, 2), (12, 2), (13, 3)])
def test_under_five_nobody_is_told_of_and_above_the_nearest_five_is(exact: int, fives: int) -> None:
    assert in_fives([stages(exact)]).tolist() == [fives]


def test_few_and_few_are_too_few_to_be_told_together() -> None:
    # Eight of two that are told of by themselves only if five and more: they would be four and four.
    assert in_fives([stages(4), stages(4)]).tolist() == [0]
    assert in_fives([stages(4), stages(4), stages(4)]).tolist() == [1]
    assert in_fives([stages(6), stages(4)]).tolist() == [2]


def test_who_are_too_few_in_a_place_are_counted_in_the_one_above() -> None:
    units = gather(TREE, {TOP: stages(9), LEFT: stages(3), LOW: stages(20), RIGHT: stages(2)})
    assert [(unit.place, unit.fives.tolist()) for unit in units] == [(TOP, [3]), (LOW, [4])]
    assert set(units[0].members) == {TOP, LEFT, RIGHT}


def test_who_are_too_few_everywhere_are_counted_nowhere() -> None:
    assert gather(TREE, {LEFT: stages(4), RIGHT: stages(4)}) == []


@settings(max_examples=40, derandomize=True)
@given(st.dictionaries(st.sampled_from("abcdef"), reached(), min_size=1))
def test_values_add_up_to_their_place_and_nobody_is_where_nobody_was(exact: dict[str, Stages]) -> None:
    fives = in_fives([np.sum(list(exact.values()), axis=0)])
    [told] = tell_apart([Unit(TOP, [TOP], fives)], {TOP: exact})
    assert np.array_equal(np.sum([*told.values(), np.zeros(3, np.int64)], axis=0), fives)
    for value, given_out in told.items():
        assert (np.diff(given_out) <= 0).all()
        assert (STEP * given_out < exact[value] + STEP).all()


@settings(max_examples=40, derandomize=True)
@given(st.dictionaries(st.sampled_from("abcdef"), reached(), min_size=1))
def test_what_is_published_would_be_published_of_itself(exact: dict[str, Stages]) -> None:
    fives = in_fives([np.sum(list(exact.values()), axis=0)])
    [told] = tell_apart([Unit(TOP, [TOP], fives)], {TOP: exact})
    again = in_fives([STEP * fives])
    [twice] = tell_apart([Unit(TOP, [TOP], again)], {TOP: {value: STEP * row for value, row in told.items()}})
    assert np.array_equal(again, fives)
    assert {value: row.tolist() for value, row in twice.items()} == {value: row.tolist() for value, row in told.items()}


def test_values_that_are_rare_everywhere_are_not_lost_in_the_sum() -> None:
    """Forty places of twelve people: nine of one kind, three of another, who are under five in each."""
    units = [Unit(UUID(int=place), [UUID(int=place)], in_fives([stages(12)])) for place in range(40)]
    told = tell_apart(units, {unit.place: {"common": stages(9), "rare": stages(3)} for unit in units})
    rare = STEP * sum(int(of_unit["rare"][0]) for of_unit in told if "rare" in of_unit)
    # Of 12, ten are told of: a sixth is left out of both alike.
    assert abs(rare - 40 * 3) <= 40
