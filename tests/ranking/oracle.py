"""The plain float64 scan of everything: slow, obvious, right by definition, and sharing no code with ours."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from ranking import Cards, Ranked, Rules, Seeker

Floats = npt.NDArray[np.float64]
Sorter = Callable[[Floats, npt.NDArray[np.int64]], npt.NDArray[np.intp]]


def best_first(scores: Floats, ranks: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
    return np.lexsort((ranks, -scores))


def best_first_in_float32(scores: Floats, ranks: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
    """The broken variant: what a scan without the final float64 stage would do."""
    return np.lexsort((ranks, -scores.astype(np.float32)))


def full_scan(
    seeker: Seeker,
    cards: Cards,
    eligible: npt.NDArray[np.bool_] | None,
    k: int,
    rules: Rules,
    *,
    exclude: npt.NDArray[np.integer] | None = None,
    sort: Sorter = best_first,
) -> Ranked:
    weights = rules.weights
    columns = [
        sector_term(seeker, cards, rules),
        goals_term(seeker, cards, rules),
        place_term(seeker, cards, rules),
        time_term(seeker, cards, rules),
    ]
    shares = [weights.sector, weights.goals, weights.place, weights.time]
    fits = np.zeros(len(cards.ranks))
    for share, column in zip(shares, columns, strict=True):
        fits = fits + share * column
    scores = fits * cards.priors
    kept = np.ones(len(cards.ranks), dtype=bool) if eligible is None else eligible.copy()
    kept &= (cards.modalities & seeker.modalities) > 0
    kept &= (cards.languages.astype(np.int64) & seeker.languages) > 0
    if exclude is not None:
        kept &= ~np.isin(np.arange(len(kept)), exclude)
    positions = np.flatnonzero(kept)
    first = positions[sort(scores[positions], cards.ranks[positions])][:k]
    return Ranked(first, scores[first], fits[first], np.stack(columns, axis=1)[first])


def sector_term(seeker: Seeker, cards: Cards, rules: Rules) -> Floats:
    best = np.zeros(len(cards.ranks))
    for mine in seeker.sectors:
        for theirs in cards.sectors.T:
            best = np.maximum(best, np.where(theirs >= 0, rules.similarity[mine, theirs], 0.0))
    return best


def goals_term(seeker: Seeker, cards: Cards, rules: Rules) -> Floats:
    order = rules.weights.goal_order
    met, total = np.zeros(len(cards.ranks)), np.zeros(len(cards.ranks))
    if seeker.role == "mentee":
        for at, goal in enumerate(seeker.goals):
            weight = order[min(at, len(order) - 1)]
            met = met + weight * (cards.goals == goal).any(axis=1)
            total = total + weight
    else:
        for at, goals in enumerate(cards.goals.T):
            weight = order[min(at, len(order) - 1)]
            met = met + weight * np.isin(goals, list(seeker.goals))
            total = total + weight * (goals != -1)
    return met / np.where(total > 0, total, 1.0)


def place_term(seeker: Seeker, cards: Cards, rules: Rules) -> Floats:
    chords = np.sqrt(((cards.xyz.astype(np.float64) - seeker.xyz.astype(np.float64)) ** 2).sum(axis=1))
    kilometres = 2 * 6371.0088 * np.arcsin(np.clip(chords / 2, 0, 1))
    near = np.exp(-np.clip(kilometres / rules.weights.distance_scale_km, 0, 700))
    both = cards.modalities & seeker.modalities
    return np.maximum(np.where(both & 1, near, 0.0), np.where(both & 2, rules.weights.remote, 0.0))


def time_term(seeker: Seeker, cards: Cards, rules: Rules) -> Floats:
    mine = np.array([seeker.availability >> part & 1 for part in range(21)])
    theirs = cards.availability[:, None] >> np.arange(21, dtype=np.uint32) & 1
    smaller = np.minimum(theirs.sum(axis=1), mine.sum())
    share = (theirs * mine).sum(axis=1) / np.where(smaller > 0, smaller, 1)
    return np.where(smaller > 0, share, rules.weights.time_unknown)
