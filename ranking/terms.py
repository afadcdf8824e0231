"""The four terms, in float64. These functions are the definition: whatever is faster must agree with them.

Each takes the columns of m cards, in slots as Rows has them, and gives (m,) float64 in [0, 1].
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ranking.places import EARTH_RADIUS_KM
from ranking.weights import MOST_GOALS, Weights

Floats = npt.NDArray[np.float64]
IN_PERSON = 1
REMOTE = 2
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
    slots = np.array(wanted, dtype=np.uint8) + np.uint8(1)
    helps = np.logical_or.reduce(goals[:, None] == slots[:, None], axis=0)
    return weighted_sum(order, helps) / sum(order)


def goals_of_cards(goals: npt.NDArray[np.uint8], offered: Sequence[int], weights: Weights) -> Floats:
    """Σ w_p [goals[p] in offered] / Σ w_p: the share of each mentee's goals that a mentor can help with.

    goals: slots (g, m) in order, 0 where there is none. offered: the seeker's. w: weights.goal_order.
    0 without a goal.
    """
    helps = np.zeros(MOST_GOALS + 1)
    helps[[goal + 1 for goal in offered]] = 1.0
    met, total = np.zeros(goals.shape[1]), np.zeros(goals.shape[1])
    for slots, weight in zip(goals, weights.of_goals(len(goals)), strict=True):
        met += weight * helps.take(slots)
        total += weight * (slots > 0)
    return np.divide(met, total, out=met, where=total > 0)


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
    shared = modalities & np.uint8(open_to)
    remote = (shared >> 1) * np.float64(weights.remote)
    if not open_to & IN_PERSON:
        return remote
    away = xyz - here.astype(np.float64)[:, None]
    away *= away
    square = away[0] + away[1] + away[2]
    distance = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(np.sqrt(square) / 2, 1.0))
    near: Floats = np.exp(-np.minimum(distance / weights.distance_scale_km, FARTHEST_EXPONENT))
    near *= shared & IN_PERSON
    np.maximum(near, remote, out=near)
    return near


def time(availability: npt.NDArray[np.uint32], free: int, weights: Weights) -> Floats:
    """|availability ∩ free| / min(|availability|, |free|); time_unknown when either gave none.

    availability: (m,) bits of the 21 day parts. free: the seeker's.
    """
    share = np.empty(len(availability))
    share.fill(weights.time_unknown)
    if not free:
        return share
    smaller = np.minimum(np.bitwise_count(availability), np.uint8(free.bit_count()))
    shared = np.bitwise_count(availability & np.uint32(free))
    np.divide(shared, smaller, out=share, where=smaller > 0)
    return share


def weighted_sum(weights: Sequence[float], columns: npt.NDArray[np.generic]) -> Floats:
    """Σ w_p · columns[p] from the first to the last: (m,) of (p, m).

    Never in another order: a matrix product may sum differently on another machine, and break ties differently.
    """
    products = np.array(weights)[:, None] * columns
    total: Floats = np.add.accumulate(products, axis=0)[-1]
    return total
