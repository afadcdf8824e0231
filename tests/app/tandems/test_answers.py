"""A mentee's expectations, motivations and weaknesses, and who may read which."""

import pytest

from tests.app.tandems.couples import couple, couple_with
from tests.people import Caller, Town

AUDIENCES = {"expectations": "mentor", "motivations": "structure", "weaknesses": "private"}


async def test_a_mentee_reads_all_they_wrote_and_changes_it(town: Town) -> None:
    mentee = await _outspoken(town)
    assert await _read(mentee, "/v1/me/answers") == AUDIENCES
    again = await mentee.put("/v1/me/answers/weaknesses", {"text": "Je suis timide", "audience": "mentor"})
    assert (again.status_code, again.json()["text"]) == (200, "Je suis timide")
    repeated = await mentee.put("/v1/me/answers/weaknesses", {"text": "Je suis timide", "audience": "mentor"})
    assert repeated.json() == again.json()
    for _ in range(2):
        assert (await mentee.delete("/v1/me/answers/weaknesses")).status_code == 204
    assert "weaknesses" not in await _read(mentee, "/v1/me/answers")


async def test_a_mentor_reads_only_what_is_for_them_and_only_while_the_tandem_is_open(town: Town) -> None:
    mentee, mentor = await _outspoken(town), await town.mentor()
    await mentee.like(mentor)
    assert "expectations" not in (await mentor.get("/v1/requests?direction=received")).text
    two = await couple_with(town, mentor, mentee)
    for member in (mentor, mentee):
        assert await _read(member, f"{two.path}/answers") == {"expectations": "mentor"}
    await two.close(mentee)
    assert await _read(mentor, f"{two.path}/answers") == {}


async def test_an_answer_is_withdrawn_from_its_reader_at_once(town: Town) -> None:
    mentee = await _outspoken(town)
    two = await couple_with(town, await town.mentor(), mentee)
    await mentee.put("/v1/me/answers/expectations", {"text": "Rien", "audience": "private"})
    assert await _read(two.mentor, f"{two.path}/answers") == {}


async def test_strangers_blocked_and_suspended_members_read_nothing(town: Town) -> None:
    two = await couple_with(town, await town.mentor(), await _outspoken(town))
    assert (await (await town.mentor()).get(f"{two.path}/answers")).status_code == 404
    await town.run("update member set suspended_at = now() where id = $1", two.mentor.id)
    assert (await two.mentor.get(f"{two.path}/answers")).status_code == 403
    await town.run("update member set suspended_at = null where id = $1", two.mentor.id)
    await two.mentee.put(f"/v1/blocks/{two.mentor.id}")
    assert (await two.mentor.get(f"{two.path}/answers")).status_code == 404


@pytest.mark.parametrize(
    ("structure", "read"),
    [("cci-amp", True), ("club-13", True), ("national", True), ("antenne-nord", False), ("mission-locale", False)],
)
async def test_staff_read_only_what_is_for_the_structure_and_only_in_their_scope(
    town: Town, structure: str, read: bool
) -> None:
    await town.tree()
    mentee = await _outspoken(town)
    reader = await town.staff("reader", structure)
    answer = await reader.get(f"/v1/staff/members/{mentee.id}/answers")
    if not read:
        assert answer.status_code == 404
        return
    assert [item["topic"] for item in answer.json()["items"]] == ["motivations"]
    acts = "select count(*) from audit_entry join audit_detail on entry_id = id where act = $1 and subject_id = $2"
    assert await town.value(acts, "read-answers", mentee.id) == 1


async def test_an_export_holds_every_answer_and_an_erasure_takes_them(town: Town) -> None:
    mentee = await _outspoken(town)
    exported = (await mentee.get("/v1/me/export")).json()["answers"]
    assert {answer["topic"]: answer["audience"] for answer in exported} == AUDIENCES
    await mentee.delete("/v1/me")
    assert await town.value("select count(*) from answer") == 0


async def test_mentors_have_no_such_answers(town: Town) -> None:
    two = await couple(town)
    answer = await two.mentor.put("/v1/me/answers/weaknesses", {"text": "Aucune", "audience": "private"})
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:tandem:mentees-only")


@pytest.mark.parametrize(
    ("topic", "body"),
    [
        ("dreams", {"text": "x", "audience": "private"}),
        ("weaknesses", {"text": " \n", "audience": "private"}),
        ("weaknesses", {"text": "x", "audience": "all"}),
        ("weaknesses", {"text": "x"}),
        ("weaknesses", {"text": "a" * 1001, "audience": "private"}),
    ],
)
async def test_what_is_no_answer_is_refused(town: Town, topic: str, body: dict[str, str]) -> None:
    mentee = await town.mentee()
    answer = await mentee.put(f"/v1/me/answers/{topic}", body)
    assert answer.status_code in (400, 404, 422), answer.text
    assert await _read(mentee, "/v1/me/answers") == {}


async def _outspoken(town: Town) -> Caller:
    mentee = await town.mentee()
    for topic, audience in AUDIENCES.items():
        answer = await mentee.put(f"/v1/me/answers/{topic}", {"text": f"Mes {topic}", "audience": audience})
        assert answer.status_code == 200, answer.text
    return mentee


async def _read(reader: Caller, path: str) -> dict[str, str]:
    answer = await reader.get(path)
    assert answer.status_code == 200, answer.text
    return {item["topic"]: item["audience"] for item in answer.json()["items"]}
