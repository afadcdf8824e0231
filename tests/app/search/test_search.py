"""Staff find members, companies and tandems by the beginning of what they know."""

from typing import Any

import pytest

from tests.people import Caller, Town

KARIM: dict[str, Any] = {
    "firstName": "Karim",
    "lastName": "Œuvrard-Roux",
    "company": {"name": "Le Petit Cours", "siret": "73282932000074"},
}
INES: dict[str, Any] = {"firstName": "Inès", "lastName": "Benali"}


async def found(staff: Caller, kind: str, **options: Any) -> list[dict[str, Any]]:
    answer = await staff.get(f"/v1/staff/{kind}", params=options)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


@pytest.mark.parametrize("q", ["kar", "KARIM oeu", "œuvrard", "Roux", "roux  karim", "oeuvrard-roux"])
async def test_a_member_is_found_by_the_beginning_of_any_word_of_their_name(town: Town, q: str) -> None:
    karim, _ = await town.mentor(**KARIM), await town.mentee(**INES)
    assert [one["memberId"] for one in await found(await town.staff("reader"), "members", q=q)] == [karim.id]


@pytest.mark.parametrize("q", ["arim", "karim x", "benali karim", "cours"])
async def test_what_is_no_beginning_of_a_word_finds_nobody(town: Town, q: str) -> None:
    await town.mentor(**KARIM)
    assert await found(await town.staff("reader"), "members", q=q) == []


async def test_a_member_is_found_by_phone_and_a_mentor_by_siret(town: Town) -> None:
    karim, ines = await town.mentor(**KARIM), await town.mentee(**INES)
    staff = await town.staff("reader")
    national = f"0{ines.phone.removeprefix('+33')}"
    for q in (ines.phone, national, f"{national[:2]} {national[2:4]} {national[4:]}"):
        assert [one["memberId"] for one in await found(staff, "members", q=q)] == [ines.id], q
    for q in ("732829320", "732 829 320 00074"):
        assert [one["memberId"] for one in await found(staff, "members", q=q)] == [karim.id], q


async def test_the_new_name_finds_and_the_old_one_does_not(town: Town) -> None:
    ines = await town.mentee(**INES)
    staff = await town.staff("reader")
    answer = await ines.call("PATCH", "/v1/me", json={"lastName": "Cohen"})
    assert answer.status_code == 200, answer.text
    assert await found(staff, "members", q="benali") == []
    assert [one["memberId"] for one in await found(staff, "members", q="cohen")] == [ines.id]
    assert (await ines.delete("/v1/me")).status_code == 204
    assert await found(staff, "members", q="cohen") == []


async def test_pages_hold_each_member_once_in_the_order_of_what_was_found(town: Town) -> None:
    names = ["Marie", "Martin", "Mario", "Martine", "Marius"]
    members = [await town.mentee(firstName=name, lastName="Marchand") for name in names]
    staff = await town.staff("reader")
    seen: list[str] = []
    cursor = None
    while True:
        answer = await staff.get(
            "/v1/staff/members", params={"q": "mar", "limit": 2} | ({"cursor": cursor} if cursor else {})
        )
        page = answer.json()
        seen += [one["memberId"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert sorted(seen) == sorted(member.id for member in members)
    assert len(await found(staff, "members")) == len(members)


async def test_filters_narrow_what_is_found(town: Town) -> None:
    karim, ines = await town.mentor(verified=False, **KARIM), await town.mentee(**INES)
    staff = await town.staff("reader")
    await town.run("update member set suspended_at = now() where id = $1", ines.id)
    assert [one["memberId"] for one in await found(staff, "members", role="mentor")] == [karim.id]
    assert [one["memberId"] for one in await found(staff, "members", state="unverified")] == [karim.id]
    assert [one["memberId"] for one in await found(staff, "members", state="suspended")] == [ines.id]
    assert await found(staff, "members", state="paused") == []
    assert await found(staff, "members", structure="elsewhere") == []
    assert len(await found(staff, "members", structure="cci-amp")) == 2


async def test_companies_count_their_mentors(town: Town) -> None:
    await town.mentor(**KARIM)
    await town.mentor(verified=False, **(KARIM | {"firstName": "Zoé"}))
    staff = await town.staff("reader")
    [company] = await found(staff, "companies", q="cours")
    assert company == {"name": "Le Petit Cours", "siret": "73282932000074", "mentors": 2, "verified": 1}
    assert await found(staff, "companies", q="732829320") == [company]


async def test_companies_come_page_by_page_by_name(town: Town) -> None:
    names = ["Élan Atelier", "atelier Zéphyr", "Atelier d'Art", "L'Atelier", "ateliers du port"]
    for name in names:
        await town.mentor(**(KARIM | {"company": {"name": name, "siret": None}}))
    await town.mentor(**(KARIM | {"company": {"name": names[0], "siret": None}}))
    staff, seen, cursor = await town.staff("reader"), [], ""
    while cursor is not None:
        page = (await staff.get(f"/v1/staff/companies?q=ateli&limit=2{cursor}")).json()
        seen += [(one["name"], one["mentors"]) for one in page["items"]]
        cursor = page["next"] and f"&cursor={page['next']}"
    assert seen == [(names[2], 1), (names[1], 1), (names[4], 1), (names[0], 2), (names[3], 1)]


async def test_structures_are_found_by_any_word_of_their_names(town: Town) -> None:
    await town.tree()
    await town.run("update structure set name = 'Mission locale de l''Étang' where code = 'mission-locale'")
    staff = await town.staff("reader", "national")
    for typed, codes in (("etan", ["mission-locale"]), ("LOCALE", ["mission-locale"]), ("tang", []), ("%", None)):
        found = (await staff.get("/v1/staff/structures", params={"q": typed})).json()["items"]
        assert codes is None or [one["code"] for one in found] == codes
    below = (await (await town.staff("reader")).get("/v1/staff/structures?q=mission")).json()["items"]
    assert below == []


async def test_a_tandem_is_found_by_either_of_its_two(town: Town) -> None:
    karim, ines, other = await town.mentor(**KARIM), await town.mentee(**INES), await town.mentee(firstName="Théo")
    for mentee in (ines, other):
        await mentee.like(karim)
        await karim.accept(mentee)
    staff = await town.staff("reader")
    assert [one["mentee"]["memberId"] for one in await found(staff, "tandems", q="ines")] == [ines.id]
    assert {one["mentee"]["memberId"] for one in await found(staff, "tandems", q="karim")} == {ines.id, other.id}
    assert {one["state"] for one in await found(staff, "tandems", memberId=other.id)} == {"formed"}
    assert await found(staff, "tandems", state="closed") == []


async def test_who_was_shown_to_whom_is_in_the_audit_log_but_not_what_was_typed(town: Town) -> None:
    await town.mentee(**INES)
    staff = await town.staff("reader")
    await found(staff, "members", q="benali")
    entries = await town.rows("select staff_id::text, entry::text from audit_entry as entry order by 1")
    assert [row["staff_id"] for row in entries] == [staff.id]
    assert "benali" not in entries[0]["entry"].lower()
