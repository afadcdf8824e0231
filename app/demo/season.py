"""The demo's last six months: who asked whom, who answered, which tandems were formed."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from app.demo.cast import Mentee, Mentor, Temper
from app.demo.decks import Deck, deck_of_mentees, deck_of_mentors
from app.demo.firsts import KARIMS_REQUESTS
from app.demo.history import WAITING_TIME, History
from app.demo.traits import pick

A_WHILE = timedelta(hours=1)
FULL = 0.10
TANDEMS_PER_MENTOR = 0.25
SECOND_TANDEM = 0.1
LOOKED, SEEN = 40, 24  # cards deep, and of those

ACTIVE_MENTEES = 0.22
LOOKING_MENTORS = 0.15
WAITING = {0: 38, 1: 30, 2: 16, 3: 8, 4: 5, 5: 3}
CLOSED = {0: 76, 1: 19, 2: 5}
# How old a request of theirs may be and still wait, in days, and how often one does.
UNANSWERED_DAYS: dict[Temper, float] = {"quick": 2.5, "slow": 10, "silent": 13}
UNANSWERED: dict[Temper, float] = {"quick": 0.3, "slow": 0.7, "silent": 1.0}
ANSWER_DAYS: dict[Temper, float] = {"quick": 1.4, "slow": 8, "silent": 12}
LET_EXPIRE: dict[Temper, float] = {"quick": 0.05, "slow": 0.35, "silent": 1.0}


class Season:
    """Plays the season; the first mentee has done nothing yet, and the first mentor waits for her."""

    def __init__(self, rng: Random, mentors: Sequence[Mentor], mentees: Sequence[Mentee], now: datetime) -> None:
        self._rng, self._now = rng, now
        self._first_mentor = mentors[0]
        self._mentors, self._mentees = mentors, mentees
        self._cards_of_mentors: Deck[Mentor] = deck_of_mentors(mentors)
        self._cards_of_mentees: Deck[Mentee] = deck_of_mentees(mentees[1:])
        # When a mentor left the decks, full or paused.
        self._left_at = {mentor.id: mentor.paused_at or now for mentor in mentors}
        self.history = History(rng)

    def play(self) -> History:
        for mentor, tandems in self._tandems_to_form():
            self._form(mentor, tandems)
        self._ask_the_first_mentor()
        for mentor in self._mentors[1:]:
            if mentor.temper == "silent":
                self._ask_the_silent(mentor)
        for mentee in self._mentees[1:]:
            if mentee.ready_at and self.history.may_ask(mentee) and self._rng.random() < ACTIVE_MENTEES:
                self._swipe(mentee)
        for mentor in self._mentors[1:]:
            if mentor.temper != "silent" and self._rng.random() < LOOKING_MENTORS:
                self._look_around(mentor)
        return self.history

    def _tandems_to_form(self) -> Iterator[tuple[Mentor, int]]:
        """Some mentors, those of few seats first, fill up; some others form one tandem."""
        rng = self._rng
        answering = [mentor for mentor in self._mentors[1:] if mentor.temper != "silent"]
        # Drawn without repetition, weighing 1 / capacity: the order of u ** (1 / weight).
        drawn = sorted(answering, key=lambda mentor: -(rng.random() ** mentor.capacity))
        full = drawn[: round(FULL * len(self._mentors))]
        left = round(TANDEMS_PER_MENTOR * len(self._mentors)) - sum(mentor.capacity for mentor in full) - 1
        others = [mentor for mentor in drawn[len(full) :] if mentor.capacity > 1]
        yield self._first_mentor, 1
        yield from ((mentor, mentor.capacity) for mentor in full)
        yield from ((mentor, 1) for mentor in rng.sample(others, min(max(left, 0), len(others))))

    def _form(self, mentor: Mentor, count: int) -> None:
        suitors = self._cards_of_mentees.best_for(mentor, LOOKED)
        self._rng.shuffle(suitors)
        for mentee in suitors:
            if len(self.history.tandems_of(mentor)) == count:
                break
            alone = not self.history.tandems_of(mentee)
            if alone or (not mentee.exclusive and self._rng.random() < SECOND_TANDEM):
                self._agree(mentee, mentor)
        formed = self.history.tandems_of(mentor)
        if len(formed) == mentor.capacity:
            self._left_at[mentor.id] = min(self._left_at[mentor.id], max(tandem.formed_at for tandem in formed))

    def _agree(self, mentee: Mentee, mentor: Mentor) -> None:
        """Asked, and accepted after a while, as this mentor does."""
        asked = self._some_time(mentee, mentor, until=min(self._left_at[mentor.id], self._now - A_WHILE))
        if asked is None:
            return
        delay = min(self._answer_delay(mentor), (self._now - asked) * 0.9)
        self.history.form(mentee, mentor, asked, asked + delay)
        if mentee.exclusive and self._rng.random() < 0.4:
            self._release_another(mentee, asked, asked + delay)

    def _release_another(self, mentee: Mentee, asked: datetime, formed_at: datetime) -> None:
        for mentor in self._cards_of_mentors.best_for(mentee, 5):
            there = mentor.ready_at and mentor.ready_at < asked < self._left_at[mentor.id]
            if there and self._is_new_to(mentee, mentor):
                self.history.release(mentee, mentor, asked, formed_at)
                return

    def _ask_the_first_mentor(self) -> None:
        mentor = self._first_mentor
        suitors = (
            mentee for mentee in self._cards_of_mentees.best_for(mentor, LOOKED) if not self.history.tandems_of(mentee)
        )
        for days, opened, message in KARIMS_REQUESTS:
            sent_at = self._now - timedelta(days=days)
            mentee = next((one for one in suitors if one.ready_at and one.ready_at < sent_at), None)
            if mentee is not None:
                self.history.wait(mentee, mentor, sent_at, sent_at + A_WHILE if opened else None, message)

    def _ask_the_silent(self, mentor: Mentor) -> None:
        """Requests that ran out of time: the sign that nobody is there."""
        latest = min(self._left_at[mentor.id], self._now - WAITING_TIME - A_WHILE)
        suitors = self._cards_of_mentees.best_for(mentor, LOOKED)
        for mentee in self._rng.sample(suitors, min(len(suitors), self._rng.randint(1, 3))):
            sent_at = self._some_time(mentee, mentor, until=latest)
            if sent_at and not self.history.tandems_of(mentee) and self._is_new_to(mentee, mentor):
                self.history.expire(mentee, mentor, sent_at)

    def _swipe(self, mentee: Mentee) -> None:
        """Some requests that ended, some that wait, and cards that were passed."""
        rng = self._rng
        closed, waiting = pick(rng, CLOSED), pick(rng, WAITING)
        dealt = self._cards_of_mentors.best_for(mentee, LOOKED)
        seen = rng.sample(dealt, min(len(dealt), SEEN))
        cards = [mentor for mentor in seen if self._is_new_to(mentee, mentor)]
        for mentor in cards[:closed]:
            self._ask_in_vain(mentee, mentor)
        likely = (mentor for mentor in cards[closed:] if rng.random() < UNANSWERED[mentor.temper])
        for mentor in likely:
            if waiting == 0 or not self.history.may_ask(mentee):
                break
            waiting -= self._leave_waiting(mentee, mentor)
        for mentor in cards[-rng.randint(1, 10) :]:
            at = self._some_time(mentee, mentor, until=self._left_at[mentor.id])
            if at and self._is_new_to(mentee, mentor):
                self.history.swipe_by_mentee(mentee, mentor, "pass", at)

    def _is_new_to(self, mentee: Mentee, mentor: Mentor) -> bool:
        return mentor is not self._first_mentor and not self.history.have_met(mentee, mentor)

    def _ask_in_vain(self, mentee: Mentee, mentor: Mentor) -> None:
        rng, history = self._rng, self.history
        expires = rng.random() < LET_EXPIRE[mentor.temper]
        spare = WAITING_TIME if expires else timedelta(days=1)
        sent_at = self._some_time(mentee, mentor, until=min(self._left_at[mentor.id], self._now - spare))
        if sent_at is None:
            return
        end = sent_at + min(self._answer_delay(mentor), (self._now - sent_at) * 0.9)
        if rng.random() < 0.12:
            history.withdraw(mentee, mentor, sent_at, end)
        elif expires:
            history.expire(mentee, mentor, sent_at)
        else:
            history.refuse(mentee, mentor, sent_at, end)

    def _leave_waiting(self, mentee: Mentee, mentor: Mentor) -> bool:
        rng = self._rng
        since = self._now - timedelta(days=UNANSWERED_DAYS[mentor.temper])
        sent_at = self._some_time(mentee, mentor, until=self._left_at[mentor.id], since=since)
        if sent_at is None:
            return False
        opens = mentor.temper != "silent" and rng.random() < 0.45
        opened_at = sent_at + (self._now - sent_at) * rng.uniform(0.1, 0.95) if opens else None
        self.history.wait(mentee, mentor, sent_at, opened_at)
        return True

    def _look_around(self, mentor: Mentor) -> None:
        """Mentors swipe too: mostly passes, and a like that its mentee cannot see."""
        suitors = self._cards_of_mentees.best_for(mentor, 25)
        for mentee in self._rng.sample(suitors, min(len(suitors), self._rng.randint(1, 6))):
            at = self._some_time(mentee, mentor, until=self._left_at[mentor.id])
            if at and not self.history.have_met(mentee, mentor):
                verdict = pick(self._rng, {"pass": 85, "like": 15})
                self.history.swipe_by_mentor(mentor, mentee, "like" if verdict == "like" else "pass", at)

    def _some_time(
        self, mentee: Mentee, mentor: Mentor, until: datetime, since: datetime | None = None
    ) -> datetime | None:
        """A moment when both were there; None when there was none."""
        if mentee.ready_at is None or mentor.ready_at is None:
            return None
        begin = max(mentee.ready_at, mentor.ready_at, since or mentee.ready_at)
        if until - begin < A_WHILE:
            return None
        return begin + (until - begin) * self._rng.uniform(0.01, 0.99)

    def _answer_delay(self, mentor: Mentor) -> timedelta:
        days = self._rng.expovariate(1 / ANSWER_DAYS[mentor.temper])
        return timedelta(days=min(max(days, 0.05), 13.5))
