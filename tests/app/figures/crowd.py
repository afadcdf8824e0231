"""Invented members, counted exactly; and the naive publication that an attacker sees through."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from uuid import UUID

from msgspec.structs import replace

from app.figures.model import STAGES, Count, Crowd, Fives, Raw
from app.figures.publication import publish_places

DEPTHS = len(STAGES["funnel"])
PLACES = [UUID(int=number) for number in range(1, 9)]
# National, two clubs, structures and antennas.
ABOVE = [None, *(PLACES[place] for place in (0, 0, 1, 1, 2, 3, 3))]
PARENTS: dict[UUID, UUID | None] = dict(zip(PLACES, ABOVE, strict=True))
VALUES = {
    "programme": ("a", "b"),
    "territory": ("13", "2A", "974"),
    "sector": ("A", "G", "N"),
    "month": ("2026-09", "2026-10"),
    "load": ("none", "more"),
}


@dataclass(frozen=True)
class Person:
    place: UUID
    depth: int
    values: tuple[str, ...]


def invent(random: Random, number: int) -> list[Person]:
    """Crowded in some places and values, and few in others."""
    return [
        Person(
            PLACES[min(int(random.expovariate(0.5)), len(PLACES) - 1)],
            min(1 + int(random.expovariate(0.4)), DEPTHS),
            tuple(values[min(int(random.expovariate(1)), len(values) - 1)] for values in VALUES.values()),
        )
        for _ in range(number)
    ]


def counted(people: Iterable[Person]) -> Raw:
    """As the database would count them: all of them mentors, and each with a tandem that ended and a request."""
    people = list(people)
    exact = Counter(
        (one.place, (dimension, value, one.depth))
        for one in people
        for dimension, value in (("all", ""), *zip(VALUES, one.values, strict=True))
    )
    members = [Count(place, "mentor", *told, number) for (place, told), number in exact.items()]
    crowds = [Crowd(place, number) for place, number in Counter(one.place for one in people).items()]
    return Raw(
        parents=PARENTS,
        members=[*members, *(replace(one, role="mentee") for one in members)],
        answers=_of_something_else(people, ("all", "month"), 3),
        break_ups=_of_something_else(people, ("all", "reason", "month"), 2),
        behind_answers=crowds,
        behind_break_ups=crowds,
        hours=[],
        loads=[],
    )


def as_if_true(counts: Sequence[Fives]) -> Raw:
    """The truth in which everybody stands where the figures say, in fives."""
    crowds = {
        topic: [Crowd(one.structure_id, 5 * one.fives[0]) for one in counts if _is_whole(one, topic)]
        for topic in ("answers", "break-ups")
    }
    return Raw(
        parents=PARENTS,
        # Loads tell apart those of the funnel who are verified.
        members=[*_in_fives(counts, "funnel"), *_in_fives(counts, "loads")],
        answers=_in_fives(counts, "answers"),
        break_ups=_in_fives(counts, "break-ups"),
        behind_answers=crowds["answers"],
        behind_break_ups=crowds["break-ups"],
        hours=[],
        loads=[],
    )


def published(people: Iterable[Person]) -> list[Fives]:
    return publish_places(counted(people))[0]


def _is_whole(one: Fives, topic: str) -> bool:
    return one.topic == topic and one.dimension == "all"


def _in_fives(counts: Sequence[Fives], topic: str) -> list[Count]:
    role, unverified = ("mentor", 1) if topic == "loads" else (None, 0)
    return [
        Count(one.structure_id, role or one.role, one.dimension, one.value, unverified + depth, 5 * (here - beyond))
        for one in counts
        if one.topic == topic and (topic, one.dimension) != ("loads", "all")
        for depth, (here, beyond) in enumerate(pairwise([*one.fives, 0]), 1)
    ]


def _of_something_else(people: Sequence[Person], dimensions: tuple[str, ...], depths: int) -> list[Count]:
    exact = Counter(
        (one.place, (dimension, value, one.depth % depths + 1))
        for one in people
        for dimension, value in zip(dimensions, ("", *one.values), strict=False)
    )
    return [Count(place, "", *told, number) for (place, told), number in exact.items()]
