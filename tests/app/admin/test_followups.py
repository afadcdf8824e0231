"""What the mentee's structure reads of how tandems go, and the trace that it leaves."""

from typing import Any

from tests.app.days import ask, pass_days, watch
from tests.app.tandems.couples import Couple, active_couple, couple_with
from tests.people import Caller, Town

REPORT = {"rhythm": "monthly", "progress": 2, "needsHelp": True, "note": "Zanzibar"}


async def reported(town: Town) -> Couple:
    """A tandem of which its mentor reported, and both said how it goes."""
    two = await active_couple(town)
    await pass_days(town, 30)
    await ask(town)
    assert (await two.mentor.put(f"{two.path}/feedback/day-30", REPORT)).status_code == 200
    for member, mood in ((two.mentee, 2), (two.mentor, 5)):
        said = {"mood": mood, "comment": f"Humeur {mood}"}
        assert (await member.put(f"{two.path}/pulses/day-30", said)).status_code == 200
    await watch(town)
    return two


async def listed(reader: Caller, query: str = "") -> list[dict[str, Any]]:
    answer = await reader.get(f"/v1/staff/feedback?{query}")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_staff_find_the_reports_of_their_structure_and_read_the_whole_tandem(town: Town) -> None:
    two, reader = await reported(town), await town.staff("reader")
    [report] = await listed(reader)
    assert (report["tandemId"], report["menteeFirstName"], report["needsHelp"]) == (two.id, "Inès", True)
    assert "note" not in report
    answer = await reader.get(f"/v1/staff/tandems/{two.id}/follow-up")
    read = answer.json()
    assert read["feedback"][0]["note"] == "Zanzibar"
    assert {(pulse["memberId"], pulse["mood"], pulse["comment"]) for pulse in read["pulses"]} == {
        (two.mentee.id, 2, "Humeur 2"),
        (two.mentor.id, 5, "Humeur 5"),
    }
    assert read["stalls"][0]["reasons"] == ["no-meeting", "no-message", "low-pulse"]
    assert read["outcomes"] == []


async def test_reports_are_found_by_state_and_by_the_wish_for_help_in_pages(town: Town) -> None:
    reader, mentor = await town.staff("reader"), await town.mentor(capacity=5)
    couples = [await couple_with(town, mentor) for _ in range(3)]
    for two in couples:
        await two.begin()
    await pass_days(town, 30)
    await ask(town)
    for two, needs_help in zip(couples[:2], (True, False), strict=True):
        await mentor.put(f"{two.path}/feedback/day-30", REPORT | {"needsHelp": needs_help})
    assert [one["tandemId"] for one in await listed(reader, "state=due")] == [couples[2].id]
    assert [one["tandemId"] for one in await listed(reader, "needsHelp=true")] == [couples[0].id]
    assert [one["tandemId"] for one in await listed(reader, "needsHelp=false")] == [couples[1].id]
    assert await listed(reader, "state=missed") == []
    first = (await reader.get("/v1/staff/feedback?limit=1")).json()
    rest = (await reader.get(f"/v1/staff/feedback?limit=1&cursor={first['next']}")).json()
    assert {one["tandemId"] for one in first["items"] + rest["items"]} == {two.id for two in couples[:2]}
    await pass_days(town, 61)
    assert [one["tandemId"] for one in await listed(reader, "state=missed")] == [couples[2].id]


async def test_staff_of_another_structure_find_nothing_and_those_above_do(town: Town) -> None:
    await town.tree()
    two = await reported(town)
    above, beside, below = [await town.staff("reader", code) for code in ("club-13", "mission-locale", "antenne-nord")]
    assert [one["tandemId"] for one in await listed(above)] == [two.id]
    assert (await above.get(f"/v1/staff/tandems/{two.id}/follow-up")).status_code == 200
    for reader in (beside, below):
        assert await listed(reader) == []
        assert (await reader.get(f"/v1/staff/tandems/{two.id}/follow-up")).status_code == 404


async def test_it_is_the_mentees_structure_that_reads(town: Town) -> None:
    await town.tree()
    two = await reported(town)
    await town.run(
        "update member set structure_id = (select id from structure where code = 'mission-locale') where id = $1",
        two.mentor.id,
    )
    assert [one["tandemId"] for one in await listed(await town.staff("reader"))] == [two.id]
    assert await listed(await town.staff("reader", "mission-locale")) == []


async def test_every_look_leaves_an_entry_that_goes_with_the_members(town: Town) -> None:
    two, reader = await reported(town), await town.staff("reader")
    await listed(reader)
    await reader.get(f"/v1/staff/tandems/{two.id}/follow-up")
    await reader.get(f"/v1/staff/tandems/{two.mentee.id}/follow-up")  # nothing there, nothing read
    entries = "select act from audit_entry where staff_id = $1 order by id"
    assert [row["act"] for row in await town.rows(entries, reader.id)] == ["list-feedback", "read-follow-up"]
    details = "select count(*) from audit_detail where about @> array[$1::uuid]"
    assert await town.value(details, two.mentee.id) == await town.value(details, two.mentor.id) == 2
    assert (await two.mentee.delete("/v1/me")).status_code == 204
    assert await town.value(details, two.mentee.id) == 0
    assert await listed(reader) == []
