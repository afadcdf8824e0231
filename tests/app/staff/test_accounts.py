"""Accounts of the staff: who gives whom what, and who may leave."""

import asyncio
from typing import Any

from tests.people import Caller, Town


async def test_staff_read_what_they_may_decide_on(town: Town) -> None:
    officer = (await (await town.staff("officer")).get("/v1/staff/me")).json()
    assert (officer["role"], officer["displayName"]) == ("officer", "officer")
    assert officer["decidesOn"] == ["introductions", "members", "proposals", "tandems"]
    assert (await (await town.staff("reader")).get("/v1/staff/me")).json()["decidesOn"] == []
    assert "structures" in (await (await town.staff()).get("/v1/staff/me")).json()["decidesOn"]
    assert (await (await town.mentee()).get("/v1/staff/me")).json()["type"] == "urn:tandem:staff-only"


async def test_somebody_joins_the_staff_and_is_let_in_at_once(town: Town) -> None:
    administrator, newcomer = await town.staff(), town.stranger()
    new = _account(newcomer, await _cci_amp(town))
    first, again = [await administrator.post("/v1/staff/accounts", new) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert (await newcomer.get("/v1/staff/me")).json()["role"] == "officer"
    other = await administrator.post("/v1/staff/accounts", new | {"role": "moderator"})
    assert (other.status_code, other.json()["type"]) == (409, "urn:tandem:already-staff")
    listed = (await administrator.get("/v1/staff/accounts")).json()["items"]
    assert {account["uid"] for account in listed} == {newcomer.uid, administrator.uid}


async def test_a_change_of_role_holds_from_the_next_call_on(town: Town) -> None:
    administrator, reader = await town.staff(), await town.staff("reader")
    change = {"displayName": "Zoé", "role": "officer", "structureId": await _cci_amp(town)}
    answer = await administrator.put(f"/v1/staff/accounts/{reader.id}", change)
    assert (answer.status_code, answer.json()["role"]) == (200, "officer")
    assert (await reader.get("/v1/staff/me")).json()["displayName"] == "Zoé"


async def test_whoever_left_is_refused_from_the_next_call_on_and_may_come_back(town: Town) -> None:
    administrator, officer = await town.staff(), await town.staff("officer")
    for _ in range(2):
        assert (await administrator.delete(f"/v1/staff/accounts/{officer.id}")).status_code == 204
    assert (await officer.get("/v1/staff/me")).json()["type"] == "urn:tandem:staff-only"
    back = await administrator.post("/v1/staff/accounts", _account(officer, await _cci_amp(town)))
    assert (back.status_code, back.json()["staffId"]) == (201, officer.id)
    assert (await officer.get("/v1/staff/me")).status_code == 200


async def test_nobody_gives_more_than_they_have(town: Town) -> None:
    ids = await town.tree()
    administrator, mate = await town.staff("administrator", "antenne-nord"), await town.staff("reader", "antenne-nord")
    above = [ids["cci-amp"], ids["club-13"], ids["mission-locale"]]
    for structure_id in above:
        for staff_id in (administrator.id, mate.id):
            change = {"displayName": "Moi", "role": "administrator", "structureId": structure_id}
            answer = await administrator.put(f"/v1/staff/accounts/{staff_id}", change)
            assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "structureId")
        new = _account(town.stranger(), structure_id)
        assert (await administrator.post("/v1/staff/accounts", new)).status_code == 422
    assert (await (await town.staff("officer")).post("/v1/staff/accounts", {})).status_code in (403, 422)


async def test_the_last_administrator_stays(town: Town) -> None:
    ids = await town.tree()
    administrator = await town.staff()
    change = {"displayName": "Moi", "role": "reader", "structureId": ids["cci-amp"]}
    for answer in (
        await administrator.delete(f"/v1/staff/accounts/{administrator.id}"),
        await administrator.put(f"/v1/staff/accounts/{administrator.id}", change),
        await administrator.put(
            f"/v1/staff/accounts/{administrator.id}",
            change | {"role": "administrator", "structureId": ids["antenne-nord"]},
        ),
    ):
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:last-administrator")
    # Somebody above looks after cci-amp as well.
    await town.staff("administrator", "club-13")
    assert (await administrator.delete(f"/v1/staff/accounts/{administrator.id}")).status_code == 204


async def test_of_two_administrators_who_end_each_other_at_once_one_stays(town: Town) -> None:
    await town.tree()
    for _ in range(5):
        one, other = await town.staff(), await _second(town)
        answers = await asyncio.gather(
            one.delete(f"/v1/staff/accounts/{other.id}"), other.delete(f"/v1/staff/accounts/{one.id}")
        )
        assert sorted(answer.status_code for answer in answers) in ([204, 403], [204, 409])
        await town.run("update staff set left_at = null")


async def _second(town: Town) -> Caller:
    caller = town.stranger()
    caller.id = await town.value(
        "insert into staff (uid, display_name, role, structure_id) "
        "select $1, 'B', 'administrator', id from structure where code = 'cci-amp' returning id::text",
        caller.uid,
    )
    await town.run(
        "update staff set left_at = now() where id not in (select id from staff where id = $1 or uid = $2)",
        caller.id,
        (await town.staff()).uid,
    )
    return caller


def _account(caller: Caller, structure_id: str) -> dict[str, Any]:
    return {"uid": caller.uid, "displayName": "Léa", "role": "officer", "structureId": structure_id}


async def _cci_amp(town: Town) -> str:
    structure_id: str = await town.value("select id::text from structure where code = 'cci-amp'")
    return structure_id
