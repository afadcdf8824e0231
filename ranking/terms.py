"""The four terms, in float64. These functions are the definition: whatever is faster must agree with them.

Each takes the columns of n cards and gives (n,) float64 in [0, 1].
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
    """max over c of similar[sectors[:, c]].

    similar: (S + 1,) from Rules.similar_to. sectors: (n, 3), -1 where there is none.
    """
    best: Floats = similar[sectors].max(axis=1)
    return best


def goals_of_seeker(goals: Sequence[int], offers: npt.NDArray[np.uint8], weights: Weights) -> Floats:
    """Σ w_p · offers[goals[p]] / Σ w_p: the share of a mentee's goals that each mentor can help with.

    goals: the seeker's, in order. offers: (G, n), 1 where a mentor can help with that goal; nobody can
    with those from G on. w: weights.goal_order. 0 without a goal.
    """
    met = np.zeros(offers.shape[1])
    order = weights.of_goals(len(goals))
    for goal, weight in zip(goals, order, strict=True):
        if goal < len(offers):
            met += weight * offers[goal]
    return met / sum(order) if goals else met


def goals_of_cards(goals: npt.NDArray[np.int8], offered: Sequence[int], weights: Weights) -> Floats:
    """Σ w_p [goals[:, p] in offered] / Σ w_p: the share of each mentee's goals that a mentor can help with.

    goals: (n, g) in order, padded at the end with -1. offered: the seeker's. w: weights.goal_order.
    0 without a goal.
    """
    helps = np.zeros(MOST_GOALS + 1)
    helps[list(offered)] = 1.0
    met, total = np.zeros(len(goals)), np.zeros(len(goals))
    for place, weight in enumerate(weights.of_goals(goals.shape[1])):
        met += weight * helps[goals[:, place]]
        total += weight * (goals[:, place] >= 0)
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
    xyz: (n, 3) unit vectors. modalities: (n,) bits IN_PERSON, REMOTE. here, open_to: the seeker's.
    """
    away = xyz.astype(np.float64) - here.astype(np.float64)
    square = away[:, 0] * away[:, 0] + away[:, 1] * away[:, 1] + away[:, 2] * away[:, 2]
    distance = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(np.sqrt(square) / 2, 1.0))
    near = np.exp(-np.minimum(distance / weights.distance_scale_km, FARTHEST_EXPONENT))
    shared = modalities & np.uint8(open_to)
    in_person = np.where(shared & IN_PERSON, near, 0.0)
    return np.maximum(in_person, np.where(shared & REMOTE, weights.remote, 0.0))


def time(availability: npt.NDArray[np.uint32], free: int, weights: Weights) -> Floats:
    """|availability ∩ free| / min(|availability|, |free|); time_unknown when either gave none.

    availability: (n,) bits of the 21 day parts. free: the seeker's.
    """
    given = np.bitwise_count(availability).astype(np.float64)
    smaller = np.minimum(given, free.bit_count())
    shared = np.bitwise_count(availability & np.uint32(free)).astype(np.float64)
    unknown = np.full(len(availability), weights.time_unknown)
    share: Floats = np.divide(shared, smaller, out=unknown, where=smaller > 0)
    return share
