"""Whoever met somebody may report them; the evidence is kept, and nobody is told what was decided about the other."""

import asyncio
from uuid import uuid4

import pytest

from app.reports.model import Reason, Record
from app.reports.standing import PROPOSES_HIDING, standing, weight
from app.reports.vocabulary import all_reasons
from tests.app.reports.cases import in_tandem, met, of, report, reported, say
from tests.people import Caller, Town


async def test_a_report_is_read_back_with_what_happens_next(town: Town) -> None:
    mentee, mentor = await met(town)
    answer = await report(mentee, of(mentor, text="Il insiste."))
    assert answer.status_code == 201
    sent = answer.json()
    assert (sent["state"], sent["text"], sent["subject"]["memberId"]) == ("received", "Il insiste.", mentor.id)
    assert (await mentee.get("/v1/reports")).json()["items"] == [sent]
    assert (await mentor.get("/v1/reports")).json()["items"] == []


async def test_the_same_report_sent_again_is_one_report(town: Town) -> None:
    mentee, mentor = await met(town)
    report_id = str(uuid4())
    answers = await asyncio.gather(*(report(mentee, of(mentor), report_id) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert await town.value("select count(*) from report") == 1
    assert await town.value("select count(*) from promise where kind = 'report-looked-at'") == 1
    stranger, _ = await met(town, mentor)
    assert (await report(stranger, of(mentor), report_id)).status_code == 404


async def test_only_whom_they_met_may_be_reported(town: Town) -> None:
    mentee, mentor, other = await town.mentee(), await town.mentor(), await town.mentee()
    for nobody in (mentor.id, mentee.id, other.id, str(uuid4())):
        body = {"subject": {"kind": "behaviour", "memberId": nobody}, "reason": "insults"}
        assert (await report(mentee, body)).status_code == 404
    assert (await mentor.like(mentee)).status_code == 200  # the mentee does not know
    assert (await report(mentee, of(mentor))).status_code == 404
    assert await mentee.dealt() == [mentor.id]
    assert (await report(mentee, of(mentor, kind="card", reason="unfit-card"))).status_code == 201


async def test_a_closed_tandem_and_a_block_keep_nobody_from_reporting(town: Town) -> None:
    mentee, mentor, _ = await in_tandem(town)
    assert (await mentor.put(f"/v1/blocks/{mentee.id}")).status_code == 204
    assert await town.value("select state from tandem") == "closed"
    for caller, other in ((mentee, mentor), (mentor, mentee)):
        assert (await report(caller, of(other))).status_code == 201


async def test_a_report_may_block_in_the_same_call(town: Town) -> None:
    mentee, mentor, _ = await in_tandem(town)
    report_id = str(uuid4())
    assert (await report(mentee, of(mentor), report_id)).status_code == 201
    assert await town.value("select count(*) from block") == 0
    assert (await report(mentee, of(mentor, block=True), report_id)).status_code == 200
    assert (await report(mentee, of(mentor, block=True))).status_code == 201
    assert await town.value("select blocked_id::text from block") == mentor.id
    assert await town.value("select closed_reason from tandem") == "blocked"


async def test_the_card_is_kept_as_it_was(town: Town) -> None:
    mentee, mentor = await met(town)
    await mentor.call("PATCH", "/v1/me", json={"about": "Des propos déplacés"})
    report_id = await reported(mentee, mentor, kind="card", reason="unfit-card")
    await mentor.call("PATCH", "/v1/me", json={"about": "Rien à voir"})
    kept = await town.value("select content ->> 'about' from evidence where report_id = $1", report_id)
    assert kept == "Des propos déplacés"


async def test_a_message_is_kept_though_its_author_deletes_it(town: Town) -> None:
    mentee, mentor, tandem_id = await in_tandem(town)
    await say(mentee, tandem_id, "Bonjour")
    bad = await say(mentor, tandem_id, "Des mots durs")
    report_id = await reported(mentee, mentor, kind="message", subject={"messageId": bad})
    await town.run("update message set body = null, deleted_at = now(), change = 1 where id = $1", bad)
    kept = await town.rows("select content ->> 'text' as text from evidence where report_id = $1", report_id)
    assert [row["text"] for row in kept] == ["Des mots durs"]


async def test_messages_around_are_kept_only_if_the_reporter_wishes(town: Town) -> None:
    mentee, mentor, tandem_id = await in_tandem(town)
    said = [await say((mentee, mentor)[n % 2], tandem_id, f"message {n}") for n in range(10)]
    report_id = await reported(mentee, mentor, kind="message", subject={"messageId": said[5], "withContext": True})
    kept = await town.rows("select content from evidence where report_id = $1 order by place", report_id)
    assert [f"message {n}" in row["content"] for n, row in zip(range(2, 9), kept, strict=True)] == [True] * 7
    alone = await reported(mentee, mentor, kind="message", subject={"messageId": said[5]})
    assert await town.value("select count(*) from evidence where report_id = $1", alone) == 1


async def test_only_a_message_of_the_reported_in_a_tandem_of_ones_own_may_be_reported(town: Town) -> None:
    mentee, mentor, tandem_id = await in_tandem(town)
    own, theirs = await say(mentee, tandem_id, "Moi"), await say(mentor, tandem_id, "Lui")
    other, other_mentor, other_tandem = await in_tandem(town)
    foreign = await say(other_mentor, other_tandem, "Ailleurs")
    for caller, member, message in ((mentee, mentor, own), (mentee, mentor, foreign), (other, mentor, theirs)):
        body = of(member, kind="message", subject={"messageId": message})
        assert (await report(caller, body)).status_code == 404
    assert await town.value("select count(*) from report") == 0


async def test_what_makes_no_sense_is_named(town: Town) -> None:
    mentee, mentor = await met(town)
    for body, field in (
        (of(mentor, reason="nothing"), "reason"),
        (of(mentor, reason="other"), "text"),
        (of(mentor, reason="other", text="  "), "text"),
        (of(mentor, kind="message"), "subject.messageId"),
        (of(mentor, subject={"messageId": str(uuid4())}), "subject.messageId"),
    ):
        answer = await report(mentee, body)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


async def test_twenty_reports_a_day_are_enough(town: Town) -> None:
    mentee, mentor = await met(town)
    for _ in range(20):
        await reported(mentee, mentor)
    answer = await report(mentee, of(mentor))
    assert (answer.status_code, answer.json()["type"]) == (429, "urn:tandem:too-many-reports")
    await town.run("update report set reported_at = now() - interval '25 hours'")
    assert (await report(mentee, of(mentor))).status_code == 201


async def test_the_reasons_are_a_list_in_two_languages(town: Town) -> None:
    french = (await town.http.get("/v1/report-reasons")).json()["items"]
    english = (await town.http.get("/v1/report-reasons", headers={"Accept-Language": "en"})).json()["items"]
    assert [item["code"] for item in french] == [item["code"] for item in english] == list(all_reasons())
    assert all(one["name"] != other["name"] for one, other in zip(french, english, strict=True))


async def test_when_the_reported_leaves_the_report_names_nobody(town: Town) -> None:
    mentee, mentor = await met(town)
    report_id = await reported(mentee, mentor, kind="card", text="Karim Roux a été grossier")
    assert (await mentor.delete("/v1/me")).status_code == 204
    assert await town.value("select count(*) from evidence") == 0
    [row] = await town.rows("select state, text, reported_id, reporter_id::text from report where id = $1", report_id)
    assert tuple(row) == ("moot", None, None, mentee.id)
    assert await town.value("select count(*) from promise where subject_id = $1 and dropped_at is null", report_id) == 0
    [own] = (await mentee.get("/v1/reports")).json()["items"]
    assert (own["subject"]["memberId"], own["state"]) == (None, "answered")


async def test_when_the_reporter_leaves_the_report_stands_without_their_words(town: Town) -> None:
    mentee, mentor, tandem_id = await in_tandem(town)
    await say(mentee, tandem_id, "Je suis Inès")
    bad = await say(mentor, tandem_id, "Des mots durs")
    subject = {"messageId": bad, "withContext": True}
    report_id = await reported(mentee, mentor, kind="message", subject=subject, text="Inès Benali, 06")
    assert (await mentee.delete("/v1/me")).status_code == 204
    [row] = await town.rows("select state, text, reporter_id, reported_id::text from report where id = $1", report_id)
    assert tuple(row) == ("open", None, None, mentor.id)
    kept = await town.rows("select content ->> 'text' as text from evidence where report_id = $1", report_id)
    assert [row["text"] for row in kept] == ["Des mots durs"]


async def test_two_who_reported_each_other_may_leave_at_once(town: Town) -> None:
    mentee, mentor, _ = await in_tandem(town)
    await reported(mentee, mentor)
    await reported(mentor, mentee)
    answers = await asyncio.gather(mentee.delete("/v1/me"), mentor.delete("/v1/me"))
    assert [answer.status_code for answer in answers] == [204, 204]
    assert await town.value("select count(*) from report where reporter_id is null and reported_id is null") == 2


def test_a_word_goes_as_far_as_it_was_right_before() -> None:
    newcomer, right, wrong = Record(0, 0), Record(8, 0), Record(0, 8)
    assert standing(newcomer) == 0.5
    assert standing(wrong) == pytest.approx(0.1)
    assert standing(right) == pytest.approx(0.9)
    assert standing(Record(4, 4)) == 0.5


def test_no_reporter_alone_proposes_hiding_for_small_things_however_right_they_were() -> None:
    small = Reason("absence", "", "", gravity=1)
    grave = Reason("harassment", "", "", gravity=3)
    assert weight(small, Record(10_000, 0)) < PROPOSES_HIDING
    assert 2 * weight(grave, Record(0, 0)) >= PROPOSES_HIDING


async def test_a_suspended_member_reports_nobody(town: Town) -> None:
    mentee, mentor = await met(town)
    await town.run("update member set suspended_at = now() where id = $1", mentee.id)
    assert await _type(mentee, mentor) == "urn:tandem:member-suspended"


async def _type(reporter: Caller, member: Caller) -> str:
    answer = await report(reporter, of(member))
    assert answer.status_code == 403
    return str(answer.json()["type"])
