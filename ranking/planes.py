"""Goals as planes of bits: who of 64 can have which share, in a few operations on words."""

import math
from functools import lru_cache
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

from ranking.lens import Lens
from ranking.weights import MOST_GOALS, MOST_GOALS_EACH

Array = npt.NDArray[Any]
Words = npt.NDArray[np.uint64]

# Weights that are no small whole numbers are counted in fifteenths, rounded up.
FIFTEENTHS = 15
OCTET = 8
SHIFTS = np.arange(MOST_GOALS, dtype=np.uint8)[:, None] % OCTET


class Sought:
    """A mentee's goals: the share of each that an entry's planes show is exact, but for its rounding."""

    def __init__(self, lens: Lens, goal_planes: Words) -> None:
        self._planes = goal_planes
        wanted = [(goal, weight) for goal, weight in zip(lens.seeker.goals, lens.order, strict=True)]
        wanted = [(goal, weight) for goal, weight in wanted if goal < len(goal_planes)]
        self._goals = [goal for goal, _ in wanted]
        self._steps, self.added, self._sums = _ladder(tuple(weight for _, weight in wanted), lens.per_order)

    def planes(self, blocks: Array) -> Words:
        """uint64 (p, b, w): of each of these blocks, who has what is sought."""
        return _taken(self._planes, self._goals, blocks)

    def levels(self, planes: Words, opened: Words) -> Words:
        """uint64 (levels, b, w): who of the opened reaches which level."""
        return _at_least(planes, self._steps, opened)

    def of_entries(self, planes: Words, entries: Array) -> Array:
        """float32 (m,): what these entries' goals add; entries count within the planes' blocks."""
        bits = _bits(planes, entries)
        bits <<= SHIFTS[: len(bits)]
        added: Array = self._sums[0].take(np.bitwise_or.reduce(bits[:OCTET], axis=0))
        for at, sums in enumerate(self._sums[1:], 1):
            added += sums.take(np.bitwise_or.reduce(bits[at * OCTET : (at + 1) * OCTET], axis=0))
        return added


class Offered:
    """A mentor's goals: planes do not tell the order of a card's goals, but how many of them are offered, and if all.

    With c of them offered and at least one that is not, the share is at most that of the c largest weights among
    those of c + 1 goals, or of more: a level for each c, and one more for those who are offered all.
    """

    def __init__(self, lens: Lens, goal_planes: Words) -> None:
        goals = lens.seeker.goals
        self._planes = goal_planes
        self._goals = [goal for goal in goals if goal < len(goal_planes)]
        self._others = [goal for goal in range(len(goal_planes)) if goal not in goals]
        most = min(len(self._goals), MOST_GOALS_EACH - 1)
        self._steps = [1] * len(self._goals)
        shares = [0.0, *accumulate((_most_with(count, lens.order) for count in range(1, most + 1)), max)]
        # Whoever has more than that of eight goals has them all.
        shares += [1.0] * (len(self._goals) + 1 - len(shares))
        self.added = _rough(lens.most_goals * np.array([*shares, 1.0]) if goals else np.zeros(1))

    def planes(self, blocks: Array) -> Words:
        """uint64 (p + 1, b, w): of each of these blocks, who has what is offered, and last who has something else."""
        if len(self.added) == 1:
            return _taken(self._planes, [], blocks)
        other = np.zeros((len(blocks), self._planes.shape[2]), dtype=np.uint64)
        for goal in self._others:
            other |= self._planes[goal].take(blocks, axis=0)
        return np.concatenate([_taken(self._planes, self._goals, blocks), other[None]])

    def levels(self, planes: Words, opened: Words) -> Words:
        if len(self.added) == 1:
            return opened[None]
        levels = _at_least(planes[:-1], self._steps, opened)
        everything = levels[min(1, len(self._goals))] & ~planes[-1]
        return np.concatenate([levels | everything, everything[None]])

    def of_entries(self, planes: Words, entries: Array) -> Array:
        """float32 (m,): the most that these entries' goals add."""
        bits = _bits(planes, entries)
        reached: Array = np.add.reduce(bits[:-1], axis=0, dtype=np.uint8)
        reached[(bits[-1] == 0) & (reached > 0)] = len(self.added) - 1
        added: Array = self.added.take(reached)
        return added


