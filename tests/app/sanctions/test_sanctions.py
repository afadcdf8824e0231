"""Sanctions: told with a reason, in force at once, all of them lifted again."""

import asyncio
from uuid import uuid4

from app.sanctions import upkeep
from tests.app.reports.cases import in_tandem, met, reported
from tests.app.sanctions.cases import REASON, SANCTIONS, banned, give, given, lift, own, soon, type_of_deck
from tests.people import Town

SOON = soon()


async def test_a_warning_changes_nothing_but_is_told_with_its_reason(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await given(await town.staff("moderator"), mentee, "warning")
    await town.carry()
    assert await mentee.notices() == ["SanctionGiven"]
    [sanction] = await own(mentee)
    assert (sanction["kind"], sanction["reason"], sanction["active"]) == ("warning", REASON, True)
    assert "Faites appel" in sanction["nextStep"]
    assert await mentee.dealt() == [mentor.id]


async def test_who_is_hidden_meets_nobody_new_and_keeps_their_tandems(town: Town) -> None:
    mentee, mentor, tandem_id = await in_tandem(town)
    newcomer, asking = await town.mentee(), await town.mentee()
    await asking.like(mentor)
    sanction_id = await given(await town.staff("moderator"), mentor, "hiding")
    assert mentor.id not in await newcomer.dealt()
    assert (await newcomer.like(mentor)).status_code == 404
    for answer in (await mentor.get("/v1/deck"), await mentor.like(newcomer), await mentor.accept(asking)):
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:tandem:member-hidden")
    assert (await mentee.get(f"/v1/tandems/{tandem_id}")).json()["state"] == "formed"
    assert (await mentor.get(f"/v1/tandems/{tandem_id}")).status_code == 200
    assert [request["state"] for request in await asking.requests("sent")] == ["parked"]
    assert (await lift(await town.staff(), sanction_id)).status_code == 200
    assert [request["state"] for request in await asking.requests("sent")] == ["waiting"]
    assert (await mentor.accept(asking)).status_code == 201
    assert mentor.id in await newcomer.dealt()


async def test_who_waits_for_a_hidden_mentor_may_stop_waiting(town: Town) -> None:
    mentee, mentor = await met(town)
    await given(await town.staff("moderator"), mentor, "hiding")
    assert (await mentee.delete(f"/v1/requests/{mentor.id}")).status_code == 204
    assert await town.value("select requests_waiting from mentee where id = $1", mentee.id) == 0


async def test_a_hidden_mentee_asks_nobody_any_more(town: Town) -> None:
    mentee, mentor = await met(town)
    await given(await town.staff("moderator"), mentee, "hiding")
    assert await town.value("select state from request") == "withdrawn"
    assert await mentor.dealt() == []
    assert await type_of_deck(mentee) == (403, "urn:tandem:member-hidden")


async def test_the_suspended_are_refused_from_the_next_call_and_nobody_waits_for_them(town: Town) -> None:
    mentee, mentor = await met(town)
    sanction_id = await given(await town.staff("moderator"), mentor, "suspension")
    assert await type_of_deck(mentor) == (403, "urn:tandem:member-suspended")
    await town.carry()
    assert (await mentee.notices(), await mentor.notices()) == (["RequestClosed"], ["SanctionGiven"])
    assert await town.value("select requests_waiting from mentee where id = $1", mentee.id) == 0
    [sanction] = await own(mentor)
    assert (sanction["kind"], sanction["reason"]) == ("suspension", REASON)
    assert (await lift(await town.staff(), sanction_id)).status_code == 200
    assert (await mentor.get("/v1/deck")).status_code == 200
    await town.carry()
    assert (await mentor.notices())[-1] == "SanctionLifted"
    assert (await own(mentor))[0]["active"] is False


async def test_who_chose_never_to_be_told_is_told_of_a_sanction(town: Town) -> None:
    mentee = await town.mentee()
    choice = {"categories": {"account": "never"}, "quietHours": None}
    assert (await mentee.put("/v1/me/notifications", choice)).status_code == 200
    await given(await town.staff("moderator"), mentee, "suspension")
    await town.carry()
    assert await mentee.notices() == ["SanctionGiven"]


async def test_a_suspension_ends_on_its_day(town: Town) -> None:
    mentee, moderator = await town.mentee(), await town.staff("moderator")
    await given(moderator, mentee, "suspension", untilOn=SOON)
    assert await upkeep.keep(town.db) == 0
    assert await type_of_deck(mentee) == (403, "urn:tandem:member-suspended")
    await town.run("update sanction set until = now() - interval '1 second'")
    assert sum(await asyncio.gather(upkeep.keep(town.db), upkeep.keep(town.db))) > 0
    assert (await mentee.get("/v1/deck")).status_code == 200
    await town.carry()
    assert await mentee.notices() == ["SanctionGiven", "SanctionLifted"]
    assert await town.value("select lifted_by from sanction") is None


async def test_one_of_two_suspensions_lifted_leaves_the_other(town: Town) -> None:
    mentee, moderator = await town.mentee(), await town.staff("moderator")
    first, second = [await given(moderator, mentee, "suspension") for _ in range(2)]
    await lift(moderator, first)
    assert await type_of_deck(mentee) == (403, "urn:tandem:member-suspended")
    await lift(moderator, second)
    assert (await mentee.get("/v1/deck")).status_code == 200


async def test_sanctions_given_and_lifted_at_once_leave_what_they_add_up_to(town: Town) -> None:
    mentee = await town.mentee()
    one, other = await town.staff("moderator"), await town.staff()
    first, second, third = [await given(one, mentee, "suspension") for _ in range(3)]
    await asyncio.gather(
        lift(one, first),
        lift(other, first),
        lift(other, second),
        lift(one, third),
        give(one, mentee, "suspension"),
        give(other, mentee, "hiding"),
    )
    adds_up = await town.value(
        """
        select
            (suspended_at is not null) = exists (
                select from sanction where state = 'active' and kind in ('suspension', 'ban')
            )
            and (hidden_at is not null) = exists (select from sanction where state = 'active' and kind = 'hiding')
        from member where id = $1
        """,
        mentee.id,
    )
    assert adds_up
    assert await town.value("select suspended_at is not null and hidden_at is not null from member") is True
    lifted = await town.value("select count(*) from sanction where state = 'lifted'")
    assert await town.value("select count(*) from outbox where kind = 'SanctionLifted'") == lifted == 3


async def test_a_sanction_sent_again_is_given_once(town: Town) -> None:
    mentee, mentor, moderator = await town.mentee(), await town.mentor(), await town.staff("moderator")
    sanction_id = str(uuid4())
    answers = await asyncio.gather(*(give(moderator, mentee, "suspension", sanction_id) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 201]
    for other, kind in ((mentor, "suspension"), (mentee, "hiding")):
        answer = await give(moderator, other, kind, sanction_id)
        assert answer.status_code in (404, 409)
    assert await town.value("select count(*) from sanction") == 1
    assert await town.value("select count(*) from outbox where kind = 'SanctionGiven'") == 1


async def test_a_day_that_makes_no_sense_is_refused(town: Town) -> None:
    mentee, moderator = await town.mentee(), await town.staff("moderator")
    for kind, until in (("warning", SOON), ("ban", SOON), ("suspension", "2020-01-01"), ("hiding", "9999-12-31")):
        answer = await give(moderator, mentee, kind, untilOn=until)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "untilOn")


async def test_a_sanction_may_name_the_report_it_follows_and_no_other_members(town: Town) -> None:
    mentee, mentor = await met(town)
    report_id, moderator = await reported(mentee, mentor), await town.staff("moderator")
    answer = await give(moderator, mentee, "warning", reportId=report_id)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "reportId")
    assert (await give(moderator, mentor, "warning", reportId=str(uuid4()))).status_code == 404
    sanction_id = await given(moderator, mentor, "warning", reportId=report_id)
    listed = (await moderator.get(f"{SANCTIONS}?member={mentor.id}&state=active")).json()["items"]
    assert [(one["id"], one["reportId"]) for one in listed] == [(sanction_id, report_id)]


async def test_nobody_sanctions_or_frees_themselves(town: Town) -> None:
    mentee, moderator = await town.mentee(), await town.staff("moderator")
    sanction_id = await given(moderator, mentee, "warning")
    await town.run("update staff set uid = $1 where id = $2", mentee.uid, moderator.id)
    assert (await give(mentee, mentee, "warning")).status_code == 404
    assert (await lift(mentee, sanction_id)).status_code == 404


async def test_every_act_leaves_who_what_why_before_and_after(town: Town) -> None:
    mentee, moderator, other = await town.mentee(), await town.staff("moderator"), await town.staff()
    sanction_id = await banned(moderator, other, mentee)
    await lift(other, sanction_id)
    rows = await town.rows(
        "select act, staff_id::text, subject_id::text, why, before ->> 'state' as before, after ->> 'state' as after "
        "from audit_entry join audit_detail on entry_id = id order by at"
    )
    assert [tuple(row) for row in rows] == [
        ("give-sanction", moderator.id, sanction_id, REASON, None, "proposed"),
        ("confirm-ban", other.id, sanction_id, None, "proposed", "active"),
        ("lift-sanction", other.id, sanction_id, "C'était une erreur.", "active", "lifted"),
    ]
