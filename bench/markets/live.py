"""The live market: people arrive, look at cards, ask, wait, are answered; tandems form and end.

Time goes hour by hour. Within an hour whoever looks is dealt from what was true at its beginning, which is slower
than the service is (a second), and so rather against whoever minds the load.
"""

import msgspec
import numpy as np
import numpy.typing as npt

from bench.markets.measures import gini
from bench.markets.policies import MenteesNow, Policy
from bench.markets.requests import EXPIRY_DAYS, MOST_WAITING, Requests
from bench.markets.sightings import Sightings
from bench.markets.town import Market, Singles, Town
from ranking.exploration import explore, longest_unseen
from ranking.weights import Weights

HOURS = 24
CARDS_A_DAY = 10
LOOKING_DAYS = 14
MENTORS_LOOK_EVERY_DAYS = 3
# Candidates per hour for the places given by chance; a few decks share them.
CANDIDATES = 64

Rows = npt.NDArray[np.intp]


class Outcome(msgspec.Struct, frozen=True):
    """What became of one town under one way of dealing."""

    tandems: int
    requests: int
    answered_share: float
    median_answer_days: float
    gini: float
    above_capacity: int
    seats_free: int
    mentors_never_seen: int
    mentees_never_seen: int
    mentor_longest_unseen_days: float
    mentee_longest_unseen_days: float
    by_day: list[int]


def live_through(market: Market, town: Town, policy: Policy, seed: int) -> Outcome:
    return _Life(market, town, policy, seed).live()


