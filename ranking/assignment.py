"""The seats of mentors given to mentees so that the total worth is largest, with the proof of how near it is.

The proof needs no trust in the search (weak duality of linear programming): whatever prices p ≥ 0 a seat has,
no assignment is worth more than Σ seats_j · p_j + Σ_i max(0, max_j (worth_ij − p_j)). `prove` computes that from
the edges and prices alone.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ranking.auction import NOBODY, Auction

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

FINEST = 1e-9
# ε is divided by this from round to round; 4 and 8 were no faster.
FINER = 5.0
# Smaller steps drown in the rounding of float64 prices.
LEAST_STEP = 2.0**-50
TINY = float(np.finfo(np.float64).tiny)
# Of each product, difference and sum in a bound, and of their total.
ROUNDING = 2.0**-51


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Who could be given to whom. ValueError, in one sentence, for anything but e edges, all different, of:

    mentees  int64 (e,)     positions from 0 to mentee_count - 1
    mentors  int64 (e,)     positions from 0 to m - 1
    worths   float64 (e,)   in [0, 1]; nobody is given away for a worth of 0
    seats    int64 (m,)     free at each mentor, 0 or more

    Kept as copies ordered by mentee, then mentor, so that the order they come in changes nothing.
    """

    mentees: Ints
    mentors: Ints
    worths: Floats
    seats: Ints
    mentee_count: int

    def __post_init__(self) -> None:
        _require("mentee_count is not negative", self.mentee_count >= 0)
        for name in ("mentees", "mentors", "seats"):
            self._copy(name, np.int64)
        self._copy("worths", np.float64)
        lengths = {self.mentees.size, self.mentors.size, self.worths.size}
        _require("mentees, mentors and worths are of one length", len(lengths) == 1)
        _require("every mentee is a position below mentee_count", _are_positions(self.mentees, self.mentee_count))
        _require("every mentor is a position among the seats", _are_positions(self.mentors, self.seats.size))
        _require("worths lie between 0 and 1", bool(((self.worths >= 0) & (self.worths <= 1)).all()))
        _require("seats are not negative", bool((self.seats >= 0).all()))
        self._order()

    def _order(self) -> None:
        keys = self.mentees * self.seats.size + self.mentors
        order = np.argsort(keys, kind="stable")
        for name in ("mentees", "mentors", "worths"):
            object.__setattr__(self, name, getattr(self, name)[order])
        _require("a mentee has one edge to a mentor at most", bool((np.diff(keys[order]) != 0).all()))

    def _copy(self, name: str, dtype: type[np.generic]) -> None:
        column = np.asarray(getattr(self, name))
        _require(f"{name} are {np.dtype(dtype)}, in one row", column.ndim == 1 and column.dtype == dtype)
        object.__setattr__(self, name, column.copy())


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """Who goes to whom, and the certificate.

    mentors  int64 (n,)    the mentor of each mentee, or -1
    prices   float64 (m,)  what a seat is worth to those who go without it; one seat more at a mentor adds at
                           most its price, plus the gap, to the total. 0 where a seat is left
    total    the worth of all that is given
    gap      no assignment is worth more than total + gap
    """

    mentors: Ints
    prices: Floats
    total: float
    gap: float


def assign(edges: Edges, within: float = 1e-4) -> Assignment:
    """The assignment of the largest total worth, proven within this share of its total.

    within: from 1e-9 to 1. Where float64 prices cannot tell assignments that near apart, the gap says so.
    Mentees may stay without a mentor. The same edges in another order give the same assignment.
    """
    _require("within lies between 1e-9 and 1", FINEST <= within <= 1)
    usable = np.flatnonzero((edges.worths > 0) & (edges.seats[edges.mentors] > 0))
    if not usable.size:
        return prove(edges, np.full(edges.mentee_count, NOBODY), np.zeros(edges.seats.size))
    mentors = edges.mentors[usable]
    # A seat more than could be taken, so that a mentor who cannot be full has no price.
    seats = np.minimum(edges.seats, np.bincount(mentors, minlength=edges.seats.size) + 1)
    auction = Auction(edges.mentees[usable], mentors, edges.worths[usable], edges.mentee_count, seats)
    epsilon = float(edges.worths[usable].max())
    # Denormal worths would leave no step at all, and bids that never rise.
    least = max(epsilon * LEAST_STEP, TINY)
    while True:
        epsilon = max(epsilon / FINER, least)
        auction.settle(epsilon)
        found = prove(edges, np.append(mentors, NOBODY)[auction.held], auction.prices.copy())
        if found.gap <= within * found.total or epsilon <= least:
            return found


def prove(edges: Edges, mentors: Ints, prices: Floats) -> Assignment:
    """The total of this assignment and how far any other could be above it, from the definitions alone.

    mentors: (n,) or -1. prices: (m,); any at all prove something, the better the less gap.
    The gap allows for the rounding of its own sums. ValueError when somebody is given outside their edges or
    a mentor more mentees than seats, or when a price is not a number from 0.
    """
    _require("there is a mentor or -1 for every mentee", mentors.shape == (edges.mentee_count,))
    _require("there is a price for every mentor", prices.shape == edges.seats.shape)
    _require("prices are finite and not negative", bool((np.isfinite(prices) & (prices >= 0)).all()))
    given = np.flatnonzero(mentors[edges.mentees] == edges.mentors)
    _require("nobody is given outside their edges", given.size == np.count_nonzero(mentors != NOBODY))
    taken = np.bincount(edges.mentors[given], minlength=edges.seats.size)
    _require("no mentor is given more mentees than seats", bool((taken <= edges.seats).all()))
    profits = np.zeros(edges.mentee_count)
    open_to = edges.seats[edges.mentors] > 0
    np.maximum.at(profits, edges.mentees[open_to], (edges.worths - prices[edges.mentors])[open_to])
    total = math.fsum(edges.worths[given])
    bound = math.fsum(edges.seats * prices) + math.fsum(profits)
    return Assignment(mentors, prices, total, max(bound * (1 + ROUNDING) - total, 0.0))


def _are_positions(column: Ints, count: int) -> bool:
    return bool(((column >= 0) & (column < count)).all())


def _require(sentence: str, holds: bool) -> None:
    if not holds:
        raise ValueError(f"It must hold that {sentence}.")
