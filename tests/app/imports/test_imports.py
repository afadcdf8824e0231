"""A structure brings its people: checked line by line, invited once each, and visible to nobody before they say so."""

import io
from typing import Any
from uuid import uuid4

import pytest
from openpyxl import Workbook

from app.imports import service
from app.imports.service import go_on
from tests.people import MENTOR, Caller, Town

HEADINGS = "Prénom;Nom;Portable;Date de naissance;Code postal;Ville;Métier;Entreprise;SIRET;Secteurs;Objectifs"
KARIM = (
    "Karim;Roux;06 12 34 56 78;03/02/1975;13008;Marseille;Chef de cuisine;Le Petit Cours;73282932000074;G01;"
    "build-network"
)
BAD = "Zoé;;12;31/02/1980;99999;Nulle-Part;;;123;???;;"


def file_of(*lines: str) -> bytes:
    return "\n".join([HEADINGS, *lines, ""]).encode()


async def bring(officer: Caller, raw: bytes, import_id: str = "", **query: Any) -> dict[str, Any]:
    answer = await officer.call(
        "PUT", f"/v1/staff/imports/{import_id or uuid4()}", params={"role": "mentor"} | query, content=raw
    )
    assert answer.status_code in (200, 201), answer.text
    found: dict[str, Any] = answer.json()
    return found