def positions_of_bits(words: Words) -> Array:
    """Where the bits are, of (b, w) words: block · size + place."""
    octets = words.reshape(-1).view(np.uint8)
    # Of flags it is several times quicker than of numbers.
    some = (octets != 0).nonzero()[0]
    found = octets.take(some)
    bits = np.unpackbits(found, bitorder="little").view(np.bool_).nonzero()[0]
    positions: Array = np.repeat(some, np.bitwise_count(found))
    positions <<= 3
    bits &= 7
    positions += bits
    return positions


@lru_cache(maxsize=256)
def _most_with(count: int, order: tuple[float, ...]) -> float:
    """The largest share of `count` goals of a card that has more."""
    return max(
        sum(sorted(order[:goals])[-count:]) / sum(order[:goals]) for goals in range(count + 1, MOST_GOALS_EACH + 1)
    )


@lru_cache(maxsize=256)
def _ladder(weights: tuple[float, ...], each: float) -> tuple[list[int], Array, list[Array]]:
    """Goals of these weights in whole steps; the most that so many steps add; what each eight goals' subsets add."""
    steps = _in_whole_steps(weights)
    per_step = max((weight / step for weight, step in zip(weights, steps, strict=True)), default=0.0)
    sums = [_sums(weights[at : at + OCTET], each) for at in range(0, len(weights), OCTET)]
    return steps, _rough(each * per_step * np.arange(sum(steps) + 1)), sums


def _in_whole_steps(weights: tuple[float, ...]) -> list[int]:
    least = min(weights, default=1.0)
    parts = [weight / least for weight in weights]
    if all(abs(part - round(part)) < 1e-9 for part in parts) and sum(parts) <= FIFTEENTHS + 1:
        return [round(part) for part in parts]
    return [max(1, math.ceil(weight / sum(weights) * FIFTEENTHS)) for weight in weights]


def _at_least(planes: Words, steps: list[int], opened: Words) -> Words:
    """uint64 (total + 1, b, w): who of the opened has at least so many steps."""
    largest = max(steps, default=0)
    # Below 0 everybody has enough.
    levels = np.zeros((largest + sum(steps) + 1, *opened.shape), dtype=np.uint64)
    levels[: largest + 1] = opened
    reachable = largest
    for plane, step in zip(planes, steps, strict=True):
        reachable += step
        levels[largest + 1 : reachable + 1] |= levels[largest + 1 - step : reachable + 1 - step] & plane
    return levels[largest:]


def _taken(planes: Words, goals: list[int], blocks: Array) -> Words:
    found = np.empty((len(goals), len(blocks), planes.shape[2]), dtype=np.uint64)
    for at, goal in enumerate(goals):
        planes[goal].take(blocks, axis=0, out=found[at], mode="clip")
    return found


def _bits(planes: Words, entries: Array) -> npt.NDArray[np.uint8]:
    """0 or 1 for each plane and entry: (p, m)."""
    bits = planes.view(np.uint8).reshape(len(planes), -1).take(entries >> 3, axis=1)
    bits >>= (entries & 7).astype(np.uint8)
    bits &= np.uint8(1)
    return bits


def _sums(weights: tuple[float, ...], each: float) -> Array:
    """What each subset adds: float32 (2 ** p,)."""
    chosen = np.arange(2 ** len(weights))[:, None] >> np.arange(len(weights)) & 1
    return _rough((chosen * np.array(weights)).sum(axis=1) * each)


def _rough(values: Array) -> npt.NDArray[np.float32]:
    return values.astype(np.float32)
