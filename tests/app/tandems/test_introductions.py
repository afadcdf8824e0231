"""A first meeting of three, where the programme asks for it."""

import asyncio

import pytest

from tests.app.tandems.couples import Couple, active_couple, couple
from tests.app.tandems.test_states import assert_log_tells_all
from tests.people import Caller, Town


@pytest.fixture
async def two(town: Town) -> Couple:
    await town.run("update programme set introduction_required = true")
    return await couple(town)


async def test_where_an_introduction_is_asked_for_the_tandem_begins_after_it(town: Town, two: Couple) -> None:
    assert (await two.read())["awaitsIntroduction"] is True
    officer = await town.staff("officer")
    assert (await _introduce(officer, two)) == 204
    tandem = await two.read()
    assert (tandem["state"], tandem["awaitsIntroduction"], tandem["history"][-1]["by"]) == (
        "introduced",
        False,
        "staff",
    )
    await two.begin()
    assert [move["state"] for move in (await two.read())["history"]] == ["formed", "introduced", "active"]
    await assert_log_tells_all(town)


async def test_who_signed_before_the_introduction_begins_with_it(town: Town, two: Couple) -> None:
    await two.begin()
    assert await two.state() == "formed"
    await _introduce(await town.staff("officer"), two)
    assert [(move["state"], move["by"]) for move in (await two.read())["history"]] == [
        ("formed", "both"),
        ("introduced", "staff"),
        ("active", "both"),
    ]
    await assert_log_tells_all(town)


async def test_introducing_again_changes_nothing_and_the_act_is_in_the_audit(town: Town, two: Couple) -> None:
    officer = await town.staff("officer")
    answers = await asyncio.gather(*[_introduce(officer, two) for _ in range(3)])
    assert set(answers) == {204}
    assert len((await two.read())["history"]) == 2
    assert await town.value("select count(*) from audit_entry where act = 'introduce-tandem'") >= 1
    assert await town.value("select staff_id::text from tandem_event where to_state = 'introduced'") == officer.id


async def test_the_two_are_told_to_sign(town: Town, two: Couple) -> None:
    await two.sign(two.mentee)
    await _introduce(await town.staff("officer"), two)
    await town.carry()
    assert "CharterToSign" in await two.mentor.notices()
    assert "CharterToSign" not in await two.mentee.notices()


async def test_a_tandem_that_has_begun_or_is_closed_awaits_no_introduction(town: Town) -> None:
    officer = await town.staff("officer")
    two = await active_couple(town)
    assert await _introduce(officer, two) == 409
    await two.close(two.mentee)
    assert await _introduce(officer, two) == 409


@pytest.mark.parametrize("structure", ["mission-locale", "antenne-nord"])
async def test_staff_of_another_structure_find_no_tandem(town: Town, two: Couple, structure: str) -> None:
    await town.tree()
    assert await _introduce(await town.staff("officer", structure), two) == 404
    assert await two.state() == "formed"


async def test_a_reader_introduces_nobody(town: Town, two: Couple) -> None:
    assert await _introduce(await town.staff("reader"), two) == 403


async def _introduce(officer: Caller, two: Couple) -> int:
    return (await officer.post(f"/v1/staff/tandems/{two.id}/introduction")).status_code
