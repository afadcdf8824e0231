"""What became of the two: asked at the close, 3 and 6 months later, answered with one tap, or more."""

import asyncio
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.app.days import ask, pass_days, told
from tests.app.tandems.couples import Couple, active_couple, couple
from tests.people import Caller, Town

OF_A_MENTEE = {"situation": "hired-by-mentor", "satisfaction": 5, "skills": ["network", "confidence"]}
OF_A_MENTOR = {"satisfaction": 4, "gains": ["passing-on", "recruiting"]}


async def asked_of(two: Couple, member: Caller) -> list[dict[str, Any]]:
    answer = await member.get(f"{two.path}/outcomes")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def closed(town: Town) -> Couple:
    """A tandem that lived and ended, and whose members have just been asked."""
    two = await active_couple(town)
    assert (await two.close(two.mentee)).status_code == 200
    await ask(town)
    return two


async def test_both_are_asked_at_the_close_and_three_and_six_months_later(town: Town) -> None:
    two = await active_couple(town)
    await ask(town)
    assert await asked_of(two, two.mentee) == []
    await two.close(two.mentor)
    for days, milestones in ((0, ["close"]), (88, ["close"]), (5, ["close", "m3"]), (86, ["close", "m3"]), (6, None)):
        await pass_days(town, days)
        await ask(town)
        for member in (two.mentee, two.mentor):
            found = [outcome["milestone"] for outcome in await asked_of(two, member)]
            assert found == (milestones or ["close", "m3", "m6"]), days
    for member in (two.mentee, two.mentor):
        assert (await told(town, member.id)).count("OutcomeAsked") == 3


async def test_one_tap_answers_and_more_may_be_said(town: Town) -> None:
    two = await closed(town)
    path = f"{two.path}/outcomes/close"
    tap = await two.mentee.put(path, {"situation": "hired-by-mentor"})
    assert (tap.status_code, tap.json()["situation"], tap.json()["satisfaction"]) == (200, "hired-by-mentor", None)
    more, again = await two.mentee.put(path, OF_A_MENTEE), await two.mentee.put(path, OF_A_MENTEE)
    assert more.json() == again.json() == (await two.mentee.get(path)).json()
    assert {field: more.json()[field] for field in OF_A_MENTEE} == OF_A_MENTEE
    assert more.json()["answeredAt"] == tap.json()["answeredAt"]
    mentors = await two.mentor.put(path, OF_A_MENTOR)
    assert {field: mentors.json()[field] for field in OF_A_MENTOR} == OF_A_MENTOR


async def test_answers_that_cross_leave_one_of_them_whole(town: Town) -> None:
    two = await closed(town)
    path = f"{two.path}/outcomes/close"
    sent = [
        {"situation": code, "satisfaction": n}
        for n, code in enumerate(("employed", "internship", "training", "stopped", "other"), 1)
    ]
    answers = await asyncio.gather(*(two.mentee.put(path, one) for one in sent))
    assert {answer.status_code for answer in answers} == {200}
    kept = (await two.mentee.get(path)).json()
    assert {"situation": kept["situation"], "satisfaction": kept["satisfaction"]} in sent


async def test_the_push_carries_the_choices_of_each_side(town: Town) -> None:
    two = await closed(town)
    offered = [item["code"] for item in (await town.http.get("/v1/outcomes")).json()["items"]]
    for member, choices in ((two.mentee, offered[:9]), (two.mentor, ["5", "4", "3", "2", "1"])):
        [notice] = [n for n in (await member.get("/v1/notices")).json()["items"] if n["kind"] == "OutcomeAsked"]
        link = urlsplit(notice["link"])
        assert notice["link"].startswith(f"/tandems/{two.id}/outcomes/close?")
        assert parse_qs(link.query)["choices"] == [",".join(choices)]
        assert notice["read"] is False
    for code in offered[:9]:
        assert (await two.mentee.put(f"{two.path}/outcomes/close", {"situation": code})).status_code == 200
    [notice] = [n for n in (await two.mentee.get("/v1/notices")).json()["items"] if n["kind"] == "OutcomeAsked"]
    assert notice["read"] is True


