"""A request, from asked to closed."""

import pytest

from app.db import Database
from app.requests.service import expire_overdue
from tests.people import Caller, Town

KIND_WORDS = "Cette demande est close. Merci d'avoir osé"


async def acquainted(town: Town, **mentor: object) -> tuple[Caller, Caller]:
    mentee, asked = await town.mentee(), await town.mentor(**mentor)  # type: ignore[arg-type]
    await mentee.like(asked)
    return mentee, asked


async def age(town: Town, days: int) -> None:
    await town.run(
        "update request set sent_at = sent_at - make_interval(days => $1), "
        "expires_at = expires_at - make_interval(days => $1), closed_at = closed_at - make_interval(days => $1)",
        days,
    )


async def test_five_requests_wait_and_the_sixth_is_told_why(town: Town) -> None:
    mentee = await town.mentee()
    mentors = [await town.mentor() for _ in range(6)]
    answers = [await mentee.like(mentor) for mentor in mentors]
    assert [answer.status_code for answer in answers] == [200] * 5 + [409]
    refusal = answers[-1].json()
    assert refusal["type"] == "urn:tandem:request-limit"
    assert "5" in refusal["title"]
    assert await town.value("select count(*) from pair") == 5
    await mentee.delete(f"/v1/requests/{mentors[0].id}")
    assert (await mentee.like(mentors[5])).json()["outcome"] == "requested"


async def test_acceptance_answers_201_then_200_with_the_same_tandem(town: Town) -> None:
    mentee, mentor = await acquainted(town)
    first, again = await mentor.accept(mentee), await mentor.accept(mentee)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["state"] == "formed"
    assert (first.json()["mentor"]["memberId"], first.json()["mentee"]["memberId"]) == (mentor.id, mentee.id)
    await town.carry()
    assert await mentee.notices() == ["TandemFormed"]
    assert (await mentor.notices())[-1] == "TandemFormed"


async def test_a_full_mentor_is_told_and_the_request_waits(town: Town) -> None:
    mentee, mentor = await acquainted(town, capacity=1)
    other = await town.mentee()
    await other.like(mentor)
    await mentor.accept(mentee)
    refused = await mentor.accept(other)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:tandem:mentor-full")
    assert [request["state"] for request in await other.requests("sent")] == ["parked"]
    assert [request["state"] for request in await mentor.requests("received")] == ["parked"]
    await mentor.call("PATCH", "/v1/me", json={"capacity": 2})
    assert [request["state"] for request in await other.requests("sent")] == ["waiting"]
    assert (await mentor.accept(other)).status_code == 201


async def test_a_paused_mentors_requests_are_parked_and_can_be_accepted(town: Town) -> None:
    mentee, mentor = await acquainted(town)
    await mentor.put("/v1/me/pause")
    [request] = await mentee.requests("sent")
    assert request["state"] == "parked"
    assert "place" in request["nextStep"]
    assert (await mentor.accept(mentee)).status_code == 201


async def test_whatever_closed_it_the_mentee_reads_the_same_words(town: Town, db: Database) -> None:
    mentee = await town.mentee()
    refusing, silent, leaving, withdrawn = [await town.mentor() for _ in range(4)]
    for mentor in (refusing, silent, withdrawn):
        await mentee.like(mentor)
    await refusing.refuse(mentee)
    await mentee.delete(f"/v1/requests/{withdrawn.id}")
    await town.run("update request set expires_at = now() - interval '1 minute' where mentor_id = $1", silent.id)
    assert await expire_overdue(db) == 1
    requests = await mentee.requests("sent")
    assert len(requests) == 3
    assert {request["state"] for request in requests} == {"closed"}
    assert len({request["nextStep"] for request in requests}) == 1
    assert requests[0]["nextStep"].startswith(KIND_WORDS)
    await mentee.like(leaving)
    await leaving.delete("/v1/me")
    await town.carry()
    assert await mentee.notices() == ["RequestClosed"] * 3
    notices = (await mentee.get("/v1/demo/notices")).json()["items"]
    assert len({(notice["title"], notice["body"]) for notice in notices}) == 1


async def test_only_overdue_requests_expire_and_only_once(town: Town, db: Database) -> None:
    mentee, mentor = await acquainted(town)
    assert await expire_overdue(db) == 0
    await age(town, 14)
    assert await expire_overdue(db) == 1
    assert await expire_overdue(db) == 0
    assert await town.value("select state from request") == "expired"
    assert await town.value("select answer_weight from mentor where id = $1", mentor.id) == pytest.approx(1)
    refused = await mentor.accept(mentee)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:tandem:request-closed")


