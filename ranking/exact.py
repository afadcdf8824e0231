"""The final stage, in float64: the numbers that order the cards, and explain them."""

from dataclasses import dataclass
from typing import Any

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


def best_of(seeker: Seeker, rows: Rows, positions: Array, k: int, rules: Rules) -> Ranked:
    """The k best of those positions, each given once: worth in float64, then the lowest rank."""
    of_cards = _terms(seeker, rows, positions, rules)
    fits = terms.weighted_sum(rules.weights.of_terms, of_cards)
    scores = fits * rows.priors.take(positions)
    order = np.lexsort((rows.ranks.take(positions), -scores))[:k]
    return Ranked(
        positions[order].astype(np.intp), scores[order], fits[order], np.ascontiguousarray(of_cards[:, order].T)
    )


def _terms(seeker: Seeker, rows: Rows, positions: Array, rules: Rules) -> Floats:
    """float64 (4, m)."""
    weights = rules.weights
    of_goals = terms.goals_of_seeker if seeker.role == "mentee" else terms.goals_of_cards
    found = np.empty((4, len(positions)))
    found[0] = terms.sector(rules.similar_to(seeker.sectors), rows.sectors.take(positions, axis=1))
    found[1] = of_goals(rows.goals.take(positions, axis=1), seeker.goals, weights)
    modalities = rows.modalities.take(positions)
    found[2] = terms.place(rows.xyz.take(positions, axis=1), modalities, seeker.xyz, seeker.modalities, weights)
    found[3] = terms.time(rows.availability.take(positions), seeker.availability, weights)
    return found