async def test_each_reads_only_their_own(town: Town) -> None:
    two = await closed(town)
    await two.mentee.put(f"{two.path}/outcomes/close", OF_A_MENTEE)
    assert (await two.mentor.get(f"{two.path}/outcomes/close")).json()["situation"] is None
    assert "hired-by-mentor" not in (await two.mentor.get("/v1/me/export")).text.replace("choices", "")
    stranger = await town.mentee()
    for path in (f"{two.path}/outcomes", f"{two.path}/outcomes/close"):
        assert (await stranger.get(path)).status_code == 404
    assert (await stranger.put(f"{two.path}/outcomes/close", OF_A_MENTEE)).status_code == 404


async def test_a_question_closes_after_three_months(town: Town) -> None:
    two = await closed(town)
    await pass_days(town, 89)
    assert (await two.mentee.put(f"{two.path}/outcomes/close", OF_A_MENTEE)).status_code == 200
    await pass_days(town, 2)
    late = await two.mentee.put(f"{two.path}/outcomes/close", OF_A_MENTEE)
    assert (late.status_code, late.json()["type"]) == (409, "urn:tandem:no-longer-asked")
    assert (await two.mentee.get(f"{two.path}/outcomes/close")).json()["situation"] == "hired-by-mentor"
    assert (await two.mentee.get(f"{two.path}/outcomes/m6")).status_code == 404


async def test_each_side_answers_what_is_its_own(town: Town) -> None:
    two = await closed(town)
    refusals: list[tuple[Caller, dict[str, Any], str]] = [
        (two.mentee, {}, "situation"),
        (two.mentee, {"situation": "rich"}, "situation"),
        (two.mentee, {"situation": "employed", "gains": ["network"]}, "gains"),
        (two.mentee, {"situation": "employed", "skills": ["magic"]}, "skills"),
        (two.mentee, {"situation": "employed", "satisfaction": 6}, "satisfaction"),
        (two.mentor, {}, "satisfaction"),
        (two.mentor, {"satisfaction": 3, "situation": "employed"}, "situation"),
        (two.mentor, {"satisfaction": 3, "skills": ["network"]}, "skills"),
        (two.mentor, {"satisfaction": 3, "gains": ["confidence"]}, "gains"),
    ]
    for member, said, field in refusals:
        refused = await member.put(f"{two.path}/outcomes/close", said)
        assert refused.status_code in (400, 422)
        assert [error["field"] for error in refused.json()["errors"]] == [field]
        assert (await asked_of(two, member))[0]["answeredAt"] is None


async def test_nothing_is_asked_of_a_tandem_that_never_lived_goes_on_or_was_blocked(town: Town) -> None:
    unsigned, renewed, blocked = await couple(town), await active_couple(town), await active_couple(town)
    await unsigned.close(unsigned.mentee)
    for member in (renewed.mentee, renewed.mentor):
        assert (await renewed.renew(member)).status_code in (200, 201)
    await blocked.mentor.put(f"/v1/blocks/{blocked.mentee.id}")
    await ask(town)
    for two in (unsigned, renewed, blocked):
        assert await town.value("select count(*) from outcome where tandem_id = $1", two.id) == 0


async def test_the_words_are_a_public_list_in_two_languages(town: Town) -> None:
    french, english = [
        await town.http.get("/v1/outcomes", headers={"Accept-Language": language}) for language in ("fr", "en")
    ]
    assert french.headers["etag"] != english.headers["etag"]
    assert (await town.http.get("/v1/outcomes", headers={"If-None-Match": french.headers["etag"]})).status_code == 304
    lists = [
        {(item["kind"], item["code"]): item["name"] for item in page.json()["items"]} for page in (french, english)
    ]
    assert lists[0].keys() == lists[1].keys()
    assert {kind for kind, _ in lists[0]} == {"situation", "skill", "gain"}
    assert all(lists[0][code] != lists[1][code] for code in lists[0])
