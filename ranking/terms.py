"""The four terms, in float64. These functions are the definition: whatever is faster must agree with them.

Each takes the columns of m cards, in slots as Rows has them, and gives (m,) float64 in [0, 1].
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from ranking.places import EARTH_RADIUS_KM
from ranking.weights import DAY_PARTS, MOST_GOALS, Weights

Floats = npt.NDArray[np.float64]
IN_PERSON = 1
REMOTE = 2
# Whether two meet in person, or work remotely: by the modalities of one and of the other.
WITH_IN_PERSON = np.array([[float(one & other & IN_PERSON > 0) for other in range(4)] for one in range(4)])
WITH_REMOTE = np.array([[float(one & other & REMOTE > 0) for other in range(4)] for one in range(4)])
# exp(-700) is about the least float64 that is not denormal; further out everything is equally far.
FARTHEST_EXPONENT = 700.0


def sector(similar: Floats, sectors: npt.NDArray[np.int16]) -> Floats:
    """max over c of similar[sectors[c]].

    similar: (S + 1,) from Rules.similar_to. sectors: slots (3, m), 0 where there is none.
    """
    best: Floats = np.maximum.reduce(similar.take(sectors), axis=0)
    return best


def goals_of_seeker(goals: npt.NDArray[np.uint8], wanted: Sequence[int], weights: Weights) -> Floats:
    """Σ w_p [wanted[p] in goals] / Σ w_p: the share of a mentee's goals that each mentor can help with.

    goals: slots (g, m), 0 where there is none. wanted: the seeker's, in order. w: weights.goal_order.
    0 without a goal.
    """
    if not wanted:
        return np.zeros(goals.shape[1])
    order = weights.of_goals(len(wanted))
    slots = np.array([goal + 1 for goal in wanted], dtype=np.uint8)
    helps = np.logical_or.reduce(goals[:, None] == slots[:, None], axis=0)
    share = weighted_sum(order, helps)
    share /= sum(order)
    return share


def goals_of_cards(goals: npt.NDArray[np.uint8], offered: Sequence[int], weights: Weights) -> Floats:
    """Σ w_p [goals[p] in offered] / Σ w_p: the share of each mentee's goals that a mentor can help with.

    goals: slots (g, m) in order, 0 where there is none. offered: the seeker's. w: weights.goal_order.
    0 without a goal.
    """
    helps = np.zeros(MOST_GOALS + 1)
    helps[[goal + 1 for goal in offered]] = 1.0
    order = weights.of_goals(len(goals))
    share = weighted_sum(order, helps.take(goals))
    # Cards have their goals in the first slots, so that how many there are says which weights they have.
    totals = np.array([1.0, *accumulate(order)])
    share /= totals.take(np.add.reduce(goals > 0, axis=0, dtype=np.uint8))
    return share


def place(
    xyz: npt.NDArray[np.float32],
    modalities: npt.NDArray[np.uint8],
    here: npt.NDArray[np.float32],
    open_to: int,
    weights: Weights,
) -> Floats:
    """max(exp(-d / distance_scale_km) if both meet in person, remote if both work remotely); 0 with neither.

    d = 2 R asin(|xyz - here| / 2), the great circle from its chord; d / scale is cut at 700.
    xyz: unit vectors (3, m). modalities: (m,) bits IN_PERSON, REMOTE. here, open_to: the seeker's.
    """
    remote: Floats = WITH_REMOTE[open_to].take(modalities)
    remote *= weights.remote
    if not open_to & IN_PERSON:
        return remote
    away = xyz - here.astype(np.float64)[:, None]
    away *= away
    square: Floats = np.add.reduce(away, axis=0)
    # Step by step in one place: new arrays would cost as much as the sums.
    chord = np.sqrt(square, out=square)
    chord /= 2
    np.minimum(chord, 1.0, out=chord)
    distance = np.arcsin(chord, out=chord)
    distance *= 2 * EARTH_RADIUS_KM
    distance /= -weights.distance_scale_km
    np.maximum(distance, -FARTHEST_EXPONENT, out=distance)
    near = np.exp(distance, out=distance)
    near *= WITH_IN_PERSON[open_to].take(modalities)
    np.maximum(near, remote, out=near)
    return near


def time(availability: npt.NDArray[np.uint32], free: int, weights: Weights) -> Floats:
    """|availability ∩ free| / min(|availability|, |free|); time_unknown when either gave none.

    availability: (m,) bits of the 21 day parts. free: the seeker's.
    """
    given = np.bitwise_count(availability)
    shared = np.bitwise_count(availability & np.uint32(free))
    at = np.multiply(given, DAY_PARTS + 1, dtype=np.uint16)
    at += shared
    share: Floats = _shares(free.bit_count(), weights.time_unknown).take(at)
    return share


@lru_cache(maxsize=256)
def _shares(free: int, unknown: float) -> Floats:
    """By day parts given · 22 + day parts shared."""
    given = np.arange(DAY_PARTS + 1)
    smaller = np.minimum(given, free)[:, None]
    shares = np.full((DAY_PARTS + 1, DAY_PARTS + 1), unknown)
    np.divide(given, smaller, out=shares, where=smaller > 0)
    return shares.ravel()


def weighted_sum(weights: Sequence[float], columns: npt.NDArray[np.generic]) -> Floats:
    """Σ w_p · columns[p] from the first to the last: (m,) of (p, m).

    Never in another order: a matrix product may sum differently on another machine, and break ties differently.
    """
    total: Floats = columns[0] * weights[0]
    for weight, column in zip(weights[1:], columns[1:], strict=True):
        total += column * weight
    return total
