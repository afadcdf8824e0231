"""Calendar files, read by readers that we did not write."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject  # type: ignore[import-untyped]

from app.meetings.calendars.file import feed, meeting_file
from app.meetings.calendars.model import Entry
from tests.app.meetings.tandem import CAFE, Two, slot
from tests.people import Caller, Town

PARIS = ZoneInfo("Europe/Paris")
VIDEO = {"kind": "video", "link": "https://visio.example/secret-room"}
# The nights of 28 March and 31 October 2027 have 23 and 25 hours.
CHANGES = [date(2027, 3, 28), date(2027, 10, 31)]


def an_entry(starts_at: datetime, **changed: Any) -> Entry:
    facts: dict[str, Any] = {
        "id": uuid4(),
        "revision": 2,
        "state": "confirmed",
        "kind": "phone",
        "place_kind": None,
        "zone": "Europe/Paris",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=60),
        "changed_at": datetime(2027, 1, 1, 12, 0, 0, 123456, UTC),
        "with_whom": "Inès",
    }
    return Entry(**facts | changed)


def by_vobject(content: bytes) -> list[dict[str, Any]]:
    read = vobject.readOne(content.decode())
    return [{line.name: line.value for line in event.getChildren()} for event in read.contents.get("vevent", [])]


def by_icalendar(content: bytes) -> list[dict[str, Any]]:
    read = icalendar.Calendar.from_ical(content)
    return [
        {name: value.dt if hasattr(value, "dt") else str(value) for name, value in event.items()}
        for event in read.walk("VEVENT")
    ]


READERS = (by_vobject, by_icalendar)


@pytest.mark.parametrize("day", CHANGES)
@pytest.mark.parametrize("read", READERS)
def test_ten_in_the_morning_stays_ten_in_the_morning_when_the_clocks_change(day: date, read: Any) -> None:
    days = [day + timedelta(days=ahead) for ahead in (-1, 0, 1)]
    tens = [datetime(on.year, on.month, on.day, 10, tzinfo=PARIS) for on in days]
    assert len({ten.utcoffset() for ten in tens}) == 2
    events = read(feed([an_entry(ten.astimezone(UTC)) for ten in tens], "fr"))
    assert [event["DTSTART"].replace(tzinfo=None) for event in events] == [ten.replace(tzinfo=None) for ten in tens]
    assert [event["DTSTART"].astimezone(UTC) for event in events] == [ten.astimezone(UTC) for ten in tens]


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Miquelon", "Indian/Reunion"])
@pytest.mark.parametrize("read", READERS)
def test_every_half_hour_around_the_changes_is_the_moment_that_was_meant(zone: str, read: Any) -> None:
    meant = []
    for day in (*CHANGES, date(2027, 3, 14), date(2027, 11, 7)):
        first = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=12)
        meant += [first + timedelta(minutes=30 * step) for step in range(72)]
    events = read(feed([an_entry(start, zone=zone) for start in meant], "fr"))
    assert [event["DTSTART"].astimezone(UTC) for event in events] == sorted(meant)
    assert {event["DTEND"].astimezone(UTC) - event["DTSTART"].astimezone(UTC) for event in events} == {
        timedelta(hours=1)
    }


def test_the_library_alone_would_have_told_the_change_an_hour_late() -> None:
    """Why zones.py says the zone itself: were it mended, that file could go."""
    told: Any = icalendar.Timezone.from_tzid("Europe/Paris", first_date=date(2027, 1, 1), last_date=date(2027, 12, 31))
    [spring] = told.walk("DAYLIGHT")
    assert spring["DTSTART"].dt == datetime(2027, 3, 28, 3)  # by the clock as it stood until then it was two


async def test_a_meeting_keeps_its_id_and_counts_its_changes(town: Town) -> None:
    two = await Two.form(town)
    chosen = slot(48)
    meeting_id = await two.proposed(chosen, **CAFE)
    files = [await _file(two, two.mentor, meeting_id)]
    await two.confirm(two.mentor, meeting_id, chosen["startsAt"])
    files.append(await _file(two, two.mentor, meeting_id))
    await two.plan(two.mentor, meeting_id, slot(72), revision=2)
    files.append(await _file(two, two.mentor, meeting_id))
    await two.cancel(two.mentee, meeting_id)
    files.append(await _file(two, two.mentor, meeting_id))
    for read in READERS:
        events = [read(content)[0] for content in files]
        assert {event["UID"] for event in events} == {f"{meeting_id}@tandem"}
        assert [int(event["SEQUENCE"]) for event in events] == [1, 2, 3, 4]
        assert [event["STATUS"] for event in events] == ["TENTATIVE", "CONFIRMED", "TENTATIVE", "CANCELLED"]
    methods = [icalendar.Calendar.from_ical(content)["METHOD"] for content in files]
    assert methods == ["PUBLISH", "PUBLISH", "PUBLISH", "CANCEL"]
    assert by_vobject(files[1])[0]["LOCATION"] == "Café du Port"
    assert by_vobject(files[1])[0]["DTSTART"].astimezone(UTC) == datetime.fromisoformat(chosen["startsAt"])


def test_every_file_has_what_the_standard_asks_for() -> None:
    start = datetime(2027, 5, 4, 8, tzinfo=UTC)
    entries = [an_entry(start, kind=kind) for kind in ("in_person", "phone", "video", "message")]
    for content in (*(meeting_file(entry, "en") for entry in entries), feed(entries, "fr"), feed([], "fr")):
        assert all(len(line) <= 75 for line in content.split(b"\r\n"))
        assert b"\n" not in content.replace(b"\r\n", b"")
        calendar = icalendar.Calendar.from_ical(content)
        assert {"PRODID", "VERSION", "METHOD"} <= set(calendar)
        for event in calendar.walk("VEVENT"):
            assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY", "ORGANIZER"} <= set(event)
            assert event["DTSTART"].params["TZID"] in [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")]


async def test_the_feed_is_secret_quiet_about_people_and_revocable(town: Town) -> None:
    two = await Two.form(town, mentee=await town.mentee(firstName="Inès", lastName="Secretnom"))
    await two.confirmed(slot(24), **VIDEO)
    await two.confirmed(slot(48), **CAFE)
    cancelled = await two.confirmed(slot(72))
    await two.cancel(two.mentee, cancelled, words="Je suis malade.")
    await two.proposed(slot(96))
    path = await _open(two.mentor)
    answer = await town.http.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    for read in READERS:
        events = read(answer.content)
        assert [event["STATUS"] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
        assert {event["SUMMARY"] for event in events} == {"Rencontre Tandem avec Inès"}
        assert [event.get("LOCATION") for event in events] == [None, "Dans un café", None]
    for private in ("Secretnom", "secret-room", "Café du Port", "malade"):
        assert private not in answer.text
    again = await _open(two.mentor)
    assert (await town.http.get(again)).status_code == 200
    assert (await two.mentor.delete("/v1/me/calendar")).status_code == 204
    assert (await two.mentor.get("/v1/me/calendar")).json() == {"madeAt": None}
    gone = [await town.http.get(one) for one in (path, again, "/v1/calendars/x.ics", f"/v1/calendars/{'A' * 43}.ics")]
    assert {(one.status_code, one.content) for one in gone} == {(404, gone[0].content)}


async def test_the_secret_itself_is_stored_nowhere(town: Town) -> None:
    mentor = await town.mentor()
    path = await _open(mentor)
    secret = path.rpartition("/")[2].removesuffix(".ics")
    assert len(secret) == 43
    assert secret not in await town.value("select calendar::text from calendar where member_id = $1", mentor.id)
    assert secret not in (await mentor.get("/v1/me/export")).text


async def test_an_unchanged_feed_is_not_sent_twice(town: Town) -> None:
    two = await Two.form(town)
    await two.confirmed()
    path = await _open(two.mentee)
    first = await town.http.get(path)
    again = await town.http.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    await two.confirmed(slot(96))
    assert (await town.http.get(path, headers={"If-None-Match": first.headers["etag"]})).status_code == 200


async def test_the_blocked_the_suspended_and_the_erased_are_in_no_calendar(town: Town) -> None:
    mentor = await town.mentor()
    blocked, left = await Two.form(town, mentor=mentor), await Two.form(town, mentor=mentor)
    await blocked.confirmed(slot(24))
    await left.confirmed(slot(48))
    own, theirs = await _open(mentor), await _open(left.mentee)
    assert len(by_icalendar((await town.http.get(own)).content)) == 2
    await mentor.put(f"/v1/blocks/{blocked.mentee.id}")
    assert len(by_icalendar((await town.http.get(own)).content)) == 1
    await left.mentee.delete("/v1/me")
    assert by_icalendar((await town.http.get(own)).content) == []
    assert (await town.http.get(theirs)).status_code == 404
    await town.run("update member set suspended_at = now() where id = $1", mentor.id)
    assert (await town.http.get(own)).status_code == 404


async def _open(caller: Caller) -> str:
    """The path of the caller's new feed."""
    answer = await caller.put("/v1/me/calendar")
    assert answer.status_code == 200, answer.text
    url: str = answer.json()["url"]
    assert url.startswith("http://town/v1/calendars/")
    return url.removeprefix("http://town")


async def _file(two: Two, by: Caller, meeting_id: str) -> bytes:
    answer = await by.get(two.path(meeting_id, "meeting.ics"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    return answer.content
