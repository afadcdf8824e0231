"""From what is counted exactly to what is published."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from uuid import UUID

import numpy as np

from app.figures import measures
from app.figures.fives import FEWEST, Stages, Unit, gather, in_fives, tell_apart
from app.figures.measures import Weighted
from app.figures.model import DIMENSIONS, STAGES, Count, Crowd, Fives, Measure, Raw, Topic, Weight

Exact = dict[str, dict[UUID, dict[str, Stages]]]
"""How many reached each stage, by dimension, structure and value."""

Measuring = Callable[[Weighted, list[UUID]], dict[str, float]]
"""Of what stands in these structures."""

VERIFIED = slice(1, 2)


def publish(raw: Raw) -> tuple[list[Fives], list[Measure]]:
    """The figures of a run, of each structure with all below it; nothing but these leaves it."""
    counted, measured = publish_places(raw)
    return _add_up(raw.parents, counted), measured


def publish_places(raw: Raw) -> tuple[list[Fives], list[Measure]]:
    """The figures of each place where enough are counted.

    All topics are counted in the places of the funnel, and mentors' loads tell apart the very fives that it calls
    verified: two topics say no more together than each by itself.
    """
    mentees, mentors = (_exact(raw.members, "funnel", role) for role in ("mentee", "mentor"))
    of_mentees, of_mentors = _places(raw.parents, mentees), _places(raw.parents, mentors)
    answers, break_ups = _exact(raw.answers, "answers"), _exact(raw.break_ups, "break-ups")
    answering = _counted(of_mentors, answers, raw.behind_answers)
    breaking = _counted(of_mentees, break_ups, raw.behind_break_ups)
    loaded = [Unit(unit.place, unit.members, unit.fives[VERIFIED]) for unit in of_mentors]
    counted = [
        *_fives("funnel", "mentee", of_mentees, mentees),
        *_fives("funnel", "mentor", of_mentors, mentors),
        *_fives("answers", "", answering, answers),
        *_fives("loads", "", loaded, _verified(mentors)),
        *_fives("break-ups", "", breaking, break_ups),
    ]
    measured = [
        *_measures("answers", raw, answering, raw.hours, _asked(answers)),
        *_measures("loads", raw, loaded, raw.loads, lambda loads, _: measures.of_loads(loads)),
    ]
    return counted, measured


def _add_up(parents: Mapping[UUID, UUID | None], counted: Sequence[Fives]) -> list[Fives]:
    sums: dict[tuple[Topic, UUID, str, str, str], Stages] = {}
    for one in counted:
        place: UUID | None = one.structure_id
        while place is not None:
            key = one.topic, place, one.role, one.dimension, one.value
            sums[key] = sums.get(key, 0) + np.array(one.fives)
            place = parents[place]
    return [Fives(*key, fives.tolist()) for key, fives in sums.items()]


def _places(parents: Mapping[UUID, UUID | None], exact: Exact) -> list[Unit]:
    return gather(parents, {place: values[""] for place, values in exact.get("all", {}).items()})


def _counted(places: Sequence[Unit], exact: Exact, behind: Sequence[Crowd]) -> list[Unit]:
    """The same places, by what is counted there, where people enough stand behind it."""
    counts = exact.get("all", {})
    people = {crowd.structure_id: crowd.people for crowd in behind}
    return [
        Unit(place.place, place.members, in_fives([counts[member][""] for member in place.members if member in counts]))
        for place in places
        if _sum(people, place.members) >= FEWEST
    ]


def _verified(exact: Exact) -> Exact:
    return {
        dimension: {
            place: {value: stages[VERIFIED] for value, stages in values.items()} for place, values in places.items()
        }
        for dimension, places in exact.items()
    }


def _fives(topic: Topic, role: str, units: Sequence[Unit], exact: Exact) -> Iterator[Fives]:
    for dimension in ("all", *DIMENSIONS[topic]):
        for unit, told in zip(units, tell_apart(units, exact.get(dimension, {})), strict=True):
            for value, fives in told.items():
                yield Fives(topic, unit.place, role, dimension, value, fives.tolist())


def _measures(
    topic: Topic, raw: Raw, units: Sequence[Unit], weights: Sequence[Weight], measure: Measuring
) -> Iterator[Measure]:
    """Of each structure: of all the places at it and below it that are published."""
    values: defaultdict[UUID, list[tuple[float, int]]] = defaultdict(list)
    for weight in weights:
        values[weight.structure_id].append((weight.value, weight.number))
    for place, members in _under(raw.parents, units).items():
        of_place = measures.weighted([pair for member in members for pair in values[member]])
        for name, value in measure(of_place, members).items():
            yield Measure(topic, place, name, value)


def _asked(answers: Exact) -> Measuring:
    settled = {place: int(values[""][0]) for place, values in answers.get("all", {}).items()}
    return lambda hours, members: measures.of_answers(hours, _sum(settled, members))


def _under(parents: Mapping[UUID, UUID | None], units: Sequence[Unit]) -> dict[UUID, list[UUID]]:
    under: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for unit in units:
        place: UUID | None = unit.place if unit.fives[0] else None
        while place is not None:
            under[place] += unit.members
            place = parents[place]
    return under


def _exact(counts: Sequence[Count], topic: Topic, role: str = "") -> Exact:
    """How many reached each stage, from how many stopped at it."""
    exact: Exact = {}
    for one in counts:
        if one.role == role:
            values = exact.setdefault(one.dimension, {}).setdefault(one.structure_id, {})
            values.setdefault(one.value, np.zeros(len(STAGES[topic]), np.int64))[: one.depth] += one.number
    return exact


def _sum(numbers: Mapping[UUID, int], members: Sequence[UUID]) -> int:
    return sum(numbers.get(member, 0) for member in members)
