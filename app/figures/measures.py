"""Medians and the like, of many people at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# Under so many, a quantile is one person's.
FEWEST = 20
SHARE_STEP = 0.05

Weighted = tuple[NDArray[np.float64], NDArray[np.int64]]
"""Two arrays of one length: values, and how often each stands."""


def of_answers(hours: Weighted, settled: int) -> dict[str, float]:
    """How long answers take, in whole hours, and the share of requests that are answered, to five in a hundred."""
    answered = int(hours[1].sum())
    if answered < FEWEST:
        return {}
    return {
        "median-hours": round(quantile(hours, 0.5)),
        "p90-hours": round(quantile(hours, 0.9)),
        "share-answered": round(round(answered / settled / SHARE_STEP) * SHARE_STEP, 2),
    }


def of_loads(loads: Weighted) -> dict[str, float]:
    """What waits or goes on for each seat, and how unevenly: 0, all alike; near 1, all of it on one."""
    if int(loads[1].sum()) < FEWEST:
        return {}
    return {"mean-load": round(float(np.average(loads[0], weights=loads[1])), 1), "gini": round(gini(loads), 2)}


def quantile(weighted: Weighted, share: float) -> float:
    """The least value that as great a share does not exceed."""
    values, numbers = _sorted(weighted)
    passed = np.cumsum(numbers)
    return float(values[np.searchsorted(passed, share * passed[-1])])


def gini(weighted: Weighted) -> float:
    """Half the mean difference between two, over the mean: C. Gini, 1912. 0 where nobody has anything."""
    values, numbers = _sorted(weighted)
    held = np.cumsum(values * numbers)
    if not held[-1]:
        return 0.0
    before = np.concatenate(([0.0], held[:-1]))
    # Twice the surface under the Lorenz curve, by trapezes.
    under = float(((before + held) * numbers).sum() / (held[-1] * numbers.sum()))
    return 1 - under


def weighted(pairs: Sequence[tuple[float, int]]) -> Weighted:
    values, numbers = zip(*pairs, strict=True) if pairs else ((), ())
    return np.array(values, np.float64), np.array(numbers, np.int64)


def _sorted(weighted: Weighted) -> Weighted:
    order = np.argsort(weighted[0], kind="stable")
    return weighted[0][order], weighted[1][order]
