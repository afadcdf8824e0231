"""The mentor's report to the mentee's structure."""

import asyncio
from typing import Any

from tests.app.days import ask, pass_days, told
from tests.app.tandems.couples import Couple, active_couple, couple
from tests.people import Caller, Town

REPORT: dict[str, Any] = {
    "rhythm": "weekly",
    "progress": 4,
    "helped": ["network", "confidence"],
    "needsHelp": True,
    "note": "Zanzibar",
}


async def reports(two: Couple, reader: Caller) -> list[dict[str, Any]]:
    answer = await reader.get(f"{two.path}/feedback")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def asked(town: Town) -> Couple:
    """The mentor has just been asked for the first time."""
    two = await active_couple(town)
    await pass_days(town, 30)
    await ask(town)
    return two


async def test_the_mentor_is_asked_thirty_days_after_both_signed_and_reminded_once_after_seven_more(town: Town) -> None:
    two = await active_couple(town)
    await pass_days(town, 29.9)
    await ask(town)
    assert await reports(two, two.mentor) == []
    for days, kinds in ((0.1, ["FeedbackDue"]), (6.9, []), (0.1, ["FeedbackReminder"]), (8, [])):
        before = await told(town, two.mentor.id)
        await pass_days(town, days)
        await ask(town)
        news = (await told(town, two.mentor.id))[len(before) :]
        assert [kind for kind in news if kind.startswith("Feedback")] == kinds, days
    assert not [kind for kind in await told(town, two.mentee.id) if kind.startswith("Feedback")]


async def test_who_has_reported_is_not_reminded(town: Town) -> None:
    two = await asked(town)
    assert (await two.mentor.put(f"{two.path}/feedback/day-30", REPORT)).status_code == 200
    await pass_days(town, 8)
    await ask(town)
    assert "FeedbackReminder" not in await told(town, two.mentor.id)


async def test_the_mentee_reads_the_structured_part_and_never_the_note(town: Town) -> None:
    two = await asked(town)
    assert await reports(two, two.mentee) == []
    given = await two.mentor.put(f"{two.path}/feedback/day-30", REPORT)
    assert given.status_code == 200
    [mentors], [mentees] = await reports(two, two.mentor), await reports(two, two.mentee)
    assert given.json() == mentors == mentees | {"note": "Zanzibar"}
    assert {field: mentors[field] for field in REPORT} == REPORT
    assert mentors["state"] == "given"
    assert mentees["note"] is None
    for path in (two.path, f"{two.path}/messages", "/v1/me/export", "/v1/notices"):
        assert "Zanzibar" not in (await two.mentee.get(path)).text
    assert "Zanzibar" in (await two.mentor.get("/v1/me/export")).text


async def test_a_report_may_be_repeated_and_changed_until_the_next_is_asked(town: Town) -> None:
    two = await asked(town)
    path = f"{two.path}/feedback/day-30"
    first, again = await two.mentor.put(path, REPORT), await two.mentor.put(path, REPORT)
    assert first.json() == again.json()
    changed = await two.mentor.put(path, REPORT | {"progress": 5, "note": None})
    assert (changed.json()["progress"], changed.json()["note"]) == (5, None)
    await pass_days(town, 60)
    late = await two.mentor.put(path, REPORT)
    assert (late.status_code, late.json()["type"]) == (409, "urn:tandem:no-longer-asked")
    await ask(town)
    assert [(one["occasion"], one["state"]) for one in await reports(two, two.mentor)] == [
        ("day-30", "given"),
        ("day-90", "due"),
    ]


async def test_reports_that_cross_leave_one_of_them_whole(town: Town) -> None:
    two = await asked(town)
    path = f"{two.path}/feedback/day-30"
    sent = [REPORT | {"progress": n, "note": str(n)} for n in range(1, 6)]
    answers = await asyncio.gather(*(two.mentor.put(path, report) for report in sent))
    assert {answer.status_code for answer in answers} == {200}
    [report] = await reports(two, two.mentor)
    assert report["note"] == str(report["progress"])


async def test_the_last_report_stands_for_one_that_is_still_awaited(town: Town) -> None:
    two = await asked(town)
    await pass_days(town, 2)
    assert (await two.close(two.mentee)).status_code == 200
    await ask(town)
    assert [(one["occasion"], one["state"]) for one in await reports(two, two.mentor)] == [
        ("day-30", "missed"),
        ("close", "due"),
    ]
    assert (await two.mentor.put(f"{two.path}/feedback/day-30", REPORT)).status_code == 409
    assert (await two.mentor.put(f"{two.path}/feedback/close", REPORT)).status_code == 200
    news = [notice for notice in (await two.mentor.get("/v1/notices")).json()["items"] if not notice["read"]]
    assert "FeedbackDue" not in {notice["kind"] for notice in news}


async def test_a_tandem_that_nobody_signed_or_that_goes_on_or_was_blocked_is_not_reported_on(town: Town) -> None:
    unsigned, renewed, blocked = await couple(town), await active_couple(town), await active_couple(town)
    assert (await unsigned.close(unsigned.mentee)).status_code == 200
    for member in (renewed.mentee, renewed.mentor):
        assert (await renewed.renew(member)).status_code in (200, 201)
    assert (await blocked.mentee.put(f"/v1/blocks/{blocked.mentor.id}")).status_code == 204
    await ask(town)
    for two in (unsigned, renewed, blocked):
        for member in (two.mentee, two.mentor):
            assert await told(town, member.id) == []


async def test_what_is_in_no_list_is_refused_by_its_field(town: Town) -> None:
    two = await asked(town)
    for field, value in (
        ("rhythm", "sometimes"), ("rhythm", None), ("progress", 0), ("progress", 6), ("helped", ["magic"]),
        ("helped", ["network"] * 16), ("needsHelp", "yes"), ("note", "a" * 1_001),
    ):  # fmt: skip
        refused = await two.mentor.put(f"{two.path}/feedback/day-30", REPORT | {field: value})
        assert refused.status_code in (400, 422)
        assert [error["field"] for error in refused.json()["errors"]] == [field]
    assert (await reports(two, two.mentor))[0]["state"] == "due"


async def test_only_the_mentor_of_the_tandem_reports(town: Town) -> None:
    two, other = await asked(town), await active_couple(town)
    for member in (two.mentee, other.mentor, other.mentee):
        assert (await member.put(f"{two.path}/feedback/day-30", REPORT)).status_code == 404
    for member in (other.mentor, other.mentee):
        assert (await member.get(f"{two.path}/feedback")).status_code == 404
    assert (await two.mentor.put(f"{two.path}/feedback/day-90", REPORT)).status_code == 404


async def test_the_words_of_a_report_are_a_public_list_in_two_languages(town: Town) -> None:
    french, english = [
        await town.http.get("/v1/feedback", headers={"Accept-Language": language}) for language in ("fr", "en")
    ]
    assert french.headers["etag"] != english.headers["etag"]
    assert (await town.http.get("/v1/feedback", headers={"If-None-Match": french.headers["etag"]})).status_code == 304
    lists = [
        {(item["kind"], item["code"]): item["name"] for item in page.json()["items"]} for page in (french, english)
    ]
    assert lists[0].keys() == lists[1].keys() >= {("rhythm", "weekly"), ("helped", "network")}
    assert all(lists[0][code] != lists[1][code] for code in lists[0])
