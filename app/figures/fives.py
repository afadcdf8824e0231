"""Counts that tell of nobody: people in fives.

Every published number is a multiple of five, and every table adds up to every other, so that the tables are themselves
a possible truth: one in which everybody stands in a group of five like them. Whatever is computed from them, by
differences too and over the months, may as well be zero, or five and more. It is controlled rounding: L. H. Cox, "A
constructive procedure for unbiased controlled rounding", JASA 82 (1987); A. Hundepool and others, "Statistical
Disclosure Control" (2012), chapter 5.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

STEP = 5
FEWEST = 5

Stages = NDArray[np.int64]
"""(stages,): how many reached each; never rising."""


class Unit(msgspec.Struct, frozen=True):
    """What is counted in one place: a structure's own, and that of structures below which have too few of their own."""

    place: UUID
    members: list[UUID]
    fives: Stages


def gather(parents: Mapping[UUID, UUID | None], reached: Mapping[UUID, Stages]) -> list[Unit]:
    """The places where enough people are counted, in the order of the tree: who are too few go to the place above."""
    waiting: defaultdict[UUID, list[UUID]] = defaultdict(list)
    units = {}
    order = list(_in_order(parents))
    for place in reversed(order):
        members = [place] * (place in reached) + waiting[place]
        if members and (fives := in_fives([reached[member] for member in members]))[0]:
            units[place] = Unit(place, members, fives)
        elif (above := parents[place]) is not None:
            waiting[above] += members
    return [units[place] for place in order if place in units]


def in_fives(parts: Sequence[Stages]) -> Stages:
    """The nearest number of fives to the sum of the parts, none for fewer than five.

    Where each part is under five, so few that any of them might be empty: no total gives its parts away.
    """
    whole = np.sum(parts, axis=0)
    fives = np.where(whole < STEP, 0, (whole + STEP // 2) // STEP)
    if len(parts) > 1:
        filled = np.count_nonzero(parts, axis=0)
        few = np.max(parts, axis=0) < FEWEST
        fives = np.where(few, np.minimum(fives, (FEWEST - 1) * np.maximum(filled - 1, 0) // STEP), fives)
    return np.minimum.accumulate(fives)


def tell_apart(units: Sequence[Unit], reached: Mapping[UUID, Mapping[str, Stages]]) -> list[dict[str, Stages]]:
    """The fives of each unit, by value: those of a unit add up to the unit's, stage by stage.

    A five goes to the value that lacks most of what it should have by now. What a unit leaves wanting, the next one
    makes good, so that values that are rare everywhere are not lost in the sum (as in dithering a picture: R. Floyd and
    L. Steinberg, 1976).
    """
    values = sorted({value for of_place in reached.values() for value in of_place})
    carried: NDArray[np.float64] | None = None
    told = []
    for unit in units:
        exact = _sum_of_values([reached.get(member, {}) for member in unit.members], values, len(unit.fives))
        wanted = exact / STEP + (0.0 if carried is None else carried)
        given = _hand_out(unit.fives, wanted, -(-exact // STEP))
        carried = wanted - given
        told.append({value: row for value, row in zip(values, given, strict=True) if row[0]})
    return told


def _hand_out(fives: Stages, wanted: NDArray[np.float64], most: NDArray[np.int64]) -> NDArray[np.int64]:
    """(values, stages): from the last stage to the first, as whoever reached one reached those before."""
    given = np.zeros(wanted.shape, np.int64)
    so_far = np.zeros(len(wanted), np.int64)
    for stage in reversed(range(len(fives))):
        for _ in range(int(fives[stage]) - int(so_far.sum())):
            lacking = np.where(so_far < most[:, stage], wanted[:, stage] - so_far, -np.inf)
            so_far[np.argmax(lacking)] += 1
        given[:, stage] = so_far
    return given


def _sum_of_values(members: Sequence[Mapping[str, Stages]], values: Sequence[str], stages: int) -> NDArray[np.int64]:
    exact = np.zeros((len(values), stages), np.int64)
    rows = {value: row for row, value in enumerate(values)}
    for of_place in members:
        for value, reached in of_place.items():
            exact[rows[value]] += reached
    return exact


def _in_order(parents: Mapping[UUID, UUID | None]) -> Iterator[UUID]:
    """Every place after the one above it, near those that share it."""
    below: defaultdict[UUID | None, list[UUID]] = defaultdict(list)
    for place, above in parents.items():
        below[above].append(place)
    stack = sorted(below[None], key=str, reverse=True)
    while stack:
        place = stack.pop()
        yield place
        stack += sorted(below[place], key=str, reverse=True)
