"""Requests, seats and answers in the live market: the rules of the service, in the time of the simulation."""

import heapq
from collections import defaultdict

import numpy as np

from bench.markets.policies import MentorsNow
from bench.markets.town import Town
from ranking.weights import Weights

EXPIRY_DAYS = 14.0
MOST_WAITING = 5

_ANSWER, _EXPIRY, _ENDING = range(3)


class Requests:
    """Who asked whom, what waits, and who holds a seat. Days are counted from the market's first."""

    def __init__(self, town: Town, weights: Weights) -> None:
        mentees, mentors = town.fits.shape
        self._town, self._half_life = town, weights.answer_half_life_days
        self._events: list[tuple[float, int, int]] = []
        self._asked: list[tuple[int, int, float]] = []
        self._open: set[int] = set()
        self._of_mentee: dict[int, list[int]] = defaultdict(list)
        self._parked: dict[int, list[int]] = defaultdict(list)
        self._accepted, self._received = np.zeros(mentors), np.zeros(mentors)
        self.seats_free = town.capacities.copy()
        self.waiting_at_mentors = np.zeros(mentors, np.int64)
        self.waiting_of_mentees = np.zeros(mentees, np.int64)
        self.sent_to = np.zeros(mentors, np.int64)
        self.in_tandem = np.zeros(mentees, np.bool_)
        self.formed_at: list[float] = []
        self.answered_after: list[float] = []
        self.answered: list[float] = []
        self.sent: list[float] = []
        self.above_capacity = 0

    def send(self, mentee: int, mentor: int, now: float) -> None:
        request = len(self._asked)
        self._asked.append((mentee, mentor, now))
        self._open.add(request)
        self._of_mentee[mentee].append(request)
        self.sent.append(now)
        self.sent_to[mentor] += 1
        self._count_waiting(request, 1)
        heapq.heappush(self._events, (now + EXPIRY_DAYS, _EXPIRY, request))
        self._await_answer(request, now)

    def pass_time(self, now: float) -> None:
        """What happens until now: answers, expiries, tandems that end, in the order of their times."""
        while self._events and self._events[0][0] <= now:
            at, kind, subject = heapq.heappop(self._events)
            if kind == _ENDING:
                self._end(subject, at)
            elif subject in self._open:
                if kind == _EXPIRY:
                    self._close(subject, at, counts=True)
                else:
                    self._answer(subject, at)

    def mentors_now(self, now: float) -> MentorsNow:
        aged = 2.0 ** (-now / self._half_life)
        # Whoever answers looks in about weekly; who never does was last seen at the beginning.
        silent = np.where(self._town.answers, 0.0, now)
        return MentorsNow(
            self._accepted * aged, self._received * aged, silent, self.waiting_at_mentors, self.seats_free
        )

    def _await_answer(self, request: int, now: float) -> None:
        mentee, mentor, sent = self._asked[request]
        at = now + float(self._town.answer_days[mentee, mentor])
        if at < sent + EXPIRY_DAYS:
            heapq.heappush(self._events, (at, _ANSWER, request))

    def _answer(self, request: int, now: float) -> None:
        mentee, mentor, sent = self._asked[request]
        if self._town.accepts[mentee, mentor] and not self.seats_free[mentor]:
            self._parked[mentor].append(request)
            return
        self._close(request, now, counts=True)
        self.answered_after.append(now - sent)
        self.answered.append(sent)
        if self._town.accepts[mentee, mentor]:
            self._form(mentee, mentor, now)

    def _form(self, mentee: int, mentor: int, now: float) -> None:
        self._accepted[mentor] += 2.0 ** (now / self._half_life)
        self.seats_free[mentor] -= 1
        self.in_tandem[mentee] = True
        self.formed_at.append(now)
        self._check_capacity(mentor)
        heapq.heappush(self._events, (now + self._town.tandem_days[mentee], _ENDING, mentor))
        for request in self._of_mentee[mentee]:
            if request in self._open:
                self._close(request, now, counts=False)

    def _end(self, mentor: int, now: float) -> None:
        """A seat is free: the mentor is told who waits, and answers in their own time."""
        self.seats_free[mentor] += 1
        self._check_capacity(mentor)
        for request in self._parked.pop(mentor, []):
            if request in self._open:
                self._await_answer(request, now)

    def _close(self, request: int, now: float, *, counts: bool) -> None:
        self._open.remove(request)
        self._count_waiting(request, -1)
        if counts:
            self._received[self._asked[request][1]] += 2.0 ** (now / self._half_life)

    def _count_waiting(self, request: int, by: int) -> None:
        mentee, mentor, _ = self._asked[request]
        self.waiting_of_mentees[mentee] += by
        self.waiting_at_mentors[mentor] += by

    def _check_capacity(self, mentor: int) -> None:
        if not 0 <= self.seats_free[mentor] <= self._town.capacities[mentor]:
            self.above_capacity += 1
