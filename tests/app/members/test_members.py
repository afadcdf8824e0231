"""Who may join, what they say of themselves, and when they rest."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.people import MENTEE, MENTOR, Caller, Town

SIRET = "73282932000074"
MENTORS_FIELDS = ("jobTitle", "company", "capacity", "hoursPerMonth")


async def test_a_role_is_chosen_once(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    for caller, other in ((mentee, MENTOR), (mentor, MENTEE)):
        refused = await caller.put("/v1/me", other)
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:tandem:role-already-chosen")
    assert (await mentee.call("PATCH", "/v1/me", json={"role": "mentor"})).status_code == 422
    assert (await mentee.get("/v1/me")).json()["role"] == "mentee"


@pytest.mark.parametrize("field", MENTORS_FIELDS)
async def test_a_mentors_field_is_not_a_mentees(town: Town, field: str) -> None:
    refused = await town.stranger().put("/v1/me", MENTEE | {field: MENTOR[field]})
    assert _wrong_fields(refused) == [field]
    mentee = await town.mentee()
    assert _wrong_fields(await mentee.call("PATCH", "/v1/me", json={field: MENTOR[field]})) == [field]


@pytest.mark.parametrize("field", ["jobTitle", "capacity", "hoursPerMonth"])
async def test_a_mentor_cannot_do_without(town: Town, field: str) -> None:
    refused = await town.stranger().put("/v1/me", {key: value for key, value in MENTOR.items() if key != field})
    assert _wrong_fields(refused) == [field]


async def test_a_mentor_may_have_no_company(town: Town) -> None:
    mentor = await town.mentor(company=None)
    assert (await mentor.get("/v1/me")).json()["company"] is None
    company = {"name": "Le Petit Cours", "siret": None}
    assert (await _patched(mentor, company=company))["company"] == company
    assert (await _patched(mentor, company=None))["company"] is None


@pytest.mark.parametrize("siret", [SIRET, "732 829 320 00074", "732829320 00074 "])
async def test_a_siret_may_be_typed_with_spaces(town: Town, siret: str) -> None:
    mentor = await town.mentor(company={"name": "Le Petit Cours", "siret": siret})
    assert (await mentor.get("/v1/me")).json()["company"]["siret"] == SIRET


@pytest.mark.parametrize("siret", ["73282932000075", "732829320", "abcdefghijklmn", "00000000000000000", "-"])
async def test_a_siret_that_does_not_exist_is_refused(town: Town, siret: str) -> None:
    refused = await town.stranger().put("/v1/me", MENTOR | {"company": {"name": "Le Petit Cours", "siret": siret}})
    assert _wrong_fields(refused) == ["company.siret"]


async def test_under_fifteen_is_refused_kindly_with_where_to_turn(town: Town) -> None:
    child = town.stranger()
    for language, place in (("fr", "mission locale"), ("en", "careers centre")):
        refused = await child.put(
            "/v1/me", MENTEE | {"birthDate": _born(15, days=1)}, headers={"Accept-Language": language}
        )
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:tandem:too-young")
        assert place in refused.json()["detail"]
    assert await town.value("select count(*) from member") == 0


async def test_from_fifteen_to_seventeen_the_guardian_is_awaited(town: Town) -> None:
    for years, days, awaits in ((15, 0, True), (18, 1, True), (18, 0, False), (17, 0, True)):
        minor = await town.mentee(birthDate=_born(years, days=days))
        assert (await minor.get("/v1/me")).json()["awaitsGuardianAgreement"] is awaits, (years, days)


async def test_a_birthday_cannot_be_moved_below_fifteen(town: Town) -> None:
    mentee = await town.mentee()
    refused = await mentee.call("PATCH", "/v1/me", json={"birthDate": _born(14)})
    assert refused.json()["type"] == "urn:tandem:too-young"
    assert (await mentee.get("/v1/me")).json()["birthDate"] == MENTEE["birthDate"]


async def test_a_patch_changes_only_what_is_sent(town: Town) -> None:
    for caller in (await town.mentee(about="Avant", availability=["mon_am"]), await town.mentor(about="Avant")):
        before = (await caller.get("/v1/me")).json()
        changes: tuple[dict[str, Any], ...] = (
            {},
            {"firstName": "Zoé"},
            {"about": None},
            {"sectors": ["G01", "A01"]},
            {"availability": ["sun_eve", "tue_pm"]},
            {"areaCode": "13001"},
        )
        for change in changes:
            after = await _patched(caller, **change)
            before |= change | {name: after[name] for name in ("areaName", "photoUrl")}
            assert after == before
        assert (await caller.get("/v1/me")).json() == before


async def test_what_is_said_twice_is_kept_once_in_the_order_it_was_said(town: Town) -> None:
    twice = {
        "sectors": ["G01", "A01", "G01"],
        "goals": ["build-network", "find-internship", "build-network"],
        "modalities": ["remote", "remote"],
        "languages": ["en", "fr", "en"],
        "availability": ["tue_am", "mon_am", "tue_am"],
    }
    mentee = await town.mentee(**twice)
    profile = (await mentee.get("/v1/me")).json()
    for field, said in twice.items():
        assert profile[field] == list(dict.fromkeys(said))


async def test_names_are_trimmed_and_an_empty_about_is_none(town: Town) -> None:
    mentee = await town.mentee(firstName="  Inès ", lastName=" D'Ornano  ", about="  ")
    profile = (await mentee.get("/v1/me")).json()
    assert (profile["firstName"], profile["lastName"], profile["about"]) == ("Inès", "D'Ornano", None)


async def test_a_paused_mentor_leaves_the_decks_and_comes_back(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    assert await mentee.dealt() == [mentor.id]
    await mentor.put("/v1/me/pause")
    assert await mentee.dealt() == []
    paused = await mentor.deck()
    assert (paused["cards"], paused["exhausted"]) == ([], True)
    assert "pause" in paused["advice"]
    assert (await mentee.like(mentor)).json()["outcome"] == "requested"
    assert [request["state"] for request in await mentee.requests("sent")] == ["parked"]
    await mentor.delete("/v1/me/pause")
    assert [request["state"] for request in await mentee.requests("sent")] == ["waiting"]


async def test_the_first_pauses_moment_is_kept(town: Town) -> None:
    mentee = await town.mentee()
    await mentee.put("/v1/me/pause")
    first = await town.value("select paused_at from member")
    await mentee.put("/v1/me/pause")
    assert await town.value("select paused_at from member") == first


async def test_without_a_code_a_member_lands_in_the_open_programme(town: Town) -> None:
    profile = (await (await town.mentee()).get("/v1/me")).json()
    assert (profile["structureCode"], profile["programmeCode"]) == ("cci-amp", "tandem")


async def test_codes_lead_to_a_structure_and_its_programme(town: Town) -> None:
    await _open_programme(town)
    for codes in (
        {"structureCode": "mlm"},
        {"programmeCode": "boost"},
        {"structureCode": "mlm", "programmeCode": "boost"},
    ):
        young = MENTEE | {"birthDate": _born(20)}
        mentee = await town.join(young, **codes)
        profile = (await mentee.get("/v1/me")).json()
        assert (profile["structureCode"], profile["programmeCode"]) == ("mlm", "boost")
        assert (await mentee.put("/v1/me", young)).json()["programmeCode"] == "boost"
    elsewhere = MENTEE | {"structureCode": "cci-amp", "programmeCode": "boost"}
    assert _wrong_fields(await town.stranger().put("/v1/me", elsewhere)) == ["programmeCode"]
    assert _wrong_fields(await town.stranger().put("/v1/me", MENTEE | {"structureCode": "nowhere"})) == [
        "structureCode"
    ]


async def test_a_programmes_ages_are_for_its_mentees(town: Town) -> None:
    await _open_programme(town)
    for years in (17, 26, 40):
        refused = await town.stranger().put("/v1/me", MENTEE | {"programmeCode": "boost", "birthDate": _born(years)})
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:tandem:programme-age")
    for years, days in ((18, 0), (26, 1)):
        await town.mentee(programmeCode="boost", birthDate=_born(years, days=days))
    await town.mentor(programmeCode="boost", birthDate=_born(60))


async def test_the_phone_is_that_of_the_sign_in(town: Town) -> None:
    mentee = await town.mentee()
    assert (await mentee.get("/v1/me")).json()["phone"] == mentee.phone
    assert (await mentee.call("PATCH", "/v1/me", json={"phone": "+33699999999"})).status_code == 422


def _born(years: int, days: int = 0) -> str:
    """The birth date of somebody who turns `years` in `days` days."""
    today = datetime.now(UTC).date()
    birthday = today.replace(year=today.year - years, day=28 if (today.month, today.day) == (2, 29) else today.day)
    return (birthday + timedelta(days=days)).isoformat()


def _wrong_fields(answer: httpx.Response) -> list[str]:
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:tandem:invalid"), answer.text
    return [error["field"] for error in answer.json()["errors"]]


async def _patched(caller: Caller, **change: Any) -> dict[str, Any]:
    answer = await caller.call("PATCH", "/v1/me", json=change)
    assert answer.status_code == 200, answer.text
    profile: dict[str, Any] = answer.json()
    return profile


async def _open_programme(town: Town) -> None:
    await town.run("insert into structure (code, name) values ('mlm', 'Mission locale de Marseille')")
    await town.run(
        "insert into programme (structure_id, code, name, min_age, max_age) "
        "select id, 'boost', 'Boost', 18, 25 from structure where code = 'mlm'"
    )
