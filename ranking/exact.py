"""The final stage, in float64: the numbers that order the cards, and explain them."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ranking import terms
from ranking.market import Seeker
from ranking.rows import Rows
from ranking.rules import Rules

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """The first m ≤ k cards, best first.

    positions: (m,) in the index. scores: (m,) = fits · priors[positions]. fits: (m,) = Σ weight · term, summed
    from left to right. terms: (m, 4) in the order of TERMS, the very numbers that ordered the cards.
    """

    positions: Positions
    scores: Floats
    fits: Floats
    terms: Floats


class Judged(NamedTuple):
    """Some cards in no order. positions, ranks, scores, fits: (m,). terms: (4, m)."""

    positions: Array
    ranks: Array
    scores: Floats
    fits: Floats
    terms: Floats


def best_of(seeker: Seeker, rows: Rows, positions: Array, k: int, rules: Rules) -> Ranked:
    """The k best of those positions, each given once: worth in float64, then the lowest rank."""
    return first(judged(seeker, rows, positions, live_terms(seeker, rows, positions, rules), rules), k)


def live_terms(seeker: Seeker, rows: Rows, positions: Array, rules: Rules) -> tuple[Floats, Floats]:
    """Place and time."""
    modalities = rows.modalities.take(positions)
    xyz = rows.xyz.take(positions, axis=1)
    place = terms.place(xyz, modalities, seeker.xyz, seeker.modalities, rules.weights)
    return place, terms.time(rows.availability.take(positions), seeker.availability, rules.weights)


def judged(seeker: Seeker, rows: Rows, positions: Array, live: tuple[Floats, Floats], rules: Rules) -> Judged:
    """live: their place and time."""
    of_goals = terms.goals_of_seeker if seeker.role == "mentee" else terms.goals_of_cards
    found = np.empty((4, len(positions)))
    found[0] = terms.sector(rules.similar_to(seeker.sectors), rows.sectors.take(positions, axis=1))
    found[1] = of_goals(rows.goals.take(positions, axis=1), seeker.goals, rules.weights)
    found[2], found[3] = live
    fits = terms.weighted_sum(rules.weights.of_terms, found)
    return Judged(positions, rows.ranks.take(positions), fits * rows.priors.take(positions), fits, found)


def first(cards: Judged, k: int) -> Ranked:
    """The k best, though some be there twice: worth, then the lowest rank."""
    order = np.lexsort((cards.ranks, -cards.scores))
    positions = cards.positions.take(order)
    again = positions[1:] == positions[:-1]
    if again.any():
        order = order[np.concatenate([[True], ~again])]
    order = order[:k]
    return Ranked(
        cards.positions.take(order).astype(np.intp, copy=False),
        cards.scores.take(order),
        cards.fits.take(order),
        np.ascontiguousarray(cards.terms.take(order, axis=1).T),
    )
