"""A float32 pass over all cards that leaves out those which cannot be among the first k.

How far a float32 worth can be from the float64 one, in units of u = 2**-24 (the relative rounding of one
operation), times the card's prior:

- sector: rounded once, 1 u.
- goals: at most 8 non-negative summands of two rounded factors, then a rounded divisor, at most 13 u.
- place: differences of stored coordinates are rounded once whatever the distance, so the chord's square s is
  within 5 u of itself, its root 3.5 u, and t = d / scale 8 u after the series; exp(-t) then moves by
  8 t exp(-t) u ≤ 3 u, plus numpy's own exp, 2.6 ulp ≤ 5.2 u. The series 2 asin(c / 2) ≈ c + c³ / 24 leaves
  out 3 c⁵ / 640 and so moves exp(-t) by at most (3 / 640) · 21.1 · (scale / R)⁴ ≤ 1.7 u at 200 km, and what
  is cut at t = 17 is below 5e-8, 1 u. Together 11 u, more than the 1 u of a remote place.
- time: two exact integers divided, 1 u.
- fit: a weighted mean of the four, at most 13 u, and 5 u for the weights, products and sums.
- worth: the prior and the product, 2 u more.

20 u < 1.2e-6. A card that is truly among the first k has a rough worth of at least the k-th rough worth minus
twice that, 2.4e-6; MARGIN is larger still.
"""

import functools

import numpy as np
import numpy.typing as npt

from ranking.market import Cards, Seeker
from ranking.places import EARTH_RADIUS_KM
from ranking.rules import Rules
from ranking.terms import IN_PERSON, REMOTE
from ranking.weights import MOST_GOALS, MOST_GOALS_EACH, Weights

Rough = npt.NDArray[np.float32]
Positions = npt.NDArray[np.intp]

MARGIN = 4e-6
# Its temporaries stay in the processor's second-level cache.
CHUNK = 32_768
NO_PLACE_EXPONENT = 17.0
ROWS_PER_MAXIMUM = 16


def likely_first(seeker: Seeker, cards: Cards, allowed: npt.NDArray[np.bool_], k: int, rules: Rules) -> Positions:
    """Positions, ascending, that hold the first k allowed cards for certain, and few others.

    allowed: bool (n,). k ≥ 1. Fewer than k when fewer are allowed.
    """
    worths = rough_worths(seeker, cards, rules)
    worths *= allowed
    # The smallest float32 covers products that underflow.
    margin = MARGIN * cards.largest_prior + float(np.finfo(np.float32).tiny)
    found = np.flatnonzero(worths >= np.float32(_at_most_kth(worths, k) - margin))
    found = found[allowed[found]]
    if found.size <= k:
        return found
    among = worths[found]
    return found[among >= np.float32(_kth(among, k) - margin)]


def rough_worths(seeker: Seeker, cards: Cards, rules: Rules) -> Rough:
    """fit · prior of every card, eligible or not, within 1.2e-6 · prior of its float64 value: (n,)."""
    worths = np.empty(len(cards), dtype=np.float32)
    for start in range(0, len(cards), CHUNK):
        part = slice(start, start + CHUNK)
        worth = worths[part]
        _begin_with_sector(worth, seeker, cards, part, rules)
        if seeker.role == "mentee":
            _add_goals_of_seeker(worth, seeker, cards, part, rules.weights)
        else:
            _add_goals_of_cards(worth, seeker, cards, part, rules.weights)
        _add_place(worth, seeker, cards, part, rules.weights)
        _add_time(worth, seeker, cards, part, rules.weights)
        worth *= cards.rough_priors[part]
    return worths


def _at_most_kth(worths: Rough, k: int) -> float:
    """At most the k-th largest: the k-th largest of the maxima of disjoint groups is that, and cheap."""
    groups = worths.size // ROWS_PER_MAXIMUM
    if groups < 4 * k:
        return _kth(worths, k)
    rows = worths[: groups * ROWS_PER_MAXIMUM].reshape(ROWS_PER_MAXIMUM, groups)
    return _kth(rows.max(axis=0), k)


def _kth(worths: Rough, k: int) -> float:
    if worths.size <= k:
        return 0.0
    at = worths.size - k
    return float(np.partition(worths, at)[at])


