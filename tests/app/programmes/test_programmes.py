"""Programmes: rules decided ahead, in force from their day on, and obeyed at sign-up."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.programmes import store
from tests.people import Town

TODAY = datetime.now(ZoneInfo("Europe/Paris")).date()
DEFAULTS: dict[str, object] = {
    "minAge": 15, "maxAge": None, "months": 6, "introductionRequired": False, "trainingRequired": False,
    "oneTandemAtATime": False, "minorsAdmitted": True, "territories": [], "experiment": None, "opensOn": None,
    "closesOn": None,
}  # fmt: skip
RULES = {
    "minAge": 16, "maxAge": 25, "months": 9, "introductionRequired": True, "trainingRequired": True,
    "oneTandemAtATime": True, "minorsAdmitted": False, "territories": ["13", "2A"], "experiment": "Pilote 13",
    "opensOn": "2026-01-01", "closesOn": "2030-12-31",
}  # fmt: skip


async def test_a_programme_is_added_once_with_its_rules_in_force(town: Town) -> None:
    administrator = await town.staff()
    new = {"structureId": await _cci_amp(town), "code": "boost", "name": "Boost", "rules": RULES}
    first, again = [await administrator.post("/v1/staff/programmes", new) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["rules"] == RULES
    taken = await administrator.post("/v1/staff/programmes", new | {"name": "Autre"})
    assert (taken.status_code, taken.json()["type"]) == (409, "urn:tandem:programme-code-taken")
    listed = (await administrator.get("/v1/staff/programmes")).json()["items"]
    assert [(one["code"], one["rules"]) for one in listed] == [("boost", RULES), ("tandem", DEFAULTS)]
    assert await _columns(town, "boost") == (16, 25, True, True, True)


async def test_rules_hold_from_their_day_on(town: Town) -> None:
    administrator, programme_id = await town.staff(), await _tandem(town)
    tomorrow = _day(1)
    answer = await administrator.put(f"/v1/staff/programmes/{programme_id}/rules/{tomorrow}", RULES)
    assert (answer.status_code, answer.json()["effectiveOn"], answer.json()["rules"]) == (201, tomorrow, RULES)
    [programme] = (await administrator.get("/v1/staff/programmes")).json()["items"]
    assert programme["rules"] == DEFAULTS
    assert (await _sign_up(town)).status_code == 201
    assert await town.db.transact(store.apply_rules) == 0
    await _a_day_passes(town)
    [programme] = (await administrator.get("/v1/staff/programmes")).json()["items"]
    assert (programme["rules"], programme["effectiveOn"]) == (RULES, str(TODAY))
    assert (await _sign_up(town)).json()["type"] == "urn:tandem:programme-age"
    assert await _columns(town, "tandem") == (15, None, False, False, False)
    assert await town.db.transact(store.apply_rules) == 1
    assert await _columns(town, "tandem") == (16, 25, True, True, True)
    versions = (await administrator.get(f"/v1/staff/programmes/{programme_id}/rules")).json()["items"]
    assert [version["rules"] for version in versions] == [RULES, DEFAULTS]
    assert versions[0]["decidedBy"] == administrator.id


async def test_rules_in_force_are_never_rewritten(town: Town) -> None:
    administrator, programme_id = await town.staff(), await _tandem(town)
    path = f"/v1/staff/programmes/{programme_id}/rules"
    await town.run("update programme_version set effective_on = effective_on - 1")
    for day in (_day(-1), _day(-400)):
        answer = await administrator.put(f"{path}/{day}", RULES)
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:rules-in-force")
    assert [(await administrator.put(f"{path}/{_day(0)}", RULES)).status_code for _ in range(2)] == [201, 200]
    assert (await administrator.put(f"{path}/{_day(0)}", DEFAULTS)).status_code == 409
    # Rules to come may still be thought over.
    assert (await administrator.put(f"{path}/{_day(9)}", DEFAULTS)).status_code == 201
    assert (await administrator.put(f"{path}/{_day(9)}", RULES)).status_code == 200
    assert await town.value("select count(*) from audit_entry where act = 'put-rules'") == 3


async def test_the_same_rules_decided_twice_at_once_are_decided_once(town: Town) -> None:
    administrator, programme_id = await town.staff(), await _tandem(town)
    path = f"/v1/staff/programmes/{programme_id}/rules/{_day(3)}"
    answers = await asyncio.gather(*(administrator.put(path, RULES) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert await town.value("select count(*) from audit_entry where act = 'put-rules'") == 1


@pytest.mark.parametrize(
    ("rules", "profile", "refusal"),
    [
        ({"maxAge": 25}, {"birthDate": "1980-01-01"}, "programme-age"),
        ({"minAge": 18}, {"birthDate": str(TODAY - timedelta(days=17 * 365))}, "programme-age"),
        ({"minorsAdmitted": False}, {"birthDate": str(TODAY - timedelta(days=17 * 365))}, "programme-age"),
        ({"territories": ["06"]}, {}, "programme-territory"),
        ({"territories": ["13201", "2A"]}, {}, "programme-territory"),
        ({"opensOn": str(TODAY + timedelta(days=2))}, {}, "programme-closed"),
        ({"opensOn": "2020-01-01", "closesOn": "2020-12-31"}, {}, "programme-closed"),
        ({"territories": ["13"]}, {}, None),
        ({"territories": ["13208"]}, {}, None),
        ({"opensOn": "2020-01-01", "closesOn": "2099-12-31", "maxAge": 60}, {}, None),
    ],
)
async def test_sign_up_obeys_the_rules_in_force(
    town: Town, rules: dict[str, Any], profile: dict[str, Any], refusal: str | None
) -> None:
    await _in_force(town, rules)
    answer = await _sign_up(town, **profile)
    assert (answer.status_code, answer.json().get("type")) == (
        (403, f"urn:tandem:{refusal}") if refusal else (201, None)
    )


async def test_rules_bind_newcomers_and_what_members_change_only(town: Town) -> None:
    member, mentor = await town.mentee(), await town.mentor()
    await _in_force(town, {"maxAge": 25, "territories": ["13"], "closesOn": "2020-01-01"})
    for one in (member, mentor):
        assert (await one.call("PATCH", "/v1/me", json={"about": "Bonjour"})).status_code == 200
    moved = await member.call("PATCH", "/v1/me", json={"areaCode": "2A004"})
    assert moved.json()["type"] == "urn:tandem:programme-territory"
    older = await member.call("PATCH", "/v1/me", json={"birthDate": "1970-01-01"})
    assert older.json()["type"] == "urn:tandem:programme-age"
    # Mentors live where they like, at any age.
    assert (await mentor.call("PATCH", "/v1/me", json={"areaCode": "2A004"})).status_code == 200


async def test_rules_that_cannot_be_are_refused(town: Town) -> None:
    administrator, programme_id = await town.staff(), await _tandem(town)
    bad = {"minAge": 30, "maxAge": 20, "opensOn": "2027-01-01", "closesOn": "2026-01-01"}
    answer = await administrator.put(f"/v1/staff/programmes/{programme_id}/rules/{_day(1)}", bad)
    assert {error["field"] for error in answer.json()["errors"]} == {"maxAge", "closesOn"}


async def _in_force(town: Town, rules: dict[str, Any]) -> None:
    await town.run("update programme_version set effective_on = effective_on - 1")
    path = f"/v1/staff/programmes/{await _tandem(town)}/rules/{_day(0)}"
    assert (await (await town.staff()).put(path, rules)).status_code == 201


async def _sign_up(town: Town, **profile: Any) -> Any:
    from tests.people import MENTEE

    return await town.stranger().put("/v1/me", MENTEE | profile)


async def _a_day_passes(town: Town) -> None:
    await town.run("update programme_version set effective_on = effective_on - 1")


async def _columns(town: Town, code: str) -> tuple[Any, ...]:
    [row] = await town.rows(
        "select min_age, max_age, introduction_required, training_required, one_tandem_at_a_time "
        "from programme where code = $1",
        code,
    )
    return tuple(row)


async def _tandem(town: Town) -> str:
    programme_id: str = await town.value("select id::text from programme where code = 'tandem'")
    return programme_id


async def _cci_amp(town: Town) -> str:
    structure_id: str = await town.value("select id::text from structure where code = 'cci-amp'")
    return structure_id


def _day(ahead: int) -> str:
    return str(TODAY + timedelta(days=ahead))
