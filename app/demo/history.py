"""What has happened between the people of the demo: swipes, requests, tandems."""

from datetime import datetime, timedelta
from random import Random
from typing import Literal
from uuid import UUID

import msgspec

from app.demo.cast import Mentee, Mentor, Person
from app.demo.phrases import request_message
from app.demo.traits import version_7

Verdict = Literal["like", "pass"]
State = Literal["waiting", "accepted", "refused", "expired", "withdrawn", "released"]

MOST_WAITING = 5
WAITING_TIME = timedelta(days=14)
HALF_LIFE = timedelta(days=90)


class Pair(msgspec.Struct):
    mentee: Mentee
    mentor: Mentor
    mentee_verdict: Verdict | None = None
    mentee_swiped_at: datetime | None = None
    mentor_verdict: Verdict | None = None
    mentor_swiped_at: datetime | None = None


class Asked(msgspec.Struct):
    id: UUID
    mentee: Mentee
    mentor: Mentor
    message: str | None
    state: State
    sent_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None

    @property
    def expires_at(self) -> datetime:
        return self.sent_at + WAITING_TIME


class Formed(msgspec.Struct):
    id: UUID
    mentee: Mentee
    mentor: Mentor
    formed_at: datetime


class History:
    """Keeps pairs, requests and tandems true to each other, by the service's rules."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self.pairs: dict[tuple[UUID, UUID], Pair] = {}
        self.requests: list[Asked] = []
        self.tandems: list[Formed] = []
        self._waiting: dict[UUID, int] = {}
        self._tandems: dict[UUID, list[Formed]] = {}

    def have_met(self, mentee: Mentee, mentor: Mentor) -> bool:
        return (mentee.id, mentor.id) in self.pairs

    def tandems_of(self, person: Person) -> list[Formed]:
        return self._tandems.get(person.id, [])

    def may_ask(self, mentee: Mentee) -> bool:
        held = mentee.exclusive and self.tandems_of(mentee)
        return not held and self._waiting.get(mentee.id, 0) < MOST_WAITING

    def wait(
        self,
        mentee: Mentee,
        mentor: Mentor,
        sent_at: datetime,
        opened_at: datetime | None,
        message: str | None = None,
    ) -> None:
        """A request that nobody has answered yet."""
        self._ask(mentee, mentor, "waiting", sent_at, opened_at, None)
        self.requests[-1].message = message or self.requests[-1].message
        self._waiting[mentee.id] = self._waiting.get(mentee.id, 0) + 1

    def form(self, mentee: Mentee, mentor: Mentor, sent_at: datetime, formed_at: datetime) -> None:
        """A request that was accepted, and the tandem that came of it."""
        pair = self._ask(mentee, mentor, "accepted", sent_at, formed_at, formed_at)
        self._answer(pair, "like", formed_at)
        formed = Formed(version_7(self._rng, formed_at), mentee, mentor, formed_at)
        self.tandems.append(formed)
        for person in (mentee, mentor):
            self._tandems.setdefault(person.id, []).append(formed)

    def refuse(self, mentee: Mentee, mentor: Mentor, sent_at: datetime, closed_at: datetime) -> None:
        pair = self._ask(mentee, mentor, "refused", sent_at, closed_at, closed_at)
        self._answer(pair, "pass", closed_at)

    def expire(self, mentee: Mentee, mentor: Mentor, sent_at: datetime) -> None:
        self._ask(mentee, mentor, "expired", sent_at, None, sent_at + WAITING_TIME)

    def release(self, mentee: Mentee, mentor: Mentor, sent_at: datetime, closed_at: datetime) -> None:
        self._ask(mentee, mentor, "released", sent_at, None, closed_at)

    def withdraw(self, mentee: Mentee, mentor: Mentor, sent_at: datetime, closed_at: datetime) -> None:
        pair = self._ask(mentee, mentor, "withdrawn", sent_at, None, closed_at)
        pair.mentee_verdict, pair.mentee_swiped_at = "pass", closed_at
        _seen(mentee, closed_at)

    def swipe_by_mentee(self, mentee: Mentee, mentor: Mentor, verdict: Verdict, at: datetime) -> Pair:
        pair = self._pair(mentee, mentor)
        pair.mentee_verdict, pair.mentee_swiped_at = verdict, at
        _seen(mentee, at)
        return pair

    def swipe_by_mentor(self, mentor: Mentor, mentee: Mentee, verdict: Verdict, at: datetime) -> None:
        self._answer(self._pair(mentee, mentor), verdict, at)

    def _ask(
        self,
        mentee: Mentee,
        mentor: Mentor,
        state: State,
        sent_at: datetime,
        opened_at: datetime | None,
        closed_at: datetime | None,
    ) -> Pair:
        message = request_message(self._rng, mentee.feminine, mentee.sectors[0], mentee.goals[0], mentor.first_name)
        id = version_7(self._rng, sent_at)
        self.requests.append(Asked(id, mentee, mentor, message, state, sent_at, opened_at, closed_at))
        if opened_at:
            _seen(mentor, opened_at)
        return self.swipe_by_mentee(mentee, mentor, "like", sent_at)

    def _answer(self, pair: Pair, verdict: Verdict, at: datetime) -> None:
        pair.mentor_verdict, pair.mentor_swiped_at = verdict, at
        _seen(pair.mentor, at)

    def _pair(self, mentee: Mentee, mentor: Mentor) -> Pair:
        return self.pairs.setdefault((mentee.id, mentor.id), Pair(mentee, mentor))


class Answers(msgspec.Struct):
    """How a mentor has answered, each answer counting half after 90 days, as of the last one."""

    yes: float = 0.0
    all: float = 0.0
    at: datetime | None = None


def answers(requests: list[Asked]) -> dict[UUID, Answers]:
    """Each mentor's answers, as the database counts them when a waiting request closes."""
    found: dict[UUID, Answers] = {}
    closed = [request for request in requests if request.closed_at]
    for request in sorted(closed, key=lambda request: request.closed_at or request.sent_at):
        if request.state not in ("accepted", "refused", "expired") or request.closed_at is None:
            continue
        so_far = found.setdefault(request.mentor.id, Answers())
        left = 0.5 ** ((request.closed_at - so_far.at) / HALF_LIFE) if so_far.at else 0.0
        so_far.yes = so_far.yes * left + (request.state == "accepted")
        so_far.all = so_far.all * left + 1
        so_far.at = request.closed_at
    return found


def _seen(person: Person, at: datetime) -> None:
    person.last_seen_at = max(person.last_seen_at, at)
