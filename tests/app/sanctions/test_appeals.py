"""A sanctioned member answers, suspended or not; somebody other than who decided answers them."""

import asyncio

import asyncpg
import pytest

from tests.app.sanctions.cases import appeal, banned, given, lift, own
from tests.people import Caller, Town

APPEALS = "/v1/staff/appeals"


async def listed(caller: Caller) -> list[dict[str, object]]:
    answer = await caller.get(APPEALS)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, object]] = answer.json()["items"]
    return items


async def decide(caller: Caller, appeal_id: object, outcome: str = "lifted") -> tuple[int, str]:
    answer = await caller.put(f"{APPEALS}/{appeal_id}/decision", {"outcome": outcome, "answer": "Nous avons relu."})
    return answer.status_code, answer.json().get("type", "")


async def test_the_suspended_read_why_and_appeal_once(town: Town) -> None:
    mentee, moderator = await town.mentee(), await town.staff("moderator")
    sanction_id = await given(moderator, mentee, "suspension")
    answers = await asyncio.gather(*(appeal(mentee, sanction_id) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 201]
    other_words = await appeal(mentee, sanction_id, "Autre chose")
    assert (other_words.status_code, other_words.json()["type"]) == (409, "urn:tandem:already-appealed")
    [sanction] = await own(mentee)
    assert (sanction["appeal"]["text"], sanction["appeal"]["outcome"]) == ("Ce n'était pas moi.", None)
    assert await town.value("select count(*) from promise where kind = 'appeal-answered' and kept_at is null") == 1


async def test_a_strangers_sanction_is_not_there_and_a_proposed_ban_neither(town: Town) -> None:
    mentee, other, moderator = await town.mentee(), await town.mentee(), await town.staff("moderator")
    warning, proposed = await given(moderator, mentee, "warning"), await given(moderator, mentee, "ban")
    assert (await appeal(other, warning)).status_code == 404
    assert (await appeal(mentee, proposed)).status_code == 404


async def test_somebody_else_decides_and_lifting_restores(town: Town) -> None:
    mentee, moderator, other = await town.mentee(), await town.staff("moderator"), await town.staff()
    sanction_id = await given(moderator, mentee, "suspension")
    await appeal(mentee, sanction_id)
    [item] = await listed(moderator)
    assert (item["yours"], (await listed(other))[0]["yours"]) == (True, False)
    assert await decide(moderator, item["id"]) == (409, "urn:tandem:needs-somebody-else")
    assert await decide(other, item["id"]) == await decide(other, item["id"]) == (200, "")
    assert await decide(other, item["id"], "kept") == (409, "urn:tandem:appeal-decided")
    assert (await mentee.get("/v1/deck")).status_code == 200
    assert await listed(other) == []
    await town.carry()
    assert await mentee.notices() == ["SanctionGiven", "SanctionLifted"]


async def test_neither_of_the_two_of_a_ban_decides_its_appeal(town: Town) -> None:
    await town.tree()
    mentee, one, other = await town.mentee(), await town.staff("moderator"), await town.staff()
    third = await town.staff("moderator", "club-13")
    await appeal(mentee, await banned(one, other, mentee))
    [item] = await listed(third)
    for decider in (one, other):
        assert (await decide(decider, item["id"]))[0] == 409
    assert await decide(third, item["id"], "kept") == (200, "")
    [sanction] = await own(mentee)
    assert (sanction["appeal"]["outcome"], sanction["appeal"]["answer"]) == ("kept", "Nous avons relu.")
    await town.carry()
    assert await mentee.notices() == ["SanctionGiven", "AppealAnswered"]


async def test_the_database_itself_asks_for_another_judge(town: Town) -> None:
    mentee, one, other = await town.mentee(), await town.staff("moderator"), await town.staff()
    await appeal(mentee, await banned(one, other, mentee))
    naive = "update appeal set outcome = 'kept', answer = 'Non', decided_by = $1, decided_at = now()"
    for decider in (one, other):
        with pytest.raises(asyncpg.CheckViolationError):
            await town.run(naive, decider.id)


async def test_two_who_decide_at_once_decide_once(town: Town) -> None:
    await town.tree()
    mentee, moderator = await town.mentee(), await town.staff("moderator")
    others = await town.staff(), await town.staff("moderator", "club-13")
    await appeal(mentee, await given(moderator, mentee, "suspension"))
    [item] = await listed(moderator)
    outcomes = await asyncio.gather(decide(others[0], item["id"], "kept"), decide(others[1], item["id"], "lifted"))
    assert sorted(code for code, _ in outcomes) == [200, 409]
    suspended = await town.value("select suspended_at is not null from member")
    assert suspended is (await town.value("select outcome from appeal") == "kept")


async def test_an_appeal_against_what_was_lifted_awaits_no_answer(town: Town) -> None:
    mentee, moderator = await town.mentee(), await town.staff("moderator")
    sanction_id = await given(moderator, mentee, "hiding")
    await appeal(mentee, sanction_id)
    [item] = await listed(moderator)
    await lift(moderator, sanction_id)
    assert await listed(moderator) == []
    assert await town.value("select dropped_at is not null from promise where kind = 'appeal-answered'")
    assert await decide(await town.staff(), item["id"]) == (409, "urn:tandem:sanction-ended")


async def test_what_is_over_is_not_appealed_against(town: Town) -> None:
    mentee, moderator = await town.mentee(), await town.staff("moderator")
    sanction_id = await given(moderator, mentee, "warning")
    await lift(moderator, sanction_id)
    answer = await appeal(mentee, sanction_id)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:sanction-ended")