class _Life:
    def __init__(self, market: Market, town: Town, policy: Policy, seed: int) -> None:
        self._market, self._town, self._policy = market, town, policy
        self._rng = np.random.default_rng(seed)
        # Who was swiped is taken out where the fits stand: -1 is dealt to nobody.
        self._fits = town.fits.copy()
        self._requests = Requests(town, Weights())
        self._mentors_seen = Sightings(np.zeros(len(town.capacities)))
        self._mentees_seen = Sightings(town.arrivals)
        mentors = len(town.capacities)
        self._hour_of_mentee = (town.arrivals * HOURS).astype(np.int64) % HOURS
        self._hour_of_mentor = np.arange(mentors) % (HOURS * MENTORS_LOOK_EVERY_DAYS)
        self._by_day: list[int] = []

    def live(self) -> Outcome:
        for hour in range(self._market.days * HOURS):
            now = (hour + 1) / HOURS
            self._requests.pass_time(now)
            self._mentees_look(hour, now)
            self._mentors_look(hour, now)
            if (hour + 1) % HOURS == 0:
                self._by_day.append(len(self._requests.formed_at))
        return self._outcome()

    def _mentees_look(self, hour: int, now: float) -> None:
        here = np.flatnonzero(self._hour_of_mentee == hour % HOURS)
        looking = here[self._looking(now)[here] & (self._requests.waiting_of_mentees[here] < MOST_WAITING)]
        free = self._requests.seats_free > 0
        self._mentors_seen.offer(free, now)
        if not len(looking):
            return
        priors = np.where(free, self._policy.of_mentors(self._requests.mentors_now(now)), 0.0)
        fits = self._fits[looking]
        self._swipe(looking, self._deal(fits, priors, free, self._mentors_seen.unseen_days(now)), now)

    def _swipe(self, mentees: Rows, decks: Rows, now: float) -> None:
        """Cards are looked at from the first, until five requests wait."""
        asking = mentees[:, None]
        dealt = decks >= 0
        likes = dealt & (self._town.likes_before[asking, decks] > np.arange(decks.shape[1]))
        liked_so_far: npt.NDArray[np.int64] = np.cumsum(likes, axis=1) - likes
        looked_at = dealt & (liked_so_far < MOST_WAITING - self._requests.waiting_of_mentees[asking])
        self._fits[np.broadcast_to(asking, decks.shape)[looked_at], decks[looked_at]] = -1
        self._mentors_seen.see(decks[looked_at], now)
        for row, place in np.argwhere(likes & looked_at).tolist():
            self._requests.send(int(mentees[row]), int(decks[row, place]), now)

    def _mentors_look(self, hour: int, now: float) -> None:
        """Mentors look as well; in this market they answer, and ask nobody."""
        here = np.flatnonzero(self._hour_of_mentor == hour % (HOURS * MENTORS_LOOK_EVERY_DAYS))
        looking = here[self._town.answers[here] & (self._requests.seats_free[here] > 0)]
        present = self._looking(now)
        self._mentees_seen.offer(present, now)
        mentees = np.flatnonzero(present)
        if not len(looking) or not len(mentees):
            return
        days, waiting = now - self._town.arrivals[mentees], self._requests.waiting_of_mentees[mentees]
        priors = self._policy.of_mentees(MenteesNow(days, waiting))
        fits = self._town.fits[np.ix_(mentees, looking)].T
        unseen = self._mentees_seen.unseen_days(now)[mentees]
        decks = self._deal(fits, priors, np.ones(len(mentees), np.bool_), unseen)
        self._mentees_seen.see(mentees[decks[decks >= 0]], now)

    def _deal(
        self, fits: Singles, priors: npt.NDArray[np.float64], eligible: npt.NDArray[np.bool_],
        unseen_days: npt.NDArray[np.float64],
    ) -> Rows:  # fmt: skip
        """For each row of fits the positions of ten cards, best first; -1 where there are no more of any worth."""
        worth = fits * priors.astype(np.float32)
        some = min(CARDS_A_DAY, worth.shape[1])
        best = np.argpartition(worth, -some, axis=1)[:, -some:]
        order = np.argsort(-np.take_along_axis(worth, best, 1), axis=1, kind="stable")
        decks = np.take_along_axis(best, order, 1)
        decks[np.take_along_axis(worth, decks, 1) <= 0] = -1
        if self._policy.exploration_share:
            self._explore(decks, fits, longest_unseen(unseen_days, eligible, CANDIDATES), unseen_days)
        return decks

    def _explore(self, decks: Rows, fits: Singles, candidates: Rows, unseen_days: npt.NDArray[np.float64]) -> None:
        may_meet, days = np.maximum(fits[:, candidates], 0.0), unseen_days[candidates]
        share = self._policy.exploration_share
        for row, deck in enumerate(decks):
            dealt = deck[deck >= 0]
            explored = explore(dealt, candidates, may_meet[row], days, CARDS_A_DAY, share, self._rng)
            decks[row, : len(dealt)] = explored.positions

    def _looking(self, now: float) -> npt.NDArray[np.bool_]:
        since = now - self._town.arrivals
        looking: npt.NDArray[np.bool_] = (since >= 0) & (since < LOOKING_DAYS) & ~self._requests.in_tandem
        return looking

    def _outcome(self) -> Outcome:
        requests, end = self._requests, float(self._market.days)
        done = end - EXPIRY_DAYS
        stayed = (self._town.arrivals < end - LOOKING_DAYS) & ~requests.in_tandem
        return Outcome(
            tandems=len(requests.formed_at),
            requests=len(requests.sent),
            # Of those that had their fourteen days.
            answered_share=_count_before(done, requests.answered) / max(1, _count_before(done, requests.sent)),
            median_answer_days=float(np.median(requests.answered_after)),
            gini=gini(requests.sent_to),
            above_capacity=requests.above_capacity,
            seats_free=int(requests.seats_free.sum()),
            mentors_never_seen=int((self._mentors_seen.times == 0).sum()),
            mentees_never_seen=int((self._mentees_seen.times[stayed] == 0).sum()),
            mentor_longest_unseen_days=self._mentors_seen.longest,
            mentee_longest_unseen_days=self._mentees_seen.longest,
            by_day=self._by_day,
        )


def _count_before(end: float, times: list[float]) -> int:
    return int((np.array(times) < end).sum())
