"""A small share of every deck's places for members not seen for long, each place drawn at random."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

# A deck needs one or two of them: reading more costs time and changes nobody's chance for long.
MOST_CANDIDATES = 256


class Explored(NamedTuple):
    """A deck of n cards, two aligned arrays: positions (n,), and randomised (n,), whether chance gave the place."""

    positions: Positions
    randomised: Flags


def longest_unseen(unseen_days: npt.ArrayLike, eligible: npt.ArrayLike, most: int = MOST_CANDIDATES) -> Positions:
    """Positions (c,), c ≤ most, of the eligible members unseen for longest; those never seen first, in any order.

    unseen_days: (n,) days since each was last shown, inf for never. eligible: (n,) bool.
    It reads all n: 0.2 ms for 20 000, 20 ms for a million. There, call it once for many decks, and `explore` for each.
    """
    days = np.asarray(unseen_days, dtype=np.float64)
    rows = np.flatnonzero(eligible)
    if np.shape(eligible) != days.shape or not (days >= 0).all():
        raise ValueError("unseen_days and eligible must be two rows of the same length, no day negative.")
    if len(rows) <= most:
        return rows
    return rows[np.argpartition(-days[rows], most)[:most]]


def explore(
    ranked: npt.NDArray[np.integer],
    candidates: npt.NDArray[np.integer],
    fits: npt.ArrayLike,
    unseen_days: npt.ArrayLike,
    k: int,
    share: float,
    rng: np.random.Generator,
) -> Explored:
    """The first n = min(k, len(ranked)) of a ranked deck, a share of its places given to candidates.

    ranked: positions, best first, each once. candidates: (c,) positions that may be dealt, each once; those who are
    seen anyway are passed over. fits: (c,) ≥ 0; with 0 a candidate is never chosen. unseen_days: (c,) ≥ 0, inf for
    never, which counts as twice the longest given (one day at least).

    How many places: n · share, rounded up or down at random so that it is the mean, at most as many as there are
    candidates. Which: any, all equally likely, so that what is learned at one place holds for the others. Who:
    drawn without replacement with chances fit · days unseen (Efraimidis and Spirakis, Information Processing
    Letters 97, 2006). The others keep their order; the last of them give way. ValueError for anything else.
    """
    weights = _weights(candidates, fits, unseen_days)
    if not 0 <= share <= 1 or k < 0:
        raise ValueError("share must lie between 0 and 1, and k may not be negative.")
    first = np.asarray(ranked[:k], dtype=np.intp)
    wanted = int(len(first) * share + rng.random())
    if not wanted:
        return Explored(first, np.zeros(len(first), np.bool_))
    # Who gives way may be drawn: a card that is the last of every deck would else be the only one never seen.
    seen_anyway = _among(first[: len(first) - wanted], candidates)
    chosen = _draw(candidates, np.where(seen_anyway, 0.0, weights), wanted, rng)
    others = first[~_among(chosen, first)]
    randomised = np.zeros(len(first), np.bool_)
    randomised[rng.permutation(len(first))[: len(chosen)]] = True
    positions = np.empty_like(first)
    positions[randomised] = chosen
    positions[~randomised] = others[: len(first) - len(chosen)]
    return Explored(positions, randomised)


def _weights(candidates: npt.NDArray[np.integer], fits: npt.ArrayLike, unseen_days: npt.ArrayLike) -> Floats:
    fit, days = np.asarray(fits, dtype=np.float64), np.asarray(unseen_days, dtype=np.float64)
    if not np.shape(candidates) == fit.shape == days.shape or fit.ndim != 1:
        raise ValueError("candidates, fits and unseen_days must be three rows of the same length.")
    if not (np.isfinite(fit) & (fit >= 0) & (days >= 0)).all():
        raise ValueError("fits must be finite, and neither fits nor unseen_days negative.")
    never = np.isinf(days)
    longest = max(1.0, float(days[~never].max(initial=0.0)))
    # A member seen today keeps a chance, so that a market where all were seen today is explored as well.
    weights: Floats = fit * np.where(never, 2 * longest, days + 1e-3)
    return weights


def _draw(candidates: npt.NDArray[np.integer], weights: Floats, wanted: int, rng: np.random.Generator) -> Positions:
    """At most `wanted` of those with a weight, in any order."""
    some = np.flatnonzero(weights > 0)
    # The least of exponentials with these rates falls on each in proportion; the next least likewise.
    waits = rng.standard_exponential(len(some)) / weights[some]
    soonest = np.argpartition(waits, wanted)[:wanted] if wanted < len(waits) else np.arange(len(waits))
    return np.asarray(candidates, dtype=np.intp)[some[soonest]]


def _among(few: Positions, many: npt.NDArray[np.integer]) -> Flags:
    """Which of the many are one of the few; for a handful this is faster than `np.isin`."""
    among: Flags = (few[:, None] == np.asarray(many)).any(axis=0)
    return among
