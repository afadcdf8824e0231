"""The queue of reports: who handles what, in which order; and the one way to a private message."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from tests.api.routes import routes_of
from tests.app.reports.cases import QUEUE, in_tandem, met, reported, say
from tests.people import Caller, Town

SECRET = "Zanzibar, entre nous"
WHY = {"why": "Le signalement porte sur ce message."}


async def queue(caller: Caller, **query: Any) -> list[dict[str, Any]]:
    answer = await caller.get(QUEUE, params=query)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def decide(caller: Caller, report_id: str, verdict: str = "upheld") -> int:
    body = {"verdict": verdict, "why": "Vu avec la structure."}
    return (await caller.put(f"{QUEUE}/{report_id}/decision", body)).status_code


async def acts(town: Town) -> list[str]:
    return [row["act"] for row in await town.rows("select act from audit_entry order by at")]


async def test_a_report_is_due_within_a_working_day_and_looked_at_when_it_is_taken(town: Town) -> None:
    mentee, mentor = await met(town)
    report_id, moderator = await reported(mentee, mentor), await town.staff("moderator")
    [item] = await queue(moderator)
    assert (item["id"], item["memberId"], item["overdue"], item["takenBy"]) == (report_id, mentor.id, False, None)
    await town.run("update promise set due_at = now() - interval '1 hour' where subject_id = $1", report_id)
    assert (await queue(moderator))[0]["overdue"] is True
    assert (await moderator.put(f"{QUEUE}/{report_id}/taking")).status_code == 204
    [item] = await queue(moderator)
    assert (item["overdue"], item["takenBy"]) == (False, moderator.id)
    assert await town.value("select kept_at is not null from promise where subject_id = $1", report_id)


async def test_what_is_overdue_comes_first_and_a_weighty_case_before_it(town: Town) -> None:
    moderator = await town.staff("moderator")
    late = await reported(*await met(town), reason="absence")
    await town.run("update promise set due_at = now() - interval '1 day' where subject_id = $1", late)
    await town.run("update report set reported_at = now() - interval '2 days' where id = $1", late)
    recent = await reported(*await met(town), reason="absence")
    mentor = await town.mentor()
    weighty = [await reported(*await met(town, mentor), reason="harassment") for _ in range(2)]
    listed = await queue(moderator)
    assert [item["id"] for item in listed] == [*weighty, late, recent]
    assert [item["proposal"] for item in listed] == ["hiding", "hiding", None, None]
    assert (listed[0]["weight"], listed[0]["reporters"]) == (3.0, 2)
    assert await town.value("select count(*) from member where hidden_at is not null") == 0


async def test_one_reporter_counts_once_and_whoever_was_wrong_before_counts_less(town: Town) -> None:
    moderator, mentor = await town.staff("moderator"), await town.mentor()
    mentee, _ = await met(town, mentor)
    for _ in range(3):
        await reported(mentee, mentor, reason="harassment")
    assert {item["weight"] for item in await queue(moderator)} == {1.5}
    for item in await queue(moderator):
        assert await decide(moderator, item["id"], "dismissed") == 204
    await reported(mentee, mentor, reason="harassment")
    [item] = await queue(moderator)
    assert item["weight"] == pytest.approx(3 / 5)


async def test_the_queue_is_read_page_by_page(town: Town) -> None:
    moderator = await town.staff("moderator")
    ids = [await reported(*await met(town)) for _ in range(5)]
    seen, cursor = [], None
    while True:
        page = (await moderator.get(QUEUE, params={"limit": 2} | ({"cursor": cursor} if cursor else {}))).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == ids


async def test_of_two_who_take_a_report_at_once_one_has_it(town: Town) -> None:
    report_id = await reported(*await met(town))
    one, other = await town.staff("moderator"), await town.staff()
    answers = await asyncio.gather(*(caller.put(f"{QUEUE}/{report_id}/taking") for caller in (one, other)))
    assert sorted(answer.status_code for answer in answers) == [204, 409]
    [refused] = [answer for answer in answers if answer.status_code == 409]
    assert refused.json()["type"] == "urn:tandem:report-taken"
    winner, loser = (one, other) if answers[0].status_code == 204 else (other, one)
    assert (await winner.put(f"{QUEUE}/{report_id}/taking")).status_code == 204
    assert await decide(loser, report_id) == 409
    assert (await loser.delete(f"{QUEUE}/{report_id}/taking")).status_code == 204
    assert (await loser.put(f"{QUEUE}/{report_id}/taking")).status_code == 204


async def test_a_report_is_decided_once_and_its_maker_told_no_more_than_that_it_was_read(town: Town) -> None:
    told = {}
    for verdict in ("upheld", "dismissed"):
        mentee, mentor = await met(town)
        report_id, moderator = await reported(mentee, mentor), await town.staff("moderator")
        other = await town.staff()
        codes = await asyncio.gather(*(decide(caller, report_id, verdict) for caller in (moderator, other)))
        assert sorted(codes) == [204, 409]
        await town.carry()
        assert await mentee.notices() == ["ReportAnswered"]
        [own] = (await mentee.get("/v1/reports")).json()["items"]
        told[verdict] = own["state"], own["nextStep"]
    assert told["upheld"] == told["dismissed"]
    assert {item["state"] for item in await queue(moderator, state="decided")} == {"upheld", "dismissed"}
    assert await queue(moderator) == []


async def test_deciding_again_the_same_changes_nothing(town: Town) -> None:
    report_id, moderator = await reported(*await met(town)), await town.staff("moderator")
    assert await decide(moderator, report_id) == await decide(moderator, report_id) == 204
    assert await decide(moderator, report_id, "dismissed") == 409
    assert (await acts(town)).count("decide-report") == 1
    assert (await moderator.delete(f"{QUEUE}/{report_id}/taking")).status_code == 409


async def test_a_moderator_reads_the_card_that_was_reported_and_what_else_there_is(town: Town) -> None:
    mentee, mentor = await met(town)
    await reported(mentee, mentor)
    report_id, moderator = await reported(mentee, mentor, kind="card", text="Lisez"), await town.staff("moderator")
    answer = (await moderator.get(f"{QUEUE}/{report_id}")).json()
    assert (answer["card"]["firstName"], answer["text"], answer["earlier"]["open"]) == ("Karim", "Lisez", 1)
    assert (answer["reported"]["memberId"], answer["reporter"]["memberId"]) == (mentor.id, mentee.id)
    assert await acts(town) == ["read-report"]


async def test_nobody_handles_a_report_in_which_they_are_themselves(town: Town) -> None:
    mentee, mentor = await met(town)
    report_id = await reported(mentee, mentor)
    for member in (mentee, mentor):
        await town.run(
            "insert into staff (uid, display_name, role, structure_id) "
            "select $1, 'CCI', 'moderator', id from structure where code = 'cci-amp'",
            member.uid,
        )
        assert await queue(member) == []
        assert (await member.get(f"{QUEUE}/{report_id}")).status_code == 404
        assert await decide(member, report_id) == 404
    assert len(await queue(await town.staff("moderator"))) == 1


async def test_a_reported_message_is_read_with_a_reason_that_is_written_down(town: Town) -> None:
    mentee, mentor, tandem_id = await in_tandem(town)
    await say(mentee, tandem_id, "Pas choisi")
    bad = await say(mentor, tandem_id, SECRET)
    report_id = await reported(mentee, mentor, kind="message", subject={"messageId": bad})
    moderator = await town.staff("moderator")
    reading = f"{QUEUE}/{report_id}/evidence-reading"
    assert [(await moderator.post(reading, body)).status_code for body in ({}, {"why": " "})] == [422, 422]
    assert await acts(town) == []
    for _ in range(2):
        answer = await moderator.post(reading, WHY)
        assert [message["text"] for message in answer.json()["messages"]] == [SECRET]
    rows = await town.rows(
        "select act, staff_id::text, why, about from audit_entry join audit_detail on entry_id = id order by at"
    )
    assert [(row["act"], row["staff_id"], row["why"]) for row in rows] == [
        ("read-evidence", moderator.id, WHY["why"])
    ] * 2
    assert {str(member) for row in rows for member in row["about"]} == {mentee.id, mentor.id}


async def test_no_other_route_of_the_staff_shows_a_private_message(town: Town) -> None:
    mentee, mentor, tandem_id = await in_tandem(town)
    bad = await say(mentor, tandem_id, SECRET)
    report_id = await reported(mentee, mentor, kind="message", subject={"messageId": bad, "withContext": True})
    administrator = await town.staff()
    parts = {
        "report_id": report_id,
        "member_id": mentor.id,
        "tandem_id": tandem_id,
    }
    called = 0
    for route in routes_of(town.app):
        if not route.path.startswith("/v1/staff") or route.method != "GET":
            continue
        url = route.path
        for name, value in parts.items():
            url = url.replace(f"{{{name}}}", value)
        if "{" in url:
            url = url[: url.index("{")] + str(uuid4())
        answer = await administrator.get(url)
        assert SECRET not in answer.text, route.operation
        called += answer.status_code == 200
    assert called >= 5
    assert SECRET in (await administrator.post(f"{QUEUE}/{report_id}/evidence-reading", WHY)).text