def _begin_with_sector(fit: Rough, seeker: Seeker, cards: Cards, part: slice, rules: Rules) -> None:
    similar = rules.similar_to(seeker.sectors)
    table = np.zeros(similar.size, dtype=np.float32)
    np.multiply(similar[:-1], rules.weights.sector, out=table[1:], casting="same_kind")
    np.take(table, cards.sector_slots[part, 0], out=fit, mode="clip")
    other = np.empty_like(fit)
    for column in (1, 2):
        np.take(table, cards.sector_slots[part, column], out=other, mode="clip")
        np.maximum(fit, other, out=fit)


def _add_goals_of_seeker(fit: Rough, seeker: Seeker, cards: Cards, part: slice, weights: Weights) -> None:
    order = weights.of_goals(len(seeker.goals))
    # Goals of the same weight are counted together, as bytes: 3, 2, 1, 1, 1 takes three products, not five.
    for weight in set(order):
        wanted = [goal for goal, w in zip(seeker.goals, order, strict=True) if w == weight]
        planes = [cards.goal_planes[goal, part] for goal in wanted if goal < len(cards.goal_planes)]
        if planes:
            fit += functools.reduce(np.add, planes) * np.float32(weights.goals * weight / sum(order))


def _add_goals_of_cards(fit: Rough, seeker: Seeker, cards: Cards, part: slice, weights: Weights) -> None:
    helps = np.zeros(MOST_GOALS + 1, dtype=np.float32)
    helps[[goal + 1 for goal in seeker.goals]] = 1
    order = weights.of_goals(MOST_GOALS_EACH)
    met, goal_met = np.zeros_like(fit), np.empty_like(fit)
    for place in range(cards.goal_slots.shape[1]):
        table = helps * np.float32(order[place])
        np.take(table, cards.goal_slots[part, place], out=goal_met, mode="clip")
        met += goal_met
    per_total = np.zeros(MOST_GOALS_EACH + 1, dtype=np.float32)
    per_total[1:] = weights.goals / np.cumsum(order)
    np.take(per_total, cards.goal_counts[part], out=goal_met, mode="clip")
    met *= goal_met
    fit += met


def _add_place(fit: Rough, seeker: Seeker, cards: Cards, part: slice, weights: Weights) -> None:
    best = np.zeros_like(fit)
    if seeker.modalities & IN_PERSON:
        best = _nearness(seeker, cards, part, weights)
        best *= cards.in_person[part]
    if seeker.modalities & REMOTE:
        np.maximum(best, cards.remote[part] * np.float32(weights.remote), out=best)
    best *= np.float32(weights.place)
    fit += best


def _nearness(seeker: Seeker, cards: Cards, part: slice, weights: Weights) -> Rough:
    """exp(-d / scale), d = R (c + c³ / 24) from the chord c; a float32 dot product would be off by 3 km."""
    square: Rough = cards.xyz[part, 0] - seeker.xyz[0]
    square *= square
    for axis in (1, 2):
        away = cards.xyz[part, axis] - seeker.xyz[axis]
        away *= away
        square += away
    per_chord = EARTH_RADIUS_KM / weights.distance_scale_km
    # Cut before exp: denormals make it three times slower.
    np.minimum(square, np.float32((NO_PLACE_EXPONENT / per_chord) ** 2), out=square)
    chord = np.sqrt(square)
    square *= np.float32(-per_chord / 24)
    square -= np.float32(per_chord)
    square *= chord
    return np.exp(square, out=square)


def _add_time(fit: Rough, seeker: Seeker, cards: Cards, part: slice, weights: Weights) -> None:
    unknown = np.float32(weights.time * weights.time_unknown)
    free = seeker.availability
    if not free:
        fit += unknown
        return
    smaller = np.minimum(cards.day_parts_given[part], np.float32(free.bit_count()))
    shared = np.bitwise_count(cards.availability[part] & np.uint32(free)) * np.float32(weights.time)
    shared /= smaller
    fit += shared
    # Where nothing was given, nothing is shared: the half is simply added.
    fit += cards.day_parts_unknown[part] * unknown
