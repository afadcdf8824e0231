"""A whole life by a moved clock: what is asked arrives on its day, once, however many workers there are."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import pytest

from tests.app.days import ask, pass_days, watch
from tests.app.tandems.couples import Couple, active_couple
from tests.people import Town

WORKERS = 4
CLOSED_ON = 200

# Day of the life, and what both of the two are told, or the mentor alone.
TO_BOTH = {
    30: "PulseAsked", 90: "PulseAsked", 150: "PulseAsked",
    CLOSED_ON: "OutcomeAsked", CLOSED_ON + 92: "OutcomeAsked", CLOSED_ON + 184: "OutcomeAsked",
}  # fmt: skip
TO_THE_MENTOR = {
    30: "FeedbackDue", 37: "FeedbackReminder", 90: "FeedbackDue", 150: "FeedbackDue", 157: "FeedbackReminder",
    CLOSED_ON: "FeedbackDue", CLOSED_ON + 7: "FeedbackReminder",
}  # fmt: skip
# Three months have 89 to 92 days: nothing may come before the first, nor after the last.
LOOKED_AT = sorted(
    {1, 20, 60, 120, 180, 400, CLOSED_ON + 88, CLOSED_ON + 180}
    | {day + near for day in TO_THE_MENTOR for near in (-1, 0, 1)}
    | {CLOSED_ON + later for later in (92, 93, 184, 185)}
    | {30, 90, 150}
)

Diary = list[tuple[int, str, str]]


async def test_a_whole_life_is_asked_about_on_the_right_days_once_each(town: Town) -> None:
    two = await active_couple(town)
    diary = await lived(town, two, WORKERS)
    assert faults(diary) == []
    assert await town.value("select count(*) from stall") == 0
    counts = "select count(*), count(answered_at) from "
    assert [tuple((await town.rows(counts + table))[0]) for table in ("pulse", "feedback", "outcome")] == [
        (6, 3),
        (4, 1),
        (6, 3),
    ]


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda diary: diary[1:],
        lambda diary: [*diary, diary[0]],
        lambda diary: [(day + 1, who, kind) for day, who, kind in diary],
        lambda diary: [(day, "mentee", kind) for day, _, kind in diary],
        lambda diary: [*diary, (60, "mentor", "PulseAsked")],
    ],
)
def test_the_checker_rejects_a_diary_that_lacks_doubles_or_moves_something(spoilt: Any) -> None:
    right: Diary = sorted(due())
    assert faults(right) == []
    assert faults(spoilt(right)) != []


def due() -> Iterable[tuple[int, str, str]]:
    yield from ((day, who, kind) for day, kind in TO_BOTH.items() for who in ("mentee", "mentor"))
    yield from ((day, "mentor", kind) for day, kind in TO_THE_MENTOR.items())


def faults(diary: Diary) -> list[str]:
    """What came that was not due, what was due and did not come, and what came twice."""
    wanted = set(due())
    came = set(diary)
    doubled = [line for line in came if diary.count(line) > 1]
    return [
        *(f"came on day {day}: {kind} to the {who}" for day, who, kind in sorted(came - wanted)),
        *(f"missing on day {day}: {kind} to the {who}" for day, who, kind in sorted(wanted - came)),
        *(f"twice on day {day}: {kind} to the {who}" for day, who, kind in sorted(doubled)),
    ]


async def lived(town: Town, two: Couple, workers: int) -> Diary:
    """What the two were told, day by day, while they wrote to each other and the mentee answered."""
    diary: Diary = []
    seen: set[Any] = set()
    today = 0
    for day in LOOKED_AT:
        await pass_days(town, day - today)
        today = day
        if day < CLOSED_ON:
            await keep_in_touch(two)
        if day == CLOSED_ON:
            assert (await two.close(two.mentee, "came-to-its-end")).status_code == 200
        await ask(town, workers)
        await watch(town, workers)
        for row in await town.rows("select id, kind, recipient_id from outbox where facts ? 'followUpId' order by id"):
            if row["id"] not in seen:
                seen.add(row["id"])
                diary.append((day, "mentee" if str(row["recipient_id"]) == two.mentee.id else "mentor", row["kind"]))
        await answer(two, day)
    return diary


async def keep_in_touch(two: Couple) -> None:
    """They write, and the next meeting is planned."""
    written = await two.mentee.put(f"{two.path}/messages/{uuid4()}", {"text": "Bonjour"})
    assert written.status_code == 201, written.text
    if not await two.mentee.town.value("select count(*) from meeting where tandem_id = $1", two.id):
        # One that lies ahead for as long as this life: bookings are not made for a year.
        await two.mentee.town.run(
            "insert into meeting (id, tandem_id, proposed_by, kind, zone, starts, minutes) "
            "values ($1, $2, 'mentee', 'phone', 'Europe/Paris', array[now() + interval '400 days'], '{60}')",
            uuid4(),
            two.id,
        )


async def answer(two: Couple, day: int) -> None:
    """The mentee answers all, the mentor reports once, of the second time."""
    if day in (30, 90, 150):
        assert (await two.mentee.put(f"{two.path}/pulses/day-{day}", {"mood": 4})).status_code == 200
    for milestone, asked_on in (("close", CLOSED_ON), ("m3", CLOSED_ON + 92), ("m6", CLOSED_ON + 184)):
        if day == asked_on:
            tap = await two.mentee.put(f"{two.path}/outcomes/{milestone}", {"situation": "employed"})
            assert tap.status_code == 200, tap.text
    if day == 90:
        report = {"rhythm": "weekly", "progress": 4, "needsHelp": False}
        assert (await two.mentor.put(f"{two.path}/feedback/day-90", report)).status_code == 200
