"""What staff see and do of notices and jobs."""

from typing import Any

from app.cache import Cache
from app.carrier.carrier import carry
from app.db import Database
from app.jobs.service import run_if_due
from app.jobs.timetable import Errands, timetable
from app.photos.album import Album
from tests.app.carrier.phones import Phones, asked_mentor, at_any_hour
from tests.people import Town

SAID: dict[str, Any] = {
    "title": {"fr": "Soirée des mentors", "en": "Mentors' evening"},
    "body": {"fr": "Jeudi à 18 h, au Palais de la Bourse.", "en": "Thursday, 6 pm, Palais de la Bourse."},
}


async def test_a_dead_letter_is_listed_explained_and_sent_again(town: Town, db: Database) -> None:
    mentor, staff = await asked_mentor(town, "one"), await town.staff()
    await carry(at_any_hour(db, Phones(lambda device, attempt: "dead")))
    [letter] = (await staff.get("/v1/staff/notices?state=dead")).json()["items"]
    assert (letter["kind"], letter["memberId"], letter["reason"]) == ("RequestReceived", mentor.id, "dead")
    assert letter["explanation"]
    assert (await staff.get("/v1/staff/notices?state=waiting")).json()["items"] == []
    assert (await staff.post(f"/v1/staff/notices/{letter['id']}/resending")).status_code == 204
    assert (await staff.post(f"/v1/staff/notices/{letter['id']}/resending")).status_code == 404
    await carry(at_any_hour(db, phones := Phones()))
    assert phones.sent == [("one", "RequestReceived", 1)]
    assert (await staff.get("/v1/staff/notices")).json()["items"] == []


async def test_an_announcement_is_read_in_the_inbox_and_only_hinted_at_by_the_push(town: Town, db: Database) -> None:
    mentee, mentor, staff = await town.mentee(), await town.mentor(), await town.staff()
    phone = {"kind": "token", "value": "t", "platform": "android", "locale": "fr"}
    await mentor.put("/v1/devices/phone", phone)
    answer = await staff.post("/v1/staff/announcements", SAID | {"role": "mentor"})
    assert (answer.status_code, answer.json()["recipients"]) == (201, 1)
    [item] = (await mentor.get("/v1/notices")).json()["items"]
    assert (item["title"], item["body"]) == (SAID["title"]["fr"], SAID["body"]["fr"])
    [item] = (await mentor.get("/v1/notices", headers={"Accept-Language": "en"})).json()["items"]
    assert item["title"] == SAID["title"]["en"]
    assert (await mentee.get("/v1/notices")).json()["items"] == []
    await carry(at_any_hour(db, phones := Phones()))
    assert phones.sent == [("phone", "StaffAnnouncement", 1)]
    assert set(phones.facts[0]) == {"announcementId"}


async def test_the_same_announcement_is_made_once(town: Town) -> None:
    staff = await town.staff()
    await town.mentee()
    first, again = [await staff.post("/v1/staff/announcements", SAID) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert await town.value("select count(*) from outbox") == 1


async def test_staff_and_prometheus_see_the_jobs(town: Town, db: Database) -> None:
    staff, cache = await town.staff(), Cache(town.settings.redis_url)
    assert (await staff.get("/v1/staff/jobs")).json()["items"] == []
    for job in timetable(Errands(db, cache, Album(town.settings))):
        await run_if_due(db, job)
    await cache.close()
    jobs = (await staff.get("/v1/staff/jobs")).json()["items"]
    assert {job["name"] for job in jobs} == {job.name for job in timetable(Errands(db, cache, Album(town.settings)))}
    assert {(job["outcome"], job["done"], job["slotsMissed"]) for job in jobs} == {("done", 0, 0)}
    figures = (await town.http.get("/metrics")).text
    assert 'tandem_job_failing{job="purge"} 0.0' in figures
    assert 'tandem_job_done_at_seconds{job="expire-requests"}' in figures
