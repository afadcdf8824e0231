"""Both are nudged first; staff learn of it two weeks later; a word ends it."""

from typing import Any
from uuid import UUID, uuid4

from app.stalls import store
from tests.app.days import ask, pass_days, told, watch
from tests.app.meetings.tandem import Two
from tests.app.tandems.couples import Couple, active_couple
from tests.people import Town


async def stalls_of(town: Town, two: Couple) -> list[dict[str, Any]]:
    return [
        dict(row)
        for row in await town.rows(
            "select reasons, escalated_at is not null as escalated, resolved_at is not null as resolved from stall "
            "where tandem_id = $1 order by nudged_at",
            two.id,
        )
    ]


async def write(two: Couple) -> None:
    answer = await two.mentee.put(f"{two.path}/messages/{uuid4()}", {"text": "Bonjour"})
    assert answer.status_code == 201, answer.text


async def test_both_are_nudged_and_staff_learn_of_it_two_weeks_later(town: Town) -> None:
    two = await active_couple(town)
    await pass_days(town, 20)
    await watch(town)
    assert await stalls_of(town, two) == []
    await pass_days(town, 1)
    await watch(town)
    assert await stalls_of(town, two) == [{"reasons": ["no-message"], "escalated": False, "resolved": False}]
    for member in (two.mentee, two.mentor):
        assert await told(town, member.id) == ["TandemQuiet"]
    await pass_days(town, 13)
    await watch(town)
    reasons = ["no-meeting", "no-message"]
    assert await stalls_of(town, two) == [{"reasons": reasons, "escalated": False, "resolved": False}]
    await pass_days(town, 1)
    await watch(town)
    await watch(town)
    assert await stalls_of(town, two) == [{"reasons": reasons, "escalated": True, "resolved": False}]
    assert await told(town, two.mentee.id) == ["TandemQuiet"]


async def test_many_workers_nudge_once(town: Town) -> None:
    couples = [await active_couple(town) for _ in range(2)]
    await pass_days(town, 21)
    await watch(town, workers=6)
    for two in couples:
        assert len(await stalls_of(town, two)) == 1
        assert await told(town, two.mentor.id) == ["TandemQuiet"]


async def test_a_message_ends_it_and_nobody_is_nudged_again_within_thirty_days(town: Town) -> None:
    two = await active_couple(town)
    await pass_days(town, 25)
    await watch(town)
    await pass_days(town, 2)
    await write(two)
    await watch(town)
    assert [stall["resolved"] for stall in await stalls_of(town, two)] == [True]
    await pass_days(town, 27)  # 29 days after the nudge, and a meeting is still wanting
    await watch(town)
    assert await told(town, two.mentee.id) == ["TandemQuiet"]
    await pass_days(town, 1)
    await watch(town)
    assert await told(town, two.mentee.id) == ["TandemQuiet"] * 2
    assert [stall["resolved"] for stall in await stalls_of(town, two)] == [True, False]


async def test_a_meeting_that_is_planned_keeps_the_nudge_away(town: Town) -> None:
    two = await active_couple(town)
    await pass_days(town, 29)
    await Two(town, two.mentee, two.mentor, two.id).proposed()
    await watch(town)
    assert await stalls_of(town, two) == []


async def test_a_meeting_that_took_place_ends_it(town: Town) -> None:
    two = await active_couple(town)
    await pass_days(town, 31)
    await watch(town)
    await pass_days(town, 1)
    await Two(town, two.mentee, two.mentor, two.id).begun()
    await watch(town)
    assert [stall["resolved"] for stall in await stalls_of(town, two)] == [True]


async def test_two_no_shows_speak_even_of_a_tandem_in_touch(town: Town) -> None:
    two = await active_couple(town)
    together = Two(town, two.mentee, two.mentor, two.id)
    await write(two)
    for _ in range(2):
        meeting_id = await together.begun()
        assert (await together.say(two.mentee, meeting_id, "self_absent")).status_code == 200
        await watch(town)
        await pass_days(town, 1)
    await write(two)
    await watch(town)
    assert await stalls_of(town, two) == [{"reasons": ["no-shows"], "escalated": False, "resolved": False}]
    await town.run(
        "insert into dispute (meeting_id, member_id, cause, verdict, settled_at) "
        "select id, $1, 'appeal', 'annulled', now() from meeting where tandem_id = $2 limit 1",
        two.mentee.id,
        two.id,
    )
    await watch(town)
    assert [stall["resolved"] for stall in await stalls_of(town, two)] == [True]


async def test_a_low_pulse_speaks_until_a_better_one_and_the_other_does_not_learn_of_it(town: Town) -> None:
    two = await active_couple(town)
    await pass_days(town, 30)
    await ask(town)
    await Two(town, two.mentee, two.mentor, two.id).begun()
    assert (await two.mentee.put(f"{two.path}/pulses/day-30", {"mood": 2})).status_code == 200
    await watch(town)
    await write(two)
    await watch(town)
    assert await stalls_of(town, two) == [{"reasons": ["low-pulse"], "escalated": False, "resolved": False}]
    inbox = (await two.mentor.get("/v1/notices")).json()["items"]
    [nudge] = [notice for notice in inbox if notice["kind"] == "TandemQuiet"]
    assert "pulse" not in str(nudge)
    assert (await two.mentee.put(f"{two.path}/pulses/day-30", {"mood": 4})).status_code == 200
    await watch(town)
    assert [stall["resolved"] for stall in await stalls_of(town, two)] == [True]


async def test_a_pause_or_a_close_ends_it_and_a_pause_gives_time(town: Town) -> None:
    two, other = await active_couple(town), await active_couple(town)
    await pass_days(town, 40)
    await watch(town)
    assert (await two.mentee.put(f"{two.path}/pause")).status_code == 200
    assert (await other.close(other.mentee)).status_code == 200
    await watch(town)
    for couple in (two, other):
        assert [stall["resolved"] for stall in await stalls_of(town, couple)] == [True]
    await pass_days(town, 40)
    assert (await two.mentee.delete(f"{two.path}/pause")).status_code == 200
    await watch(town)
    assert len(await stalls_of(town, two)) == 1


async def test_a_nudge_is_over_once_it_has_helped(town: Town) -> None:
    two = await active_couple(town)
    await pass_days(town, 21)
    await watch(town)
    await write(two)
    await watch(town)
    [nudge] = [n for n in (await two.mentee.get("/v1/notices")).json()["items"] if n["kind"] == "TandemQuiet"]
    assert (nudge["read"], nudge["link"]) == (True, f"/tandems/{two.id}")


async def test_many_tandems_are_looked_at_some_at_a_time_and_none_is_left_out(town: Town) -> None:
    couples = [await active_couple(town) for _ in range(3)]
    looked_at: list[UUID] = []
    async with town.db.connection() as connection:
        while some := await store.gather_signs(connection, looked_at[-1] if looked_at else None, 2):
            looked_at += [one.tandem_id for one in some]
    assert looked_at == sorted(set(looked_at))
    assert {UUID(two.id) for two in couples} <= set(looked_at)
