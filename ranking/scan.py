"""The exact top-k: a float32 sieve over all, then float64 for the few that may be among them."""

import operator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ranking import terms
from ranking.market import Cards, Seeker
from ranking.rules import Rules
from ranking.sieve import likely_first

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """The first m ≤ k cards, best first.

    positions: (m,) in Cards. scores: (m,) = fits · priors[positions]. fits: (m,) = Σ weight · term, summed
    from left to right. terms: (m, 4) in the order of TERMS, the very numbers that ordered the cards.
    """

    positions: Positions
    scores: Floats
    fits: Floats
    terms: Floats


def top(
    seeker: Seeker,
    cards: Cards,
    eligible: Flags | None,
    k: int,
    rules: Rules,
    *,
    exclude: npt.NDArray[np.integer] | None = None,
) -> Ranked:
    """The k best cards in worth, the lowest rank first among equals: the same list as a plain float64 scan.

    eligible: bool (n,), or None for all. exclude: positions to leave out, repeated or not. A card that lacks
    a modality or a language in common with the seeker is never eligible. ValueError for a negative k, a mask
    of the wrong shape, a position outside the cards, or a sector outside the rules' table.
    """
    k = operator.index(k)
    if k < 0:
        raise ValueError(f"k must not be negative, it is {k}.")
    if cards.sector_count > len(rules.similarity):
        raise ValueError(f"The cards have a sector that is not among the {len(rules.similarity)} of the table.")
    allowed = _allowed(seeker, cards, eligible, exclude)
    if k == 0 or not allowed.any():
        return in_order(seeker, cards, np.empty(0, dtype=np.intp), 0, rules)
    return in_order(seeker, cards, likely_first(seeker, cards, allowed, k, rules), k, rules)


def _allowed(seeker: Seeker, cards: Cards, eligible: Flags | None, exclude: npt.NDArray[np.integer] | None) -> Flags:
    allowed: Flags = (cards.modalities & np.uint8(seeker.modalities)) != 0
    allowed &= (cards.languages & np.uint32(seeker.languages)) != 0
    if eligible is not None:
        if eligible.dtype != np.bool_ or eligible.shape != allowed.shape:
            raise ValueError(f"eligible must be bool {allowed.shape}, not {eligible.dtype} {eligible.shape}.")
        allowed &= eligible
    if exclude is not None and exclude.size:
        if not np.issubdtype(exclude.dtype, np.integer):
            raise ValueError(f"exclude must hold integer positions, not {exclude.dtype}.")
        if exclude.min() < 0 or exclude.max() >= len(cards):
            raise ValueError(f"exclude must hold positions from 0 to {len(cards) - 1}.")
        allowed[exclude] = False
    return allowed


def in_order(seeker: Seeker, cards: Cards, positions: Positions, k: int, rules: Rules) -> Ranked:
    of_cards = _terms(seeker, cards, positions, rules)
    fits = _fits(of_cards, rules)
    scores = fits * cards.priors[positions]
    order = np.lexsort((cards.ranks[positions], -scores))[:k]
    return Ranked(positions[order], scores[order], fits[order], of_cards[order])


def _terms(seeker: Seeker, cards: Cards, positions: Positions, rules: Rules) -> Floats:
    weights = rules.weights
    if seeker.role == "mentee":
        goals = terms.goals_of_seeker(seeker.goals, cards.goal_planes[:, positions], weights)
    else:
        goals = terms.goals_of_cards(cards.goals[positions], seeker.goals, weights)
    sector = terms.sector(rules.similar_to(seeker.sectors), cards.sectors[positions])
    modalities = cards.modalities[positions]
    place = terms.place(cards.xyz[positions], modalities, seeker.xyz, seeker.modalities, weights)
    time = terms.time(cards.availability[positions], seeker.availability, weights)
    return np.stack([sector, goals, place, time], axis=1)


def _fits(of_cards: Floats, rules: Rules) -> Floats:
    # Written out: a matrix product may sum in another order on another machine, and break ties differently.
    sector, goals, place, time = rules.weights.of_terms
    fits: Floats = sector * of_cards[:, 0] + goals * of_cards[:, 1] + place * of_cards[:, 2] + time * of_cards[:, 3]
    return fits
