"""Renewals: one asks, the other's same call forms the next tandem."""

import asyncio

from tests.app.tandems.couples import Couple, active_couple, couple, couple_with
from tests.app.tandems.test_states import assert_log_tells_all
from tests.people import Town


async def test_the_first_asks_and_the_others_same_call_forms_the_next_tandem(town: Town) -> None:
    two = await active_couple(town)
    await two.close(two.mentee, "came-to-its-end")
    for _ in range(2):
        asked = await two.renew(two.mentee)
        assert (asked.status_code, asked.json()["outcome"]) == (200, "asked")
        assert asked.json()["tandem"]["renewal"] == {"askedBy": ["mentee"], "tandemId": None}
    agreed = await two.renew(two.mentor)
    assert (agreed.status_code, agreed.json()["outcome"]) == (201, "renewed")
    following = agreed.json()["tandem"]
    assert (following["state"], following["renewsId"]) == ("formed", two.id)
    assert following["history"][0]["state"] == "formed"
    assert (await two.read())["renewal"]["tandemId"] == following["id"]
    assert await two.mentee.dealt() == []
    await assert_log_tells_all(town)


async def test_renewing_again_answers_the_tandem_that_came_of_it(town: Town) -> None:
    two = await active_couple(town)
    following = await _renewed(two)
    again = await two.renew(two.mentee)
    assert (again.status_code, again.json()["outcome"], again.json()["tandem"]["id"]) == (200, "renewed", following.id)
    assert len(await two.mentee.tandems()) == 2


async def test_an_open_tandem_passes_its_seat_on_to_the_next(town: Town) -> None:
    two = await active_couple(town, capacity=1)
    following = await _renewed(two)
    assert (await two.read())["closing"] == {"by": "both", "reason": None}
    assert [tandem["state"] for tandem in await two.mentor.tandems()] == ["formed", "closed"]
    assert (await two.mentor.get("/v1/me")).json()["seatsTaken"] == 1
    await following.begin()
    assert await following.state() == "active"
    await assert_log_tells_all(town)


async def test_a_full_mentor_is_a_conflict_and_nothing_is_lost(town: Town) -> None:
    two = await active_couple(town, capacity=1)
    await two.close(two.mentor)
    await couple_with(town, two.mentor)
    await two.renew(two.mentee)
    answer = await two.renew(two.mentor)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:mentor-full")
    assert (await two.read())["renewal"] == {"askedBy": ["mentee"], "tandemId": None}
    await town.run("update mentor set capacity = 2 where id = $1", two.mentor.id)
    assert (await two.renew(two.mentor)).status_code == 201


async def test_staff_who_lowered_the_capacity_are_not_overruled_and_the_open_tandem_stays(town: Town) -> None:
    two = await active_couple(town, capacity=2)
    await couple_with(town, two.mentor)
    await town.run("update mentor set capacity = 1 where id = $1", two.mentor.id)
    await two.renew(two.mentee)
    assert (await two.renew(two.mentor)).status_code == 409
    assert await two.state() == "active"
    assert (await two.mentor.get("/v1/me")).json()["seatsTaken"] == 2


async def test_both_renew_at_once_and_one_tandem_forms(town: Town) -> None:
    for _ in range(5):
        two = await active_couple(town, capacity=1)
        answers = await asyncio.gather(*[two.renew(one) for one in (two.mentee, two.mentor) * 2])
        assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
        assert len(await two.mentee.tandems()) == 2
        assert (await two.mentor.get("/v1/me")).json()["seatsTaken"] == 1
    await assert_log_tells_all(town)


async def test_a_renewal_that_meets_an_end_and_a_newcomer_never_overfills_the_mentor(town: Town) -> None:
    for _ in range(5):
        two = await active_couple(town, capacity=1)
        newcomer = await town.mentee()
        await newcomer.like(two.mentor)
        await two.renew(two.mentee)
        answers = await asyncio.gather(
            two.close(two.mentee), two.renew(two.mentor), two.mentor.accept(newcomer), two.close(two.mentor)
        )
        assert {answer.status_code for answer in answers} <= {200, 201, 409}
    counted = "(select count(*) from tandem where mentor_id = mentor.id and state <> 'closed')"
    assert (
        await town.value(f"select count(*) from mentor where seats_taken > capacity or seats_taken <> {counted}") == 0
    )
    await assert_log_tells_all(town)


async def test_what_has_not_begun_has_nothing_to_renew(town: Town) -> None:
    two = await couple(town)
    answer = await two.renew(two.mentee)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:tandem-not-active")


async def test_who_asked_may_take_it_back(town: Town) -> None:
    two = await active_couple(town)
    await two.renew(two.mentee)
    for _ in range(2):
        answer = await two.mentee.delete(f"{two.path}/renewal")
        assert (answer.status_code, answer.json()["renewal"]["askedBy"]) == (200, [])
    assert (await two.renew(two.mentor)).json()["outcome"] == "asked"


async def test_the_other_is_told_once_also_when_the_tandem_is_closed(town: Town) -> None:
    two = await active_couple(town)
    await two.close(two.mentor)
    for _ in range(2):
        await two.renew(two.mentee)
        await town.carry()
    assert (await two.mentor.notices()).count("RenewalAsked") == 1


async def test_an_introduction_is_not_asked_for_twice(town: Town) -> None:
    two = await active_couple(town)
    await town.run("update programme set introduction_required = true")
    following = await _renewed(two)
    assert (await following.read())["awaitsIntroduction"] is False
    await following.begin()
    assert await following.state() == "active"


async def test_a_stranger_a_blocked_and_an_unverified_one_renew_nothing(town: Town) -> None:
    two = await active_couple(town)
    assert (await two.renew(await town.mentee())).status_code == 404
    await town.run("update mentor set verified_at = null where id = $1", two.mentor.id)
    assert (await two.renew(two.mentee)).status_code == 404
    assert (await two.renew(two.mentor)).json()["type"] == "urn:tandem:verification-pending"
    await two.mentor.put(f"/v1/blocks/{two.mentee.id}")
    assert (await two.renew(two.mentee)).status_code == 404


async def test_where_one_tandem_at_a_time_is_the_rule_a_renewal_does_not_break_it(town: Town) -> None:
    await town.run("update programme set one_tandem_at_a_time = true")
    two, another, waiting = await active_couple(town), await town.mentor(), await town.mentor()
    await two.close(two.mentor)
    other = await couple_with(town, another, two.mentee)
    await two.renew(two.mentee)
    refused = await two.renew(two.mentor)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:tandem:already-in-tandem")
    await other.close(two.mentee)
    await two.mentee.like(waiting)
    assert (await two.renew(two.mentor)).status_code == 201
    assert [request["state"] for request in await two.mentee.requests("sent")] == ["closed"]


async def _renewed(two: Couple) -> Couple:
    await two.renew(two.mentee)
    answer = await two.renew(two.mentor)
    assert answer.status_code == 201, answer.text
    return Couple(two.mentee, two.mentor, answer.json()["tandem"]["id"])
