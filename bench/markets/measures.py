"""What is said of a market: how unequal, and how sure."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

# Student's t at 97.5 %, by degrees of freedom from 1; from 30 on it is all but the normal one.
T_TABLE = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045,
)  # fmt: skip
T_AT_LAST = 1.96


class Interval(NamedTuple):
    """A mean, and between which figures the true one lies with 95 %."""

    mean: float
    low: float
    high: float


def interval(values: Sequence[float]) -> Interval:
    """Student's, of the mean; without an end where there is only one value."""
    each = np.asarray(values, dtype=np.float64)
    mean, freedom = float(each.mean()), len(each) - 1
    if freedom == 0:
        return Interval(mean, -np.inf, np.inf)
    t = T_TABLE[freedom - 1] if freedom <= len(T_TABLE) else T_AT_LAST
    half = float(t * each.std(ddof=1) / np.sqrt(len(each)))
    return Interval(mean, mean - half, mean + half)


def gini(amounts: npt.ArrayLike) -> float:
    """0 where all have the same, towards 1 where one has everything."""
    ordered = np.sort(np.asarray(amounts, dtype=np.float64))
    n, total = len(ordered), ordered.sum()
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * total)) if total else 0.0
