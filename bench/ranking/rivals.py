"""Other ways to the same list, on one core."""

import importlib.util
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from ranking import Cards, Index, Ranked, Rules, Seeker, terms
from ranking.exact import best_of
from ranking.lens import Lens
from ranking.places import EARTH_RADIUS_KM
from ranking.plain import scan_stretch
from ranking.seen import Seen
from ranking.shortlist import Shortlist

Positions = npt.NDArray[np.intp]


def naive(cards: Cards, rules: Rules, k: int) -> Callable[[Seeker], Positions]:
    """A full scan in float64, as it is usually written: whole columns, each term after the other."""
    weights = rules.weights
    xyz = cards.xyz.astype(np.float64)

    def deal(seeker: Seeker) -> Positions:
        # The last one, for -1, is 0.
        similar = np.roll(rules.similar_to(seeker.sectors), -1)
        sector = similar[cards.sectors].max(axis=1)
        goals, order = np.zeros(len(cards)), weights.of_goals(len(seeker.goals))
        for goal, weight in zip(seeker.goals, order, strict=True):
            goals += weight * (cards.goals == goal).any(axis=1)
        goals /= sum(order) or 1.0
        chord = np.sqrt(((xyz - seeker.xyz.astype(np.float64)) ** 2).sum(axis=1))
        near = np.exp(-2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2, 1)) / weights.distance_scale_km)
        ways = cards.modalities & seeker.modalities
        place = np.maximum(np.where(ways & 1, near, 0), np.where(ways & 2, weights.remote, 0))
        smaller = np.minimum(np.bitwise_count(cards.availability), seeker.availability.bit_count())
        shared = np.bitwise_count(cards.availability & np.uint32(seeker.availability))
        time = np.where(smaller > 0, shared / np.maximum(smaller, 1), weights.time_unknown)
        fit = weights.sector * sector + weights.goals * goals + weights.place * place + weights.time * time
        worth = fit * cards.priors
        worth[(ways == 0) | (cards.languages & np.uint32(seeker.languages) == 0)] = -1
        limit = np.partition(worth, -k)[-k] if k < len(worth) else 0
        best = np.flatnonzero(worth >= max(limit, 0))
        return best[np.lexsort((cards.ranks[best], -worth[best]))][:k]

    return deal


def plain(index: Index, rules: Rules, k: int) -> Callable[[Seeker], Positions]:
    """The best scan of everybody: float32, a chunk at a time, and float64 for the few at the top."""
    rows, n = index.rows, len(index)

    def deal(seeker: Seeker) -> Positions:
        lens = Lens(seeker, rules)
        shortlist = Shortlist(seeker, rows, k, rules)
        scan_stretch(lens, rows, range(n), Seen(None, n), shortlist)
        return shortlist.ranked().positions

    return deal


def float64_scan(index: Index, seeker: Seeker, k: int, rules: Rules, leave_out: Positions | None) -> Ranked:
    """The definition of every term over everybody: right, and slow."""
    rows, weights = index.members, rules.weights
    of_goals = terms.goals_of_seeker if seeker.role == "mentee" else terms.goals_of_cards
    columns = [
        terms.sector(rules.similar_to(seeker.sectors), rows.sectors),
        of_goals(rows.goals, seeker.goals, weights),
        terms.place(rows.xyz, rows.modalities, seeker.xyz, seeker.modalities, weights),
        terms.time(rows.availability, seeker.availability, weights),
    ]
    scores = terms.weighted_sum(weights.of_terms, np.stack(columns)) * rows.priors
    allowed = rows.eligible & (rows.modalities & np.uint8(seeker.modalities) != 0)
    allowed &= rows.languages & np.uint32(seeker.languages) != 0
    if leave_out is not None:
        allowed[leave_out] = False
    scores[~allowed] = -1
    limit = np.partition(scores, -k)[-k] if k < len(scores) else 0
    return best_of(seeker, rows, (scores >= max(limit, 0)).nonzero()[0], k, rules)


def reading_once(index: Index) -> Callable[[], int]:
    """What a scan reads of each card, 24 bytes, added up: nothing that looks at everybody can be quicker."""
    rows = index.members
    columns = [*rows.xyz, rows.availability, rows.priors]
    words = [np.ascontiguousarray(column[: len(column) & ~1]).view(np.uint64) for column in columns]
    return lambda: sum(int(np.bitwise_xor.reduce(column)) for column in words)


def has_faiss() -> bool:
    return importlib.util.find_spec("faiss") is not None
