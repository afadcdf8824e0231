"""New mentors: in a queue by what was promised, decided on with all at hand, and told."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import httpx

from app.db import Database
from app.verifications import service
from app.verifications.reasons import MORE, REFUSED
from tests.app.photos.pictures import as_file, portrait
from tests.people import Caller, Town

ASK = {"decision": "ask-more", "reason": "company-unclear", "text": "Quel est votre poste ?"}
REFUSE = {"decision": "refuse", "reason": "outside-the-charter"}


async def test_the_queue_tells_all_that_is_needed_to_decide(town: Town) -> None:
    staff, colleague = await town.staff(), await town.mentor(firstName="Sami")
    await town.run("update mentor set company_name = 'Autre nom' where id = $1", colleague.id)
    mentor = await town.mentor(verified=False, about="Vingt ans de cuisine.")
    await mentor.call("PUT", "/v1/me/photo", content=as_file(portrait()))
    await town.run(
        "insert into report (id, reporter_id, reported_id, subject, reason, weight) "
        "values (uuid_v7(), null, $1, 'card', 'other', 1)",
        mentor.id,
    )
    await _decide(staff, mentor, ASK)
    await mentor.call("PATCH", "/v1/me", json={"jobTitle": "Cheffe pâtissière"})
    [case] = await _queue(staff)
    assert (case["memberId"], case["about"], case["phone"]) == (mentor.id, "Vingt ans de cuisine.", mentor.phone)
    assert (case["jobTitle"], case["capacity"], case["areaName"]) == (
        "Cheffe pâtissière",
        3,
        "Marseille 8e Arrondissement",
    )
    assert case["company"] == {
        "name": "Le Petit Cours",
        "siret": "73282932000074",
        "siren": "732829320",
        "siretValid": True,
        "otherNames": ["Autre nom"],
    }
    assert [(other["memberId"], other["sameCompany"], other["samePhone"]) for other in case["others"]] == [
        (colleague.id, True, False)
    ]
    [past] = case["history"]
    assert (past["decision"], past["reason"], past["text"]) == ("more-asked", "company-unclear", ASK["text"])
    assert past["words"] == MORE["company-unclear"].fr
    assert past["answeredAt"] is not None
    assert case["reports"] == {"open": 1}
    assert case["photo"]["state"] == "pending"
    assert (await town.http.get(case["photo"]["url"])).status_code == 200
    assert (case["trainingRequired"], case["overdue"]) == (False, False)


async def test_somebody_with_the_same_phone_is_shown_and_nobody_out_of_scope(town: Town) -> None:
    tree = await town.tree()
    staff, mentor = await town.staff(), await town.mentor(verified=False)
    twin, elsewhere = await town.mentee(), await town.mentor()
    await town.run("update member set phone = $1 where id = $2", mentor.phone, twin.id)
    await town.run("update member set structure_id = $1 where id = $2", tree["mission-locale"], elsewhere.id)
    [case] = await _queue(staff)
    assert [(other["memberId"], other["samePhone"], other["role"]) for other in case["others"]] == [
        (twin.id, True, "mentee")
    ]


async def test_the_oldest_promise_comes_first_and_pages_follow_each_other(town: Town) -> None:
    staff = await town.staff()
    mentors = [await town.mentor(verified=False) for _ in range(3)]
    for days, mentor in enumerate(reversed(mentors)):
        due = datetime.now(UTC) - timedelta(days=1 - days)
        await town.run("update promise set due_at = $1 where subject_id = $2", due, mentor.id)
    first = (await staff.get("/v1/staff/verifications?limit=2")).json()
    second = (await staff.get(f"/v1/staff/verifications?limit=2&cursor={first['next']}")).json()
    shown = [*first["items"], *second["items"]]
    assert [case["memberId"] for case in shown] == [mentor.id for mentor in reversed(mentors)]
    assert [case["overdue"] for case in shown] == [True, True, False]


async def test_an_empty_body_verifies_once_and_the_mentor_is_told(town: Town) -> None:
    staff, mentee, mentor = await town.staff(), await town.mentee(), await town.mentor(verified=False)
    assert (await _mine(mentor))["state"] == "waiting"
    first = await staff.post(f"/v1/staff/members/{mentor.id}/verification")
    again = await staff.post(f"/v1/staff/members/{mentor.id}/verification", {})
    assert (first.status_code, first.json()["decision"]) == (201, "verified")
    assert again.json()["verifiedAt"] == first.json()["verifiedAt"]
    assert await mentee.dealt() == [mentor.id]
    assert await _queue(staff) == []
    assert (await _mine(mentor))["state"] == "verified"
    await town.carry()
    assert await mentor.notices() == ["MentorVerified"]
    assert await _promises(town, mentor) == ["kept"]
    assert await _acts(town) == ["verify-mentor"]


async def test_who_is_asked_for_more_answers_by_changing_the_profile(town: Town) -> None:
    staff, mentor = await town.staff(), await town.mentor(verified=False)
    for _ in range(2):
        assert (await _decide(staff, mentor, ASK)).status_code == 201
    mine = await _mine(mentor)
    assert (mine["state"], mine["callBackBy"]) == ("more-asked", None)
    assert mine["said"] == {
        "reason": "company-unclear",
        "text": MORE["company-unclear"].fr,
        "note": "Quel est votre poste ?",
    }
    assert await _queue(staff) == []
    assert await _promises(town, mentor) == ["kept"]
    await town.carry()
    assert await mentor.notices() == ["MoreAsked"]
    assert (await mentor.call("PATCH", "/v1/me", json={})).status_code == 200
    assert await _queue(staff) == []  # nothing was changed
    assert (await mentor.call("PATCH", "/v1/me", json={"about": "Chef depuis 2001."})).status_code == 200
    [case] = await _queue(staff)
    assert case["memberId"] == mentor.id
    assert (await _mine(mentor))["state"] == "waiting"
    assert await _promises(town, mentor) == ["kept", "owed"]
    assert (await staff.post(f"/v1/staff/members/{mentor.id}/verification")).status_code == 201


async def test_who_is_refused_reads_why_and_leaves_every_deck(town: Town) -> None:
    staff, mentee, mentor = await town.staff(), await town.mentee(), await town.mentor(verified=False)
    await staff.post(f"/v1/staff/members/{mentor.id}/verification")
    assert await mentee.dealt() == [mentor.id]
    for _ in range(2):
        refused = await _decide(staff, mentor, REFUSE)
        assert (refused.status_code, refused.json()["verifiedAt"]) == (201, None)
    assert await mentee.dealt() == []
    assert (await mentor.get("/v1/deck")).json()["type"] == "urn:tandem:verification-pending"
    mine = await _mine(mentor, "en")
    assert (mine["state"], mine["said"]["text"]) == ("refused", REFUSED["outside-the-charter"].en)
    await mentor.call("PATCH", "/v1/me", json={"about": "Laissez-moi une chance."})
    assert await _queue(staff) == []
    await town.carry()
    assert await mentor.notices() == ["MentorVerified", "VerificationRefused"]
    assert await _acts(town) == ["verify-mentor", "refuse-mentor"]
    assert (await staff.post(f"/v1/staff/members/{mentor.id}/verification")).status_code == 201
    assert await mentee.dealt() == [mentor.id]


async def test_a_verified_mentor_is_not_asked_for_more(town: Town) -> None:
    staff, mentor = await town.staff(), await town.mentor()
    refused = await _decide(staff, mentor, ASK)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:tandem:already-verified")


async def test_a_decision_without_its_reason_is_no_decision(town: Town) -> None:
    staff, mentor = await town.staff(), await town.mentor(verified=False)
    for body, field in (
        ({"decision": "ask-more"}, "reason"),
        ({"decision": "refuse", "reason": "say-more"}, "reason"),
        ({"decision": "ask-more", "reason": "duplicate"}, "reason"),
        ({"decision": "verify", "reason": "duplicate"}, "reason"),
        ({"text": "Bravo"}, "text"),
    ):
        refused = await _decide(staff, mentor, body)
        assert (refused.status_code, [error["field"] for error in refused.json()["errors"]]) == (422, [field])
    assert await town.value("select count(*) from verification") == 0


async def test_decisions_that_cross_are_each_made_once(town: Town) -> None:
    staff, mentor = await town.staff(), await town.mentor(verified=False)
    answers = await asyncio.gather(*(_decide(staff, mentor, body) for body in [ASK, REFUSE] * 4))
    assert {answer.status_code for answer in answers} == {201}
    made = [row["decision"] for row in await town.rows("select decision from verification order by decided_at")]
    assert all(one != other for one, other in pairwise(made))
    answers = await asyncio.gather(*(_decide(staff, mentor, body) for body in [ASK, {}] * 4))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert await town.value("select count(*) from verification where decision = 'verified'") == 1
    told = await town.value("select count(*) from outbox")
    assert told == await town.value("select count(*) from verification")


async def test_reading_the_queue_leaves_a_trace_about_those_in_it(town: Town) -> None:
    staff, mentor = await town.staff("reader"), await town.mentor(verified=False)
    await _queue(staff)
    [entry] = await town.rows("select act, about from audit_entry join audit_detail on entry_id = id")
    assert (entry["act"], list(map(str, entry["about"]))) == ("read-mentors-to-check", [mentor.id])
    refused = await staff.post(f"/v1/staff/members/{mentor.id}/verification")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:tandem:role-too-low")


async def test_a_mentee_has_no_verification(town: Town) -> None:
    mentee, staff = await town.mentee(), await town.staff()
    refused = await mentee.get("/v1/me/verification")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:tandem:mentors-only")
    assert (await staff.post(f"/v1/staff/members/{mentee.id}/verification")).status_code == 404


async def test_an_honesty_check_is_dates_and_a_name_and_is_listed_before_it_runs_out(town: Town) -> None:
    staff, soon, late = await town.staff(), await town.mentor(), await town.mentor()
    today = datetime.now(UTC).date()
    for mentor, days in ((late, 300), (soon, 30)):
        dates = {"checkedOn": today.isoformat(), "expiresOn": (today + timedelta(days=days)).isoformat()}
        for _ in range(2):
            put = await staff.put(f"/v1/staff/members/{mentor.id}/honesty-check", dates)
            assert (put.status_code, put.json()["recordedBy"]) == (200, "administrator")
    [listed] = (await staff.get("/v1/staff/honesty-checks")).json()["items"]
    assert (listed["memberId"], listed["lapsed"]) == (soon.id, False)
    both = (await staff.get("/v1/staff/honesty-checks?withinDays=400&limit=1")).json()
    rest = (await staff.get(f"/v1/staff/honesty-checks?withinDays=400&limit=1&cursor={both['next']}")).json()
    assert [both["items"][0]["memberId"], rest["items"][0]["memberId"]] == [soon.id, late.id]
    assert (await _mine(soon))["honestyCheckExpiresOn"] == listed["expiresOn"]
    acts = await _acts(town)
    assert acts.count("record-honesty-check") == 2
    assert acts.count("read-honesty-checks") == 3


async def test_a_check_from_the_future_or_run_out_already_is_refused(town: Town) -> None:
    staff, mentor, today = await town.staff(), await town.mentor(), datetime.now(UTC).date()
    for checked, expires, field in ((1, 30, "checkedOn"), (-30, 0, "expiresOn"), (-9, 9_000, "expiresOn")):
        dates = {"checkedOn": today + timedelta(days=checked), "expiresOn": today + timedelta(days=expires)}
        refused = await staff.put(
            f"/v1/staff/members/{mentor.id}/honesty-check", {name: day.isoformat() for name, day in dates.items()}
        )
        assert (refused.status_code, [error["field"] for error in refused.json()["errors"]]) == (422, [field])


async def test_a_mentor_whose_check_has_run_out_leaves_the_cards_until_a_new_one(town: Town, db: Database) -> None:
    staff, mentee, mentor = await town.staff(), await town.mentee(), await town.mentor(verified=False)
    await staff.post(f"/v1/staff/members/{mentor.id}/verification")
    today = datetime.now(UTC).date()
    fresh = {"checkedOn": today.isoformat(), "expiresOn": (today + timedelta(days=365)).isoformat()}
    await staff.put(f"/v1/staff/members/{mentor.id}/honesty-check", fresh)
    assert await db.transact(service.lapse) == 0
    await town.run("update honesty_check set checked_on = checked_on - 400, expires_on = current_date - 1")
    assert await mentee.dealt() == [mentor.id]
    assert [await db.transact(service.lapse) for _ in range(2)] == [1, 0]
    assert await mentee.dealt() == []
    mine = await _mine(mentor)
    assert (mine["state"], mine["said"]["reason"]) == ("more-asked", "honesty-check-expired")
    [case] = await _queue(staff)
    assert (case["memberId"], case["history"][0]["decidedBy"]) == (mentor.id, None)
    await town.carry()
    assert await mentor.notices() == ["MentorVerified", "MoreAsked"]
    assert (await staff.put(f"/v1/staff/members/{mentor.id}/honesty-check", fresh)).status_code == 200
    assert (await staff.post(f"/v1/staff/members/{mentor.id}/verification")).status_code == 201
    assert await mentee.dealt() == [mentor.id]
    assert await db.transact(service.lapse) == 0


async def _queue(staff: Caller) -> list[dict[str, Any]]:
    answer = await staff.get("/v1/staff/verifications")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def _decide(staff: Caller, mentor: Caller, body: dict[str, Any]) -> httpx.Response:
    return await staff.post(f"/v1/staff/members/{mentor.id}/verification", body)


async def _mine(mentor: Caller, language: str = "fr") -> dict[str, Any]:
    answer = await mentor.get("/v1/me/verification", headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    mine: dict[str, Any] = answer.json()
    return mine


async def _promises(town: Town, mentor: Caller) -> list[str]:
    """What became of each call promised to the mentor."""
    rows = await town.rows(
        "select case when kept_at is null then 'owed' else 'kept' end as fate from promise "
        "where subject_id = $1 and kind = 'mentor-called-back' order by made_at",
        mentor.id,
    )
    return [row["fate"] for row in rows]


async def _acts(town: Town) -> list[str]:
    rows = await town.rows("select act from audit_entry where act <> 'read-mentors-to-check' order by at")
    return [row["act"] for row in rows]
