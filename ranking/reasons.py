"""Why a card is there: the largest parts of the numbers that ordered it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ranking.weights import Weights

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Reasons:
    """Up to `most` reasons for each of m cards, the largest first.

    terms: int8 (m, most), positions in TERMS, -1 where there is no further one.
    contributions: (m, most), weight · term, 0 beside a -1. rest: (m,), what the terms left out add, so that
    contributions.sum(axis=1) + rest is the card's fit (to rounding).
    """

    terms: npt.NDArray[np.int8]
    contributions: Floats
    rest: Floats


def reasons(terms: Floats, weights: Weights, most: int = 3) -> Reasons:
    """The largest weight · term of each card, zeros left out; equal ones in the order of TERMS.

    terms: (m, 4) as given by Ranked. ValueError for another shape, or `most` outside 1 to 4.
    """
    if terms.ndim != 2 or terms.shape[1] != 4:
        raise ValueError(f"terms must have four columns, not the shape {terms.shape}.")
    if not 1 <= most <= 4:
        raise ValueError(f"most must be from 1 to 4, it is {most}.")
    parts = terms * np.array(weights.of_terms)
    order = np.argsort(-parts, axis=1, kind="stable")
    largest_first = np.take_along_axis(parts, order, axis=1)
    shown = largest_first[:, :most]
    named = np.where(shown > 0, order[:, :most], -1).astype(np.int8)
    return Reasons(named, shown, largest_first[:, most:].sum(axis=1))
