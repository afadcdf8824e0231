"""An auction in which mentees bid for seats: worths go in, who holds a seat and what a seat costs come out.

D. P. Bertsekas and D. A. Castañón, "The auction algorithm for the transportation problem" (1989): the seats of
a mentor are alike, the cheapest is bid for, and a bid goes ε above what leaves its mentee indifferent to the next
best mentor. D. P. Bertsekas, D. A. Castañón and H. Tsaknakis, "Reverse auction and the solution of inequality
constrained assignment problems" (1993): mentors with a seat left over at a price then lower it until somebody
gains by coming. Both keep every mentee within ε of the best that the prices allow, and end with no price on a
mentor who has a seat free; the total is then within ε of the optimum for each mentee with a seat.
"""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

NOBODY = -1
# Below so many bidders a round of arrays costs more than one bid after the other.
FEW_BIDDERS = 24


class Auction:
    """The prices and who holds which seat, from one ε to the next smaller one.

    mentees, mentors, worths: (e,) edges ordered by mentee, then mentor; worths above 0.
    mentee_count: n. seats: (m,), none above the mentor's edges plus 1.
    prices: (m,), never negative. held: (n,) the edge by which each mentee has a seat, or -1.
    """

    def __init__(self, mentees: Ints, mentors: Ints, worths: Floats, mentee_count: int, seats: Ints) -> None:
        self._mentees, self._mentors, self._worths = mentees, mentors, worths
        self._of_mentee = _starts(np.bincount(mentees, minlength=mentee_count))
        self._of_mentor = _starts(np.bincount(mentors, minlength=seats.size))
        self._by_mentor = np.argsort(mentors, kind="stable")
        self._wanting = np.flatnonzero(np.diff(self._of_mentee))
        self._seats = _starts(seats)
        self._seat_mentors = np.repeat(np.arange(seats.size), seats)
        self._seat_mentees = np.full(self._seat_mentors.size, NOBODY)
        self._bids = np.zeros(self._seat_mentors.size)
        self.prices = np.zeros(seats.size)
        self.held = np.full(mentee_count, NOBODY)

    def settle(self, epsilon: float) -> None:
        """Goes on from the present prices until all is fair within epsilon."""
        self._give_up_unfair(epsilon)
        self._seat_holders()
        bidders = self._wanting[self.held[self._wanting] == NOBODY]
        while bidders.size >= FEW_BIDDERS:
            bidders = self._bid_together(bidders, epsilon)
        self._bid_in_turn(bidders.tolist(), epsilon)
        self._lower_in_turn(epsilon)

    def _give_up_unfair(self, epsilon: float) -> None:
        holders = np.flatnonzero(self.held != NOBODY)
        if holders.size:
            _, best, _ = self._choose(holders)
            unfair = self._profits(holders) < np.maximum(best, 0.0) - epsilon
            self.held[holders[unfair]] = NOBODY

    def _seat_holders(self) -> None:
        """Gives every holder a seat at the present price, the last ones: a free seat is the first to be taken."""
        holders = np.flatnonzero(self.held != NOBODY)
        mentors = self._mentors[self.held[holders]]
        order = np.argsort(mentors, kind="stable")
        ends = np.cumsum(np.bincount(mentors, minlength=self.prices.size))
        self._bids[:] = self.prices[self._seat_mentors]
        self._seat_mentees[:] = NOBODY
        mentors = mentors[order]
        self._seat_mentees[self._seats[mentors + 1] + np.arange(mentors.size) - ends[mentors]] = holders[order]

    def _bid_together(self, bidders: Ints, epsilon: float) -> Ints:
        """One bid of each at the present prices; gives those who have no seat and still want one."""
        edges, best, second = self._choose(bidders)
        wants = best > 0
        edges, best, second, bidders = edges[wants], best[wants], second[wants], bidders[wants]
        if not edges.size:
            return bidders
        self.held[bidders] = edges
        mentors = self._mentors[edges]
        # No bid above the worth: the profit it leaves is 0, as good as staying without.
        bids = np.minimum(self.prices[mentors] + (best - second) + epsilon, self._worths[edges])
        outbid = self._keep_highest(mentors, bids, bidders)
        self.held[outbid] = NOBODY
        return outbid

    def _keep_highest(self, mentors: Ints, bids: Floats, bidders: Ints) -> Ints:
        """Fills the mentors' seats with the highest of the old and the new bids; gives whom that leaves without."""
        news = np.bincount(mentors, minlength=self.prices.size)
        asked = np.flatnonzero(news)
        seats, firsts, counts = _rows(self._seats, asked)
        # Newcomers first: of equal bids the first is dropped.
        all_mentors = np.concatenate([mentors, self._seat_mentors[seats]])
        all_bids = np.concatenate([bids, self._bids[seats]])
        everybody = np.concatenate([bidders, self._seat_mentees[seats]])
        order = np.lexsort((all_bids, all_mentors))
        dropped = news[asked]
        lengths = dropped + counts
        place = np.arange(order.size) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        stays = place >= np.repeat(dropped, lengths)
        self._bids[seats] = all_bids[order[stays]]
        self._seat_mentees[seats] = everybody[order[stays]]
        self.prices[asked] = self._bids[seats[firsts]]
        outbid: Ints = everybody[order[~stays]]
        return np.sort(outbid[outbid != NOBODY])

    def _bid_in_turn(self, bidders: list[int], epsilon: float) -> None:
        """The same, one bidder after the other: a few who outbid each other over and over."""
        while bidders:
            outbid = self._bid_alone(bidders.pop(), epsilon)
            if outbid != NOBODY:
                self.held[outbid] = NOBODY
                bidders.append(outbid)

    def _bid_alone(self, mentee: int, epsilon: float) -> int:
        start = self._of_mentee[mentee]
        edges = slice(start, self._of_mentee[mentee + 1])
        profits = self._worths[edges] - self.prices[self._mentors[edges]]
        place = profits.argmax()
        best = profits[place]
        if best <= 0:
            return NOBODY
        profits[place] = 0.0
        edge = start + place
        mentor = self._mentors[edge]
        bid = min(self.prices[mentor] + (best - profits.max()) + epsilon, self._worths[edge])
        seats = slice(self._seats[mentor], self._seats[mentor + 1])
        bids = self._bids[seats]
        cheapest = bids.argmin()
        outbid = int(self._seat_mentees[seats][cheapest])
        bids[cheapest] = bid
        self._seat_mentees[seats][cheapest] = mentee
        self.prices[mentor] = bids.min()
        self.held[mentee] = edge
        return outbid

    def _lower_in_turn(self, epsilon: float) -> None:
        free = self._seat_mentors[self._seat_mentees == NOBODY]
        mentors = np.unique(free).tolist()
        while mentors:
            mentor = mentors.pop()
            if self.prices[mentor] > 0:
                mentors += self._lower(mentor, epsilon).tolist()

    def _lower(self, mentor: int, epsilon: float) -> Ints:
        """Lowers the price until every free seat finds somebody who gains by coming, or to 0; gives whom they leave."""
        seats = slice(self._seats[mentor], self._seats[mentor + 1])
        free: Ints = seats.start + np.flatnonzero(self._seat_mentees[seats] == NOBODY)
        if not free.size:
            return free
        edges = self._by_mentor[self._of_mentor[mentor] : self._of_mentor[mentor + 1]]
        mentees = self._mentees[edges]
        elsewhere = self.held[mentees] != edges
        edges, mentees = edges[elsewhere], mentees[elsewhere]
        # What each could pay and be no worse off than now.
        limits = self._worths[edges] - np.maximum(self._profits(mentees), 0.0)
        order = np.argsort(-limits, kind="stable")
        disappointed = limits[order[free.size]] if free.size < order.size else 0.0
        price = min(max(disappointed - epsilon, 0.0), self.prices[mentor])
        self.prices[mentor] = price
        coming = order[: free.size]
        coming = coming[limits[coming] > price]
        left: Ints = self._leave_seats(mentees[coming])
        self._seat_mentees[free[: coming.size]] = mentees[coming]
        self.held[mentees[coming]] = edges[coming]
        return left

    def _leave_seats(self, mentees: Ints) -> Ints:
        """The mentors whom these mentees leave."""
        mentees = mentees[self.held[mentees] != NOBODY]
        left: Ints = self._mentors[self.held[mentees]]
        for mentee, mentor in zip(mentees, left, strict=True):
            seats = self._seat_mentees[self._seats[mentor] : self._seats[mentor + 1]]
            seats[seats == mentee] = NOBODY
        return left

    def _choose(self, mentees: Ints) -> tuple[Ints, Floats, Floats]:
        """The best edge of each, its profit, and the profit of the next best or of staying without, 0."""
        edges, firsts, counts = _rows(self._of_mentee, mentees)
        profits = self._worths[edges] - self.prices[self._mentors[edges]]
        best = np.maximum.reduceat(profits, firsts)
        ties = np.flatnonzero(profits == np.repeat(best, counts))
        places = ties[np.searchsorted(ties, firsts)]
        profits[places] = 0.0
        return edges[places], best, np.maximum.reduceat(profits, firsts)

    def _profits(self, mentees: Ints) -> Floats:
        edges = self.held[mentees]
        profits: Floats = np.where(edges != NOBODY, self._worths[edges] - self.prices[self._mentors[edges]], 0.0)
        return profits


def _starts(counts: Ints) -> Ints:
    return np.concatenate([[0], np.cumsum(counts)])


def _rows(starts: Ints, which: Ints) -> tuple[Ints, Ints, Ints]:
    """The positions that these rows cover, row after row; where each begins among them; how many each has."""
    counts = starts[which + 1] - starts[which]
    firsts = np.cumsum(counts) - counts
    return np.arange(counts.sum()) + np.repeat(starts[which] - firsts, counts), firsts, counts
