"""The charter: read by all, signed by the two, who then begin."""

import asyncio

import pytest

from app.tandems.charter.texts import all_versions, current
from tests.app.tandems.couples import active_couple, couple
from tests.people import Town

NOW = current().number


async def test_the_charter_is_there_for_all_in_both_languages(town: Town) -> None:
    texts = {}
    for language in ("fr", "en"):
        answer = await town.http.get("/v1/charter", headers={"Accept-Language": language})
        assert answer.status_code == 200
        texts[language] = answer.json()
        assert (texts[language]["version"], texts[language]["current"]) == (NOW, True)
        again = await town.http.get(
            "/v1/charter", headers={"Accept-Language": language, "If-None-Match": answer.headers["etag"]}
        )
        assert again.status_code == 304
    assert len(texts["fr"]["articles"]) == len(texts["en"]["articles"])
    assert texts["fr"]["articles"] != texts["en"]["articles"]


async def test_an_older_version_that_somebody_signed_can_still_be_read(town: Town) -> None:
    older = (await town.http.get("/v1/charter?version=1")).json()
    assert (older["version"], older["current"]) == (1, False)
    assert (await town.http.get("/v1/charter?version=999")).status_code == 404


def test_versions_are_numbered_in_order_and_say_the_same_in_both_languages() -> None:
    assert [version.number for version in all_versions()] == list(range(1, NOW + 1))
    assert all(len(version.fr.articles) == len(version.en.articles) for version in all_versions())


async def test_a_tandem_is_active_once_both_have_signed_and_both_read_when(town: Town) -> None:
    two = await couple(town)
    first = (await two.sign(two.mentee)).json()
    assert (first["state"], [one["role"] for one in first["charter"]["signatures"]]) == ("formed", ["mentee"])
    second = (await two.sign(two.mentor)).json()
    assert (second["state"], second["activatedAt"] is not None) == ("active", True)
    assert [(one["role"], one["version"]) for one in second["charter"]["signatures"]] == [
        ("mentee", NOW),
        ("mentor", NOW),
    ]
    assert [move["state"] for move in second["history"]] == ["formed", "active"]
    assert await two.read(two.mentee) == second


async def test_the_other_is_told_to_sign_and_both_that_it_begins(town: Town) -> None:
    two = await couple(town)
    await two.sign(two.mentee)
    await town.carry()
    assert (await two.mentor.notices())[-1] == "CharterToSign"
    await two.sign(two.mentor)
    await town.carry()
    for member in (two.mentee, two.mentor):
        assert (await member.notices())[-1] == "TandemActivated"


async def test_signing_again_changes_nothing(town: Town) -> None:
    two = await couple(town)
    signed = await two.sign(two.mentee)
    again = await two.sign(two.mentee)
    assert (again.status_code, again.json()) == (200, signed.json())


@pytest.mark.parametrize("version", [NOW - 1, NOW + 1])
async def test_a_version_that_is_not_the_current_one_is_a_conflict_that_names_it(town: Town, version: int) -> None:
    two = await couple(town)
    answer = await two.sign(two.mentee, version)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:charter-changed")
    assert str(NOW) in answer.json()["detail"]
    assert (await two.read())["charter"]["signatures"] == []


async def test_a_signature_of_an_older_version_begins_nothing_and_is_asked_for_anew(town: Town) -> None:
    two = await couple(town)
    await _signed_before(town, two.id, "mentee")
    await two.sign(two.mentor)
    assert await two.state() == "formed"
    await town.carry()
    assert (await two.mentee.notices())[-1] == "CharterToSign"
    assert (await two.sign(two.mentee)).json()["state"] == "active"


async def test_a_new_version_leaves_an_active_tandem_active_and_may_be_signed_too(town: Town) -> None:
    two = await couple(town)
    await _signed_before(town, two.id, "mentee", "mentor")
    begin = "update tandem set state = 'active', moved_for = 'signed', moved_by = 'mentor' where id = $1"
    await town.run(begin, two.id)
    assert (await two.read())["charter"]["version"] == NOW
    signed = (await two.sign(two.mentor)).json()
    assert signed["state"] == "active"
    assert [one["version"] for one in signed["charter"]["signatures"]] == [NOW - 1, NOW - 1, NOW]


async def test_an_active_tandem_knows_when_it_is_meant_to_end_by_the_rules_it_began_under(town: Town) -> None:
    two = await couple(town)
    assert (await two.read())["expectedEndOn"] is None
    await town.run("update programme_version set months = 3")
    await two.begin()
    await town.run(
        "insert into programme_version (programme_id, effective_on, months) "
        "select id, today_in_paris() + 1, 12 from programme"
    )
    expected = "select ((now() at time zone 'Europe/Paris') + interval '3 months')::date::text"
    assert (await two.read())["expectedEndOn"] == await town.value(expected)


async def test_both_sign_at_once_and_the_tandem_begins_once(town: Town) -> None:
    for _ in range(5):
        two = await couple(town)
        answers = await asyncio.gather(*[two.sign(one) for one in (two.mentee, two.mentor) * 2])
        assert {answer.status_code for answer in answers} == {200}
        assert [move["state"] for move in (await two.read())["history"]] == ["formed", "active"]
    assert await town.value("select count(*) from signature") == 10


async def test_a_stranger_signs_nothing_and_a_closed_tandem_is_no_longer_signed(town: Town) -> None:
    two = await active_couple(town)
    stranger = await town.mentor()
    assert (await two.sign(stranger)).status_code == 404
    await two.close(two.mentee)
    assert (await two.sign(two.mentee)).json()["type"] == "urn:tandem:tandem-closed"


async def _signed_before(town: Town, tandem_id: str, *roles: str) -> None:
    """As when the version before was current."""
    await town.run(
        "insert into signature (tandem_id, role, charter_version) select $1, role, $2 from unnest($3::text[]) as role",
        tandem_id,
        NOW - 1,
        roles,
    )