@pytest.mark.parametrize(("closing", "days"), [("refusal", 180), ("withdrawal", 30), ("expiry", 30)])
async def test_a_closed_request_may_be_asked_again_after_its_time(
    town: Town, db: Database, closing: str, days: int
) -> None:
    mentee, mentor = await acquainted(town)
    if closing == "refusal":
        await mentor.refuse(mentee)
    elif closing == "withdrawal":
        await mentee.delete(f"/v1/requests/{mentor.id}")
    else:
        await town.run("update request set expires_at = now()")
        await expire_overdue(db)
    refused = await mentee.like(mentor)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:tandem:request-closed")
    await age(town, days - 1)
    assert (await mentee.like(mentor)).status_code == 409
    await age(town, 2)
    assert (await mentee.like(mentor)).json()["outcome"] == "requested"


async def test_refusing_and_withdrawing_twice_change_nothing(town: Town) -> None:
    mentee, mentor = await acquainted(town)
    assert [(await mentor.refuse(mentee)).status_code for _ in range(2)] == [204, 204]
    other = await town.mentor()
    await mentee.like(other)
    assert [(await mentee.delete(f"/v1/requests/{other.id}")).status_code for _ in range(2)] == [204, 204]
    await town.carry()
    assert await mentee.notices() == ["RequestClosed"]


async def test_only_the_two_of_them_touch_a_request(town: Town) -> None:
    mentee, mentor = await acquainted(town)
    stranger, other = await town.mentor(), await town.mentee()
    for answer in (
        await stranger.accept(mentee),
        await stranger.refuse(mentee),
        await stranger.put(f"/v1/requests/{mentee.id}/opening"),
        await other.delete(f"/v1/requests/{mentor.id}"),
        await mentee.accept(mentor),
    ):
        assert answer.status_code == 404
    assert await town.value("select state from request") == "waiting"


async def test_opening_twice_keeps_the_first_time(town: Town) -> None:
    mentee, mentor = await acquainted(town)
    await mentor.put(f"/v1/requests/{mentee.id}/opening")
    first = await town.value("select opened_at from request")
    assert (await mentor.put(f"/v1/requests/{mentee.id}/opening")).status_code == 204
    assert await town.value("select opened_at from request") == first


async def test_an_opened_request_is_no_news(town: Town) -> None:
    mentee, mentor = await acquainted(town)
    await mentor.put(f"/v1/requests/{mentee.id}/opening")
    await town.carry()
    assert await mentor.notices() == []


async def test_requests_come_in_pages_newest_first(town: Town) -> None:
    mentor = await town.mentor()
    mentees = [await town.mentee() for _ in range(5)]
    for mentee in mentees:
        await mentee.like(mentor)
    seen: list[str] = []
    cursor = ""
    while True:
        page = (await mentor.get(f"/v1/requests?direction=received&limit=2{cursor}")).json()
        seen += [item["memberId"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == [mentee.id for mentee in reversed(mentees)]


async def exclusive(town: Town) -> None:
    await town.run(
        "insert into programme (structure_id, code, name, one_tandem_at_a_time) "
        "select id, 'un-seul', 'Un seul', true from structure"
    )


async def test_one_tandem_at_a_time_releases_the_other_requests(town: Town) -> None:
    await exclusive(town)
    mentee = await town.mentee(programmeCode="un-seul")
    chosen, other, third = [await town.mentor() for _ in range(3)]
    await mentee.like(chosen)
    await mentee.like(other)
    await chosen.accept(mentee)
    assert await town.value("select state from request where mentor_id = $1", other.id) == "released"
    for answer in (await other.accept(mentee), await other.like(mentee)):
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:request-closed")
    asked = await mentee.like(third)
    assert (asked.status_code, asked.json()["type"]) == (409, "urn:tandem:already-in-tandem")
    deck = await mentee.deck()
    assert (deck["cards"], deck["exhausted"]) == ([], True)
    assert "un à la fois" in deck["advice"]
    assert mentee.id not in await third.dealt()


async def test_how_mentors_answer_is_counted(town: Town) -> None:
    mentor = await town.mentor()
    for answer in ("accept", "refuse", "accept"):
        mentee = await town.mentee()
        await mentee.like(mentor)
        await getattr(mentor, answer)(mentee)
    row = (await town.rows("select yes_weight, answer_weight, requests_waiting from mentor"))[0]
    assert (row["yes_weight"], row["answer_weight"]) == (pytest.approx(2), pytest.approx(3))
    assert row["requests_waiting"] == 0
