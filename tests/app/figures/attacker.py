"""Somebody who has every published table, knows how they are made, and computes what they leave possible."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil
from random import Random
from uuid import UUID

import numpy as np
from ortools.linear_solver.python import model_builder

from app.figures.fives import Stages, gather
from app.figures.model import Fives
from tests.app.figures.crowd import DEPTHS, PARENTS, PLACES, VALUES, Person

Cell = tuple[int, UUID, str, str, int]
"""A month, a place, a dimension, a value, and the stage that they reached (from 0)."""
Sum = Mapping[Cell, int]
Claim = tuple[Sum, float, float]
"""That so many are within these bounds."""

KINDS = [("all", ""), *((dimension, value) for dimension, values in VALUES.items() for value in values)]
TOLERANCE = 1e-6


class Attacker:
    """Solves for the fewest and the most that a sum of cells may be, given all claims."""

    def __init__(self, claims: Sequence[Claim], months: int) -> None:
        self._model = model_builder.Model()
        cells = [
            (month, place, *kind, stage)
            for month in range(months)
            for place in PLACES
            for kind in KINDS
            for stage in range(DEPTHS)
        ]
        self._cells = {cell: self._model.new_num_var(0, float("inf"), "") for cell in cells}
        for terms, least, most in [*claims, *_always(months)]:
            self._model.add_linear_constraint(self._expression(terms), least, most)
        self._solver = model_builder.Solver("glop")

    def computes(self, terms: Sum) -> bool:
        """Whether it is certain that they are some, and under five."""
        fewest = ceil(self._bound(terms, least=True) - TOLERANCE)
        # Infinite where nothing bounds it.
        return fewest >= 1 and self._bound(terms, least=False) + TOLERANCE < 5

    def _bound(self, terms: Sum, least: bool) -> float:
        expression = self._expression(terms)
        if least:
            self._model.minimize(expression)
        else:
            self._model.maximize(expression)
        status = self._solver.solve(self._model)
        if status == model_builder.SolveStatus.OPTIMAL:
            return float(self._solver.objective_value)
        assert not least, "the claims contradict the truth"
        return float("inf")

    def _expression(self, terms: Sum) -> model_builder.LinearExpr:
        return model_builder.LinearExpr.weighted_sum([self._cells[cell] for cell in terms], list(terms.values()))


def small_sums(months: Sequence[Sequence[Person]], random: Random, number: int) -> list[Sum]:
    """Some of all that holds one to four: cells, those who stop between two stages, those of all other values, those
    who came in a month."""
    sums: list[Sum] = []
    for month in range(len(months)):
        for place in PLACES:
            for kind in KINDS:
                for stage in range(DEPTHS):
                    cell = (month, place, *kind, stage)
                    sums += [{cell: 1}, {(month, place, "all", "", stage): 1, cell: -1}]
                    sums += [{cell: 1, (month, place, *kind, stage + 1): -1}] * (stage + 1 < DEPTHS)
                    sums += [{cell: 1, (month - 1, place, *kind, stage): -1}] * (month > 0)
    truth = exact(months)
    small = [terms for terms in sums if 1 <= sum(truth[cell] * sign for cell, sign in terms.items()) <= 4]
    return random.sample(small, min(number, len(small)))


def exact(months: Sequence[Sequence[Person]]) -> dict[Cell, int]:
    cells = {
        (month, place, *kind, stage): 0
        for month in range(len(months))
        for place in PLACES
        for kind in KINDS
        for stage in range(DEPTHS)
    }
    for month, people in enumerate(months):
        for one in people:
            for kind in [("all", ""), *zip(VALUES, one.values, strict=True)]:
                for stage in range(one.depth):
                    cells[month, one.place, *kind, stage] += 1
    return cells


def claims_of_fives(month: int, people: Sequence[Person], counts: Sequence[Fives]) -> Iterator[Claim]:
    """What the figures let anybody conclude: the nearest five of each place, and that nobody is where nobody was."""
    truth = exact([people])
    reached = _of_places(truth)
    told = {(one.structure_id, one.dimension, one.value): one.fives for one in counts if one.role == "mentor"}
    units = gather(PARENTS, reached)
    counted_above = {member for unit in units for member in unit.members if member != unit.place}
    for place in counted_above - {unit.place for unit in units}:
        yield {(month, place, "all", "", 0): 1}, 0, 4
    for unit in units:
        for kind in KINDS:
            for stage, five in enumerate(told.get((unit.place, *kind), [0] * DEPTHS)):
                terms = {(month, member, *kind, stage): 1 for member in unit.members}
                if kind[0] != "all":
                    yield terms, max(5 * five - 4, 0), float("inf")
                elif len(unit.members) == 1:
                    yield terms, 5 * five - 2 if five else 0, 5 * five + 2 if five else 4
                else:
                    yield terms, max(5 * five - 2, 0), float("inf")


def claims_of_naive_tables(month: int, people: Sequence[Person]) -> Iterator[Claim]:
    """Every place with all below it, exactly, but for cells under five, which are left out."""
    truth = exact([people])
    for place in PLACES:
        for kind in KINDS:
            for stage in range(DEPTHS):
                terms = {(month, below, *kind, stage): 1 for below in _under(place)}
                number = sum(truth[(0, *cell[1:])] for cell in terms)
                yield (terms, number, number) if number >= 5 else (terms, 0, 4)


def grown(months: int) -> Iterator[Claim]:
    """What an attacker may believe besides: that nobody ever left."""
    for month, after in pairwise(range(months)):
        for place in PLACES:
            for kind in KINDS:
                for stage in range(DEPTHS):
                    yield {(after, place, *kind, stage): 1, (month, place, *kind, stage): -1}, 0, float("inf")


def _always(months: int) -> Iterator[Claim]:
    """Values add up, and nobody reaches a stage but through the one before."""
    for month in range(months):
        for place in PLACES:
            for stage in range(DEPTHS):
                whole = (month, place, "all", "", stage)
                for dimension, values in VALUES.items():
                    yield {whole: -1, **{(month, place, dimension, value, stage): 1 for value in values}}, 0, 0
                for kind in KINDS if stage + 1 < DEPTHS else ():
                    yield {(month, place, *kind, stage): 1, (month, place, *kind, stage + 1): -1}, 0, float("inf")


def _of_places(truth: Mapping[Cell, int]) -> dict[UUID, Stages]:
    found = {place: np.array([truth[0, place, "all", "", stage] for stage in range(DEPTHS)]) for place in PLACES}
    return {place: stages for place, stages in found.items() if stages[0]}


def _under(place: UUID) -> Iterator[UUID]:
    yield place
    for below, above in PARENTS.items():
        if above == place:
            yield from _under(below)