async def read(officer: Caller, brought: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (await officer.get(f"/v1/staff/imports/{brought['id']}")).json()
    return found


async def imported(town: Town, officer: Caller, raw: bytes) -> dict[str, Any]:
    brought = await bring(officer, raw)
    await go_on(town.db)
    answer = await officer.post(f"/v1/staff/imports/{brought['id']}/start")
    assert answer.status_code == 202, answer.text
    await go_on(town.db)
    return await read(officer, brought)


def summed(found: dict[str, Any]) -> tuple[str, int, int, int, int]:
    return found["state"], found["good"], found["bad"], found["invited"], found["alreadyKnown"]


async def test_a_dry_run_tells_what_is_wrong_line_by_line_in_french(town: Town) -> None:
    officer = await town.staff("officer")
    brought = await bring(officer, file_of(KARIM, BAD, KARIM.replace("Karim", "Kamel")))
    await go_on(town.db)
    assert summed(await read(officer, brought)) == ("checked", 1, 2, 0, 0)
    answer = await officer.get(f"/v1/staff/imports/{brought['id']}/problems")
    wrong, twice = answer.json()["items"]
    assert (wrong["line"], {error["field"] for error in wrong["errors"]}) == (
        3,
        {"lastName", "phone", "birthDate", "town", "siret", "sectors"},
    )
    assert "« 12 » n'est pas un numéro de téléphone mobile" in answer.text
    assert (twice["line"], [error["message"] for error in twice["errors"]]) == (
        4,
        ["ce numéro est déjà à la ligne 2 : gardez une seule des deux"],
    )
    assert await town.value("select count(*) from invitation") == 0


async def test_nobody_is_visible_before_their_own_opt_in(town: Town) -> None:
    officer = await town.staff("officer")
    assert summed(await imported(town, officer, file_of(KARIM, BAD))) == ("imported", 0, 1, 1, 0)
    assert await town.value("select count(*) from member") == 0
    karim = town.stranger("+33612345678")
    assert (await karim.get("/v1/me")).status_code in (403, 404)
    invitation = (await karim.get("/v1/me/invitation")).json()
    assert invitation["profile"] == {
        "firstName": "Karim",
        "lastName": "Roux",
        "birthDate": "1975-02-03",
        "areaCode": "13208",
        "jobTitle": "Chef de cuisine",
        "company": {"name": "Le Petit Cours", "siret": "73282932000074"},
        "sectors": ["G01"],
        "goals": ["build-network"],
    }
    answer = await karim.put("/v1/me", MENTOR | invitation["profile"])
    assert answer.status_code == 201, answer.text
    assert (await karim.get("/v1/me/invitation")).status_code == 404
    row = (await town.rows("select phone, profile, member_id::text from invitation"))[0]
    assert (row["phone"], row["profile"], row["member_id"]) == (None, "{}", answer.json()["memberId"])


async def test_whoever_was_invited_lands_where_they_were_invited_to(town: Town) -> None:
    await town.tree()
    await town.run(
        "insert into programme (structure_id, code, name) select id, 'nord', 'Nord' from structure where code = $1",
        "antenne-nord",
    )
    officer = await town.staff("officer")
    brought = await bring(officer, file_of(KARIM), structure="antenne-nord")
    await go_on(town.db)
    await officer.post(f"/v1/staff/imports/{brought['id']}/start")
    await go_on(town.db)
    karim = town.stranger("+33612345678")
    answer = await karim.put("/v1/me", MENTOR)
    assert (answer.json()["structureCode"], answer.json()["programmeCode"]) == ("antenne-nord", "nord")


async def test_the_same_file_again_invites_nobody_twice(town: Town) -> None:
    officer = await town.staff("officer")
    raw = file_of(KARIM)
    first = await imported(town, officer, raw)
    again = await bring(officer, raw, first["id"])
    assert (again["id"], again["state"]) == (first["id"], "imported")
    assert summed(await imported(town, officer, raw)) == ("imported", 0, 0, 0, 1)
    assert await town.value("select count(*) from invitation") == 1
    await town.stranger("+33612345678").put("/v1/me", MENTOR)
    assert summed(await imported(town, officer, raw)) == ("imported", 0, 0, 0, 1)


async def test_an_import_that_was_cut_off_goes_on_where_it_was(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "AT_ONCE", 10)
    lines = [f"Ana;Roux;06123400{at:02}" for at in range(35)]
    officer = await town.staff("officer")
    brought = await bring(officer, "\n".join(["prénom;nom;téléphone", *lines]).encode())
    await go_on(town.db)
    await officer.post(f"/v1/staff/imports/{brought['id']}/start")
    assert await town.db.transact(service._go_on) == 10
    # Here the worker dies in the middle of a batch; another one goes on.
    with pytest.raises(ZeroDivisionError):
        await town.db.transact(_cut_off)
    assert summed(await read(officer, brought))[1:] == (25, 0, 10, 0)
    await go_on(town.db)
    assert summed(await read(officer, brought)) == ("imported", 0, 0, 35, 0)
    assert await town.value("select count(distinct phone) from invitation") == 35


async def _cut_off(connection: Any) -> None:
    await service._go_on(connection)
    raise ZeroDivisionError


async def test_columns_are_named_by_staff_where_their_headings_say_nothing(town: Town) -> None:
    officer = await town.staff("officer")
    brought = await bring(officer, b"Qui;Nom;Joindre\nAna;Roux;0612345678\n")
    assert brought["state"] == "mapping"
    path = f"/v1/staff/imports/{brought['id']}"
    assert (await officer.post(f"{path}/start")).status_code == 409
    for wrong in ({"Qui": "firstName"}, {"Qui": "firstName", "Joindre": "firstName"}, {"Autre": "phone"}):
        answer = await officer.put(f"{path}/columns", {"columns": wrong})
        assert answer.status_code == 422, answer.text
    answer = await officer.put(f"{path}/columns", {"columns": {"Qui": "firstName", "Joindre": "phone"}})
    assert (answer.status_code, answer.json()["state"]) == (200, "checking")
    await go_on(town.db)
    assert summed(await read(officer, brought)) == ("checked", 1, 0, 0, 0)


async def test_a_spreadsheet_is_read_as_a_csv_is(town: Town) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Prénom", "Nom", "Téléphone", "CP", "Commune"])
    sheet.append(["Ana", "Roux", 612345678, 1000, "Bourg-en-Bresse"])
    file = io.BytesIO()
    book.save(file)
    found = await imported(town, await town.staff("officer"), file.getvalue())
    assert summed(found) == ("imported", 0, 0, 1, 0)
    invitation = (await town.stranger("+33612345678").get("/v1/me/invitation")).json()
    assert invitation["profile"]["areaCode"] == "01053"


@pytest.mark.parametrize("raw", [b"", b"\x00\x01\x02", b"PK\x03\x04 no zip at all", b"prenom;nom;telephone\n"])
async def test_what_is_no_sheet_is_refused(town: Town, raw: bytes) -> None:
    officer = await town.staff("officer")
    answer = await officer.call("PUT", f"/v1/staff/imports/{uuid4()}?role=mentor", content=raw)
    assert (answer.status_code, answer.json()["type"]) == (415, "urn:tandem:not-a-sheet")


async def test_old_french_spreadsheets_keep_their_accents(town: Town) -> None:
    raw = "prénom;nom;téléphone\nZoé;Œuvrard;0612345678\n".encode("cp1252")
    await imported(town, await town.staff("officer"), raw)
    invitation = (await town.stranger("+33612345678").get("/v1/me/invitation")).json()
    assert invitation["profile"] == {"firstName": "Zoé", "lastName": "Œuvrard"}


async def test_who_declines_leaves_nothing_behind(town: Town) -> None:
    await imported(town, await town.staff("officer"), file_of(KARIM))
    karim = town.stranger("+33612345678")
    for _ in range(2):
        assert (await karim.delete("/v1/me/invitation")).status_code == 204
    assert await town.value("select count(*) from invitation") == 0
    assert await town.value("select count(*) from import_line where 'Karim' = any(cells)") == 0


async def test_a_forgotten_import_takes_its_unanswered_invitations_along(town: Town) -> None:
    officer = await town.staff("officer")
    found = await imported(town, officer, file_of(KARIM))
    assert (await officer.delete(f"/v1/staff/imports/{found['id']}")).status_code == 204
    assert await town.value("select count(*) from invitation") == 0
    assert (await officer.get(f"/v1/staff/imports/{found['id']}")).status_code == 404
