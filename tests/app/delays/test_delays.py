"""A clock on every promise: working days, holidays counted, what is overdue first, figures kept."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from app.delays import service as delays
from app.delays import store
from app.delays.calendar import PARIS, close_after, is_working_day, latest_before
from app.delays.service import due_at
from tests.people import Town


@pytest.mark.parametrize(
    ("since", "days", "due"),
    [
        ("2026-11-23T09:00", 2, "2026-11-25T18:00"),  # a Monday
        ("2026-11-20T23:59", 2, "2026-11-24T18:00"),  # a Friday, late
        ("2026-11-21T10:00", 1, "2026-11-23T18:00"),  # a Saturday
        ("2026-05-07T10:00", 1, "2026-05-11T18:00"),  # the 8th of May is a holiday, a Friday
        ("2026-12-23T10:00", 2, "2026-12-28T18:00"),  # Christmas
        ("2026-04-03T10:00", 1, "2026-04-07T18:00"),  # Easter Monday; Good Friday is worked but in Alsace-Moselle
        ("2027-07-13T10:00", 1, "2027-07-15T18:00"),  # the 14th of July
        ("2026-03-27T10:00", 1, "2026-03-30T18:00"),  # over the change to summer time
    ],
)
def test_a_promise_falls_due_at_the_close_of_a_working_day(since: str, days: int, due: str) -> None:
    assert close_after(_paris(since), days) == _paris(due)


def test_a_day_that_ends_in_paris_counts_as_there() -> None:
    late_in_paris = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert close_after(late_in_paris, 1) == _paris("2026-11-25T18:00")


def test_a_calendar_without_holidays_would_be_wrong() -> None:
    assert not is_working_day(date(2026, 5, 8))
    assert date(2026, 5, 8).weekday() < 5
    assert is_working_day(date(2026, 4, 3))


@pytest.mark.parametrize("now", ["2026-11-24T18:00", "2026-11-24T17:59", "2026-11-22T12:00", "2026-05-11T18:00"])
def test_the_latest_close_that_is_so_long_ago_is_found(now: str) -> None:
    latest = latest_before(_paris(now), 1)
    assert close_after(latest, 1) <= _paris(now) < close_after(latest + timedelta(days=1), 1)


async def test_a_new_mentor_is_owed_a_call_until_staff_decide(town: Town) -> None:
    officer, mentor = await town.staff("officer"), await town.mentor(verified=False)
    [promise] = (await officer.get("/v1/staff/promises")).json()["items"]
    assert (promise["kind"], promise["subjectId"], promise["overdue"]) == ("mentor-called-back", mentor.id, False)
    made_at = datetime.fromisoformat(promise["madeAt"])
    assert datetime.fromisoformat(promise["dueAt"]) == due_at("mentor-called-back", made_at)
    assert (await officer.post(f"/v1/staff/members/{mentor.id}/verification")).status_code == 201
    assert (await officer.get("/v1/staff/promises")).json()["items"] == []
    assert await town.value("select kept_at <= due_at from promise") is True


async def test_what_is_longest_overdue_comes_first(town: Town) -> None:
    mentors = [await town.mentor(verified=False) for _ in range(4)]
    for days, mentor in zip((1, 9, -3, 4), mentors, strict=True):
        await _due(town, mentor.id, days)
    officer, seen, cursor = await town.staff("officer"), [], ""
    while cursor is not None:
        page = (await officer.get(f"/v1/staff/promises?limit=1&cursor={cursor}")).json()
        seen += [(item["subjectId"], item["overdue"]) for item in page["items"]]
        cursor = page["next"]
    order = (mentors[1], mentors[3], mentors[0], mentors[2])
    assert seen == [(mentor.id, mentor is not mentors[2]) for mentor in order]


async def test_a_request_is_owed_an_answer_for_14_days(town: Town) -> None:
    mentee, mentor, officer = await town.mentee(), await town.mentor(), await town.staff("officer")
    await town.run("delete from promise")
    await mentee.like(mentor)
    await mentor.get("/v1/requests?direction=received")
    [promise] = (await officer.get("/v1/staff/promises?kind=request-answered")).json()["items"]
    made, due = (datetime.fromisoformat(promise[field]) for field in ("madeAt", "dueAt"))
    assert due - made == timedelta(days=14)
    assert (await officer.get("/v1/staff/promises?kind=mentor-called-back")).json()["items"] == []
    await mentor.refuse(mentee)
    assert (await officer.get("/v1/staff/promises")).json()["items"] == []


async def test_a_promise_is_made_once_kept_once_and_may_be_dropped(town: Town) -> None:
    subject, structure_id = uuid4(), await town.value("select id from structure")
    for _ in range(2):
        await town.db.transact(delays.open, "report-looked-at", subject, structure_id)
    assert await town.value("select count(*) from promise") == 1
    for _ in range(2):
        await town.db.transact(delays.keep, "report-looked-at", subject)
    await town.db.transact(delays.open, "report-looked-at", subject, structure_id)
    await town.db.transact(delays.drop, "report-looked-at", subject)
    states = await town.rows("select kept_at is not null, dropped_at is not null from promise order by id")
    assert [tuple(row) for row in states] == [(True, False), (False, True)]


async def test_a_promise_overdue_for_too_long_goes_to_the_structure_above_once(town: Town) -> None:
    await town.tree()
    long, short = await town.mentor(verified=False), await town.mentor(verified=False)
    await _due(town, long.id, 9)
    await _due(town, short.id, 0)
    assert [await town.db.transact(delays.escalate) for _ in range(2)] == [1, 0]
    above, own = await town.staff("officer", "club-13"), await town.staff("officer")
    [told] = (await above.get("/v1/staff/promises?escalated=true")).json()["items"]
    assert (told["subjectId"], told["escalatedAt"] is not None) == (long.id, True)
    assert (await own.get("/v1/staff/promises?escalated=true")).json()["items"] == []
    assert len((await own.get("/v1/staff/promises")).json()["items"]) == 2


async def test_figures_are_kept_by_kind_structure_and_month(town: Town) -> None:
    in_time, late, broken, gone = [await town.mentor(verified=False) for _ in range(4)]
    await _due(town, late.id, 3)
    await _due(town, broken.id, 3)
    for mentor in (in_time, late):
        await town.db.transact(delays.keep, "mentor-called-back", UUID(mentor.id))
    await gone.delete("/v1/me")
    mentee, asked = await town.mentee(), await town.mentor()
    await town.db.transact(delays.drop, "mentor-called-back", UUID(asked.id))
    await mentee.like(asked)
    await asked.accept(mentee)
    assert await town.db.transact(store.count_months, 3) == 2
    officer = await town.staff("officer")
    months = {item["kind"]: item for item in (await officer.get("/v1/staff/promises/months")).json()["items"]}
    called, answered = months["mentor-called-back"], months["request-answered"]
    assert [called[part] for part in ("made", "keptInTime", "keptLate", "broken", "share")] == [3, 1, 1, 1, 0.333]
    assert [answered[part] for part in ("made", "keptInTime", "keptLate", "broken", "share")] == [1, 1, 0, 0, 1]
    await late.delete("/v1/me")
    await town.run("update promise_month set month = month - interval '6 months'")
    await town.run("update promise set made_at = made_at - interval '6 months'")
    await town.db.transact(store.count_months, 3)
    old = (await officer.get(f"/v1/staff/promises/months?until={date.today() - timedelta(days=60)}")).json()["items"]
    assert [item["made"] for item in old if item["kind"] == "mentor-called-back"] == [3]


async def test_a_mentor_who_moves_is_owed_the_call_by_the_new_structure(town: Town) -> None:
    await town.tree()
    await town.run(
        "insert into programme (structure_id, code, name) "
        "select id, 'ml', 'ML' from structure where code = 'mission-locale'"
    )
    mentor = await town.mentor(verified=False)
    from tests.people import MENTOR

    moved = MENTOR | {"structureCode": "mission-locale", "programmeCode": "ml"}
    assert (await mentor.put("/v1/me", moved)).status_code == 200
    sister = await town.staff("officer", "mission-locale")
    assert [item["subjectId"] for item in (await sister.get("/v1/staff/promises")).json()["items"]] == [mentor.id]


async def test_an_erased_member_is_owed_nothing(town: Town) -> None:
    mentor = await town.mentor(verified=False)
    assert (await mentor.delete("/v1/me")).status_code == 204
    assert await town.value("select count(*) from promise where subject_id is not null or dropped_at is null") == 0


async def _due(town: Town, member_id: str, days_ago: int) -> None:
    late = "update promise set due_at = now() - $2 * interval '1 day', made_at = now() where subject_id = $1"
    await town.run(late, UUID(member_id), days_ago)


def _paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)
