"""One question to both, now and then: answered with a tap, read by nobody but the structure."""

import asyncio
from typing import Any

from tests.app.days import ask, pass_days, told
from tests.app.tandems.couples import Couple, active_couple, couple
from tests.people import Caller, Town


async def asked_of(two: Couple, member: Caller) -> list[dict[str, Any]]:
    answer = await member.get(f"{two.path}/pulses")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def asked(town: Town) -> Couple:
    """Both have just been asked for the first time."""
    two = await active_couple(town)
    await pass_days(town, 30)
    await ask(town)
    return two


async def test_both_are_asked_thirty_days_after_both_signed_and_not_before(town: Town) -> None:
    two, unsigned = await active_couple(town), await couple(town)
    await pass_days(town, 29.9)
    await ask(town)
    assert await asked_of(two, two.mentee) == []
    await pass_days(town, 0.1)
    await ask(town)
    for member in (two.mentee, two.mentor):
        [pulse] = await asked_of(two, member)
        assert (pulse["occasion"], pulse["open"], pulse["mood"]) == ("day-30", True, None)
        assert "PulseAsked" in await told(town, member.id)
    assert await told(town, unsigned.mentee.id) == []


async def test_an_answer_may_be_repeated_and_changed_while_it_is_asked(town: Town) -> None:
    two = await asked(town)
    path = f"{two.path}/pulses/day-30"
    first = await two.mentee.put(path, {"mood": 2, "comment": " Je n'ose pas appeler. "})
    again = await two.mentee.put(path, {"mood": 2, "comment": "Je n'ose pas appeler."})
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert first.json()["comment"] == "Je n'ose pas appeler."
    assert (await two.mentee.put(path, {"mood": 4})).json()["comment"] is None
    [pulse] = await asked_of(two, two.mentee)
    assert (pulse["mood"], pulse["answeredAt"]) == (4, first.json()["answeredAt"])


async def test_answers_that_cross_leave_one_of_them_whole(town: Town) -> None:
    two = await asked(town)
    path = f"{two.path}/pulses/day-30"
    answers = await asyncio.gather(*(two.mentee.put(path, {"mood": n, "comment": str(n)}) for n in range(1, 6)))
    assert {answer.status_code for answer in answers} == {200}
    [pulse] = await asked_of(two, two.mentee)
    assert pulse["comment"] == str(pulse["mood"])


async def test_the_other_never_reads_the_answer(town: Town) -> None:
    two = await asked(town)
    await two.mentee.put(f"{two.path}/pulses/day-30", {"mood": 1, "comment": "Zanzibar"})
    [pulse] = await asked_of(two, two.mentor)
    assert (pulse["mood"], pulse["answeredAt"]) == (None, None)
    for path in ("/v1/me/export", two.path, "/v1/notices"):
        assert "Zanzibar" not in (await two.mentor.get(path)).text
    assert "Zanzibar" in (await two.mentee.get("/v1/me/export")).text


async def test_an_unanswered_question_closes_after_two_weeks(town: Town) -> None:
    two = await asked(town)
    await pass_days(town, 13.9)
    assert (await asked_of(two, two.mentee))[0]["open"] is True
    await pass_days(town, 0.2)
    assert (await asked_of(two, two.mentee))[0]["open"] is False
    late = await two.mentee.put(f"{two.path}/pulses/day-30", {"mood": 3})
    assert (late.status_code, late.json()["type"]) == (409, "urn:tandem:no-longer-asked")
    assert (await asked_of(two, two.mentee))[0]["mood"] is None


async def test_what_nobody_asked_cannot_be_answered(town: Town) -> None:
    two = await asked(town)
    stranger = await town.mentee()
    for member, occasion in ((two.mentee, "day-90"), (two.mentee, "day-030"), (stranger, "day-30")):
        assert (await member.put(f"{two.path}/pulses/{occasion}", {"mood": 3})).status_code == 404
    assert (await stranger.get(f"{two.path}/pulses")).status_code == 404


async def test_a_notice_is_over_once_answered_or_asked_no_longer(town: Town) -> None:
    two = await asked(town)
    assert (await two.mentee.get("/v1/notices")).json()["items"][0]["kind"] == "PulseAsked"
    await two.mentee.put(f"{two.path}/pulses/day-30", {"mood": 3})
    standings = "select standing(outbox) from outbox where kind = 'PulseAsked' and recipient_id = $1"
    assert await town.value(standings, two.mentee.id) == "over"
    assert await town.value(standings, two.mentor.id) == "news"
    await pass_days(town, 15)
    assert await town.value(standings, two.mentor.id) == "over"
    await two.mentee.put(f"/v1/blocks/{two.mentor.id}")
    assert await town.value(standings, two.mentor.id) == "hidden"


async def test_a_pause_asks_nothing_and_what_is_long_past_is_not_asked_after_it(town: Town) -> None:
    two = await active_couple(town)
    await pass_days(town, 29)
    assert (await two.mentee.put(f"{two.path}/pause")).status_code == 200
    await pass_days(town, 10)
    await ask(town)
    assert await asked_of(two, two.mentee) == []
    assert (await two.mentee.delete(f"{two.path}/pause")).status_code == 200
    await ask(town)  # nine days late
    assert [pulse["occasion"] for pulse in await asked_of(two, two.mentee)] == ["day-30"]
    await two.mentee.put(f"{two.path}/pause")
    await pass_days(town, 70)
    await two.mentee.delete(f"{two.path}/pause")
    await ask(town)  # nineteen days late
    assert [pulse["occasion"] for pulse in await asked_of(two, two.mentee)] == ["day-30"]
