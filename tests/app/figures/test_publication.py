"""Nobody computes a cell under five from what is published, of one month or of several."""

from collections import defaultdict
from itertools import chain
from random import Random

import numpy as np
import pytest

from app.figures.model import Fives
from app.figures.publication import publish_places
from tests.app.figures.attacker import Attacker, claims_of_fives, claims_of_naive_tables, exact, grown, small_sums
from tests.app.figures.crowd import DEPTHS, as_if_true, invent, published

TRIED = 12


def kept(counts: list[Fives]) -> dict[tuple[object, ...], list[int]]:
    return {(one.topic, one.structure_id, one.role, one.dimension, one.value): one.fives for one in counts}


@pytest.mark.parametrize("number", [6, 40, 150, 600])
def test_the_figures_are_themselves_a_possible_truth_without_a_cell_under_five(number: int) -> None:
    for seed in range(4):
        counts = published(invent(Random(seed), number))
        assert kept(publish_places(as_if_true(counts))[0]) == kept(counts)


@pytest.mark.parametrize("number", [6, 40, 150, 600])
def test_every_table_adds_up_to_every_other(number: int) -> None:
    for seed in range(4):
        sums: defaultdict[tuple[object, ...], dict[str, object]] = defaultdict(dict)
        for one in published(invent(Random(seed), number)):
            place = sums[one.topic, one.structure_id, one.role]
            place[one.dimension] = np.array(one.fives) + place.get(one.dimension, 0)
        for place in sums.values():
            assert all(np.array_equal(told, place["all"]) for told in place.values())  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [30, 120])
def test_nobody_computes_a_cell_under_five_from_all_tables_together(number: int) -> None:
    random = Random(number)
    people = invent(random, number)
    attacker = Attacker(list(claims_of_fives(0, people, published(people))), 1)
    assert not any(attacker.computes(terms) for terms in small_sums([people], random, TRIED))


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("number", [20, 60, 200, 800])
def test_nobody_does_however_they_are_spread(number: int, seed: int) -> None:
    random = Random(f"{number} {seed}")
    people = invent(random, number)
    attacker = Attacker(list(claims_of_fives(0, people, published(people))), 1)
    assert not any(attacker.computes(terms) for terms in small_sums([people], random, 10 * TRIED))


def test_nor_from_two_months_even_if_nobody_ever_left() -> None:
    random = Random(1)
    before = invent(random, 80)
    after = before + invent(random, 12)
    months = [before, after]
    claims = [claims_of_fives(month, people, published(people)) for month, people in enumerate(months)]
    attacker = Attacker([*chain(*claims), *grown(2)], 2)
    assert not any(attacker.computes(terms) for terms in small_sums(months, random, TRIED))


def test_the_same_attacker_sees_through_tables_that_only_leave_out_what_is_under_five() -> None:
    random = Random(800)
    people = invent(random, 800)
    attacker = Attacker(list(claims_of_naive_tables(0, people)), 1)
    assert any(attacker.computes(terms) for terms in small_sums([people], random, TRIED))


def test_the_same_people_always_make_the_same_figures() -> None:
    people = invent(Random(5), 200)
    assert kept(published(people)) == kept(published(list(reversed(people))))


def test_places_are_told_within_two_of_the_truth() -> None:
    people = invent(Random(7), 2000)
    truth = exact([people])
    for one in published(people):
        if (one.topic, one.role, one.dimension) == ("funnel", "mentor", "all"):
            reached = [truth[0, one.structure_id, "all", "", stage] for stage in range(DEPTHS)]
            assert all(abs(5 * five - near) <= 2 or near < 5 for five, near in zip(one.fives, reached, strict=True))
