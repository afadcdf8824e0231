"""The tree of structures, the codes they hand out, the agreements they sign."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from app.jobs.model import Story
from app.jobs.service import run_if_due
from app.structures import store
from tests.people import MENTEE, Town

AGREED = {"partner": "Le Petit Cours", "startsOn": "2026-01-01", "siret": "73282932000074"}


async def test_the_scope_of_a_structure_is_itself_and_all_below_it(town: Town) -> None:
    ids = await town.tree()
    codes = {identifier: code for code, identifier in ids.items()}
    below = {
        "national": {"national", "club-13", "cci-amp", "mission-locale", "antenne-nord"},
        "club-13": {"club-13", "cci-amp", "mission-locale", "antenne-nord"},
        "cci-amp": {"cci-amp", "antenne-nord"},
        "mission-locale": {"mission-locale"},
    }
    for code, expected in below.items():
        rows = await town.rows("select structures_under($1)::text as id", ids[code])
        assert {codes[row["id"]] for row in rows} == expected


async def test_a_structure_is_added_once_renamed_and_moved(town: Town) -> None:
    ids, administrator = await town.tree(), await town.staff("administrator", "club-13")
    new = {"code": "cpme", "name": "CPME Sud", "kind": "structure", "parentId": ids["club-13"]}
    first, again = [await administrator.post("/v1/staff/structures", new) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 200)
    taken = await administrator.post("/v1/staff/structures", new | {"name": "Autre"})
    assert (taken.status_code, taken.json()["type"]) == (409, "urn:tandem:structure-code-taken")
    moved = {"name": "CPME 13", "kind": "antenna", "parentId": ids["cci-amp"]}
    answer = await administrator.put(f"/v1/staff/structures/{first.json()['id']}", moved)
    assert answer.json() == first.json() | moved
    tree = (await (await town.staff()).get("/v1/staff/structures")).json()["items"]
    assert {one["code"] for one in tree} == {"cci-amp", "antenne-nord", "cpme"}


async def test_no_structure_is_below_itself_or_a_lesser_one(town: Town) -> None:
    ids, administrator = await town.tree(), await town.staff("administrator", "national")
    for code, kind, parent in (
        ("cci-amp", "antenna", "antenne-nord"),
        ("club-13", "club", "cci-amp"),
        ("club-13", "club", "club-13"),
        ("cci-amp", "club", "antenne-nord"),
        ("club-13", "antenna", "national"),
    ):
        change = {"name": code, "kind": kind, "parentId": ids[parent]}
        answer = await administrator.put(f"/v1/staff/structures/{ids[code]}", change)
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:structure-misplaced"), code
    with pytest.raises(asyncpg.CheckViolationError, match="below itself"):
        await town.run("update structure set parent_id = $1 where id = $2", ids["antenne-nord"], ids["national"])


async def test_two_moves_that_cross_close_no_ring(town: Town) -> None:
    ids, administrator = await town.tree(), await town.staff("administrator", "club-13")
    pair = ("cci-amp", "mission-locale")
    for _ in range(5):
        await asyncio.gather(
            *(
                administrator.put(
                    f"/v1/staff/structures/{ids[one]}", {"name": one, "kind": "structure", "parentId": ids[other]}
                )
                for one, other in (pair, pair[::-1])
            )
        )
        assert len(await town.rows("select structures_under($1)", ids["club-13"])) == 4
        await town.run("update structure set parent_id = $1 where code = any($2)", ids["club-13"], list(pair))


async def test_nobody_moves_the_top_of_their_own_scope(town: Town) -> None:
    ids, administrator = await town.tree(), await town.staff()
    for parent in ("national", "mission-locale", None):
        change = {"name": "CCI", "kind": "structure", "parentId": parent and ids[parent]}
        assert (await administrator.put(f"/v1/staff/structures/{ids['cci-amp']}", change)).status_code == 422
    change = {"name": "CCI AMP", "kind": "structure", "parentId": ids["club-13"]}
    assert (await administrator.put(f"/v1/staff/structures/{ids['cci-amp']}", change)).status_code == 200


async def test_whoever_signs_up_with_a_code_belongs_to_its_structure_and_programme(town: Town) -> None:
    ids = await town.tree()
    await _hand_out(town, "forum-2026", ids["antenne-nord"])
    caller = town.stranger()
    profile = MENTEE | {"structureCode": "Forum-2026"}
    assert (await caller.put("/v1/me", profile)).json()["structureCode"] == "antenne-nord"
    assert (await caller.put("/v1/me", profile)).status_code == 200
    assert (await caller.call("PATCH", "/v1/me", json={"about": "Bonjour"})).json()["structureCode"] == "antenne-nord"
    assert (await caller.get("/v1/me")).json()["programmeCode"] == "tandem"
    officer = await town.staff("officer", "antenne-nord")
    assert (await officer.get("/v1/staff/me")).status_code == 200


async def test_a_revoked_or_expired_code_admits_nobody_new(town: Town) -> None:
    ids = await town.tree()
    administrator = await _hand_out(town, "forum-2026", ids["antenne-nord"])
    profile = MENTEE | {"structureCode": "forum-2026"}
    member = town.stranger()
    assert (await member.put("/v1/me", profile)).status_code == 201
    assert (await administrator.delete("/v1/staff/sign-up-codes/forum-2026")).status_code == 204
    refused = await town.stranger().put("/v1/me", profile)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "structureCode")
    # Whoever was admitted may say again what they said.
    assert (await member.put("/v1/me", profile)).status_code == 200
    await _hand_out(town, "forum-2026", ids["antenne-nord"])
    assert (await town.stranger().put("/v1/me", profile)).status_code == 201
    await town.run("update sign_up_code set expires_at = now() - interval '1 second'")
    assert (await town.stranger().put("/v1/me", profile)).status_code == 422
    [listed] = (await administrator.get("/v1/staff/sign-up-codes")).json()["items"]
    assert (listed["code"], listed["revokedAt"]) == ("forum-2026", None)


async def test_a_code_is_one_structures_and_leads_to_a_programme_of_theirs(town: Town) -> None:
    ids = await town.tree()
    await _hand_out(town, "forum-2026", ids["antenne-nord"])
    administrator = await town.staff("administrator", "national")
    programme_id = await town.value("select id::text from programme")
    for code, structure, status in (
        ("forum-2026", "cci-amp", 409),
        ("cci-amp", "cci-amp", 409),
        ("new-one", "club-13", 422),
    ):
        body = {"structureId": ids[structure], "programmeId": programme_id}
        assert (await administrator.put(f"/v1/staff/sign-up-codes/{code}", body)).status_code == status, code
    late = {"structureId": ids["cci-amp"], "programmeId": programme_id, "expiresAt": "2020-01-01T00:00:00Z"}
    assert (await administrator.put("/v1/staff/sign-up-codes/too-late", late)).status_code == 422


async def test_the_same_code_made_twice_at_once_is_one(town: Town) -> None:
    administrator, programme_id = await town.staff(), await town.value("select id::text from programme")
    body = {"structureId": await town.value("select id::text from structure"), "programmeId": programme_id}
    answers = await asyncio.gather(*(administrator.put("/v1/staff/sign-up-codes/forum-2026", body) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert await town.value("select count(*) from audit_entry where act = 'put-sign-up-code'") == 1


async def test_agreements_that_end_soon_are_found_reminded_of_and_renewed(town: Town) -> None:
    administrator, structure_id = await town.staff(), await town.value("select id::text from structure")
    today = datetime.now(UTC).date()
    soon, later = str(uuid4()), str(uuid4())
    for agreement_id, days in ((soon, 30), (later, 300)):
        body: dict[str, Any] = AGREED | {"structureId": structure_id, "endsOn": str(today + timedelta(days=days))}
        assert (await administrator.put(f"/v1/staff/agreements/{agreement_id}", body)).status_code == 201
        assert (await administrator.put(f"/v1/staff/agreements/{agreement_id}", body)).status_code == 200
    within = f"/v1/staff/agreements?until={today + timedelta(days=60)}"
    assert [one["id"] for one in (await administrator.get(within)).json()["items"]] == [soon]
    page = (await administrator.get("/v1/staff/agreements?limit=1")).json()
    rest = (await administrator.get(f"/v1/staff/agreements?limit=1&cursor={page['next']}")).json()
    assert [one["id"] for one in page["items"] + rest["items"]] == [soon, later]
    assert await _remind(town) == 1
    assert [one["remindedAt"] is not None for one in (await administrator.get(within)).json()["items"]] == [True]
    assert await town.db.transact(store.remind_of_agreements, 60) == []
    renewed = AGREED | {"structureId": structure_id, "endsOn": str(today + timedelta(days=45))}
    answer = await administrator.put(f"/v1/staff/agreements/{soon}", renewed)
    assert (answer.status_code, answer.json()["remindedAt"]) == (200, None)


async def test_an_agreement_that_cannot_be_is_refused(town: Town) -> None:
    administrator, structure_id = await town.staff(), await town.value("select id::text from structure")
    body = AGREED | {"structureId": structure_id, "endsOn": "2025-01-01", "siret": "123"}
    answer = await administrator.put(f"/v1/staff/agreements/{uuid4()}", body)
    assert {error["field"] for error in answer.json()["errors"]} == {"endsOn", "siret"}


async def _remind(town: Town) -> int | None:
    from app.jobs.timetable import _remind_of_agreements

    return await run_if_due(town.db, Story("remind-of-agreements", timedelta(days=1), _remind_of_agreements))


async def _hand_out(town: Town, code: str, structure_id: str) -> Any:
    administrator = await town.staff()
    programme_id = await town.value("select id::text from programme where code = 'tandem'")
    body = {"structureId": structure_id, "programmeId": programme_id, "label": "Forum de l'emploi"}
    answer = await administrator.put(f"/v1/staff/sign-up-codes/{code}", body)
    assert answer.status_code in (200, 201), answer.text
    return administrator
