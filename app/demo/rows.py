"""The demo's people and their history as rows of tables, in the order of the columns named."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from app.demo.cast import Mentee, Mentor, Person
from app.demo.history import History, answers

Row = tuple[Any, ...]


class Place(msgspec.Struct, frozen=True):
    """A programme in the database."""

    programme_id: UUID
    structure_id: UUID


class Table(msgspec.Struct, frozen=True):
    """Rows to copy into a table."""

    name: str
    columns: tuple[str, ...]
    rows: list[Row]


PERSON = (
    "id", "phone", "first_name", "last_name", "birth_date", "area_code", "sectors", "goals", "modalities", "languages",
    "availability", "about", "created_at", "last_seen_at", "paused_at", "guardian_agreed_at",
)  # fmt: skip


def members(people: Sequence[Person], places: dict[str, Place]) -> Table:
    """In order of arrival, which the rank stands for."""
    return Table(
        "member",
        (*PERSON, "uid", "role", "structure_id", "programme_id"),
        [
            (
                *(getattr(person, column) for column in PERSON),
                f"demo:{person.phone}",
                "mentor" if isinstance(person, Mentor) else "mentee",
                places[person.programme].structure_id,
                places[person.programme].programme_id,
            )
            for person in sorted(people, key=lambda person: person.created_at)
        ],
    )


def mentees(people: Sequence[Mentee], history: History) -> Table:
    return Table(
        "mentee",
        ("id", "tandems_open", "waiting_since"),
        [(mentee.id, len(history.tandems_of(mentee)), mentee.created_at) for mentee in people],
    )


def mentors(people: Sequence[Mentor], history: History, verified_by: UUID) -> Table:
    given = answers(history.requests)
    own = ("id", "job_title", "company_name", "company_siret", "capacity", "hours_per_month")
    rows: list[Row] = []
    for mentor in people:
        answered = given.get(mentor.id)
        counted = (answered.yes, answered.all, answered.at) if answered else (0.0, 0.0, mentor.created_at)
        seats = len(history.tandems_of(mentor))
        fields = (getattr(mentor, column) for column in own)
        rows.append((*fields, seats, mentor.ready_at, verified_by, *counted))
    later = ("seats_taken", "verified_at", "verified_by", "yes_weight", "answer_weight", "answered_at")
    return Table("mentor", (*own, *later), rows)


def pairs(history: History) -> Table:
    said = ("mentee_verdict", "mentee_swiped_at", "mentor_verdict", "mentor_swiped_at")
    return Table(
        "pair",
        ("mentee_id", "mentor_id", *said),
        [
            (pair.mentee.id, pair.mentor.id, *(getattr(pair, column) for column in said))
            for pair in history.pairs.values()
        ],
    )


def requests(history: History) -> Table:
    own = ("id", "message", "state", "sent_at", "opened_at", "expires_at", "closed_at")
    return Table(
        "request",
        ("mentee_id", "mentor_id", *own),
        [
            (asked.mentee.id, asked.mentor.id, *(getattr(asked, column) for column in own))
            for asked in sorted(history.requests, key=lambda asked: asked.sent_at)
        ],
    )


def tandems(history: History, places: dict[str, Place]) -> Table:
    return Table(
        "tandem",
        ("id", "mentee_id", "mentor_id", "programme_id", "exclusive", "formed_at"),
        [
            (
                formed.id,
                formed.mentee.id,
                formed.mentor.id,
                places[formed.mentee.programme].programme_id,
                formed.mentee.exclusive,
                formed.formed_at,
            )
            for formed in sorted(history.tandems, key=lambda formed: formed.formed_at)
        ],
    )


def swipes(history: History) -> Table:
    """Every verdict as it was given: a like that was withdrawn is there beside the pass."""
    given: list[tuple[UUID, UUID, str, datetime | None]] = [
        (asked.mentee.id, asked.mentor.id, "like", asked.sent_at) for asked in history.requests
    ]
    for pair in history.pairs.values():
        if pair.mentee_verdict == "pass":
            given.append((pair.mentee.id, pair.mentor.id, "pass", pair.mentee_swiped_at))
        if pair.mentor_verdict:
            given.append((pair.mentor.id, pair.mentee.id, pair.mentor_verdict, pair.mentor_swiped_at))
    return Table(
        "swipe_log",
        ("member_id", "card_id", "verdict", "logged_at"),
        sorted(given, key=lambda swipe: swipe[3] or datetime.max),
    )
