"""What members are told of meetings: each thing once, and nothing that is no longer so."""

from collections import Counter
from datetime import timedelta

from app.db import Database
from app.meetings import reminders
from tests.app.meetings.tandem import Two, slot
from tests.people import Caller


async def test_both_are_reminded_once_a_day_before_and_once_an_hour_before(two: Two, db: Database) -> None:
    meeting_id = await two.confirmed(slot(72))
    for hours, in_all in ((25, 0), (23, 2), (2, 2), (0.9, 4), (0.1, 4), (-0.1, 4)):
        await _shift(two, meeting_id, hours)
        for _ in range(2):
            await db.transact(reminders.remind)
        assert await _count(two, "MeetingSoon") == in_all, hours
    ends = "select bool_and(expires_at <= starts_at) from outbox where kind = 'MeetingSoon' and recipient_id = $1"
    assert await two.town.value(ends, two.mentee.id) is True


async def test_who_has_just_confirmed_is_not_reminded_at_once(two: Two, db: Database) -> None:
    await two.confirmed(slot(20))
    await two.confirmed(slot(0.5, 15))
    await db.transact(reminders.remind)
    assert await _count(two, "MeetingSoon") == 0


async def test_the_other_one_is_told_of_each_step(two: Two) -> None:
    chosen = slot(48)
    meeting_id = await two.proposed(chosen)
    await two.town.carry()
    assert (await two.mentor.notices())[-1] == "MeetingProposed"
    await two.confirm(two.mentor, meeting_id, chosen["startsAt"])
    await two.town.carry()
    assert (await two.mentee.notices())[-1] == "MeetingConfirmed"
    await two.cancel(two.mentee, meeting_id)
    await two.town.carry()
    assert (await two.mentor.notices())[-1] == "MeetingCancelled"
    assert "MeetingCancelled" not in await two.mentee.notices()


async def test_a_reminder_of_what_was_moved_or_cancelled_is_not_sent(two: Two, db: Database) -> None:
    moved, cancelled = await two.confirmed(slot(72)), await two.confirmed(slot(80))
    for number, meeting_id in enumerate((moved, cancelled)):
        await _shift(two, meeting_id, 20 + 2 * number)
    await db.transact(reminders.remind)
    assert await _count(two, "MeetingSoon") == 4
    assert (await two.plan(two.mentor, moved, slot(90), revision=2)).status_code == 200
    assert (await two.cancel(two.mentee, cancelled)).status_code == 200
    await two.town.carry()
    for caller in (two.mentee, two.mentor):
        assert "MeetingSoon" not in await caller.notices()
        assert await _unread(caller, "MeetingSoon") == 0


async def test_a_proposal_that_was_answered_is_no_news_any_more(two: Two) -> None:
    chosen = slot(48)
    meeting_id = await two.proposed(chosen)
    assert await _unread(two.mentor, "MeetingProposed") == 1
    await two.confirm(two.mentor, meeting_id, chosen["startsAt"])
    assert await _unread(two.mentor, "MeetingProposed") == 0
    await two.town.run(
        "update meeting set starts = array[now() - interval '1 hour'], revision = 1, state = 'proposed' where id = $1",
        meeting_id,
    )
    assert await _unread(two.mentor, "MeetingProposed") == 0


async def test_notices_of_a_blocked_member_vanish(two: Two) -> None:
    await two.proposed()
    await two.mentor.put(f"/v1/blocks/{two.mentee.id}")
    kinds = [notice["kind"] for notice in (await two.mentor.get("/v1/notices")).json()["items"]]
    assert "MeetingProposed" not in kinds


async def test_who_has_not_said_how_it_went_is_asked_once(two: Two, db: Database) -> None:
    said, silent, long_ago = [await two.begun(timedelta(hours=hours)) for hours in (2, 4, 40)]
    await two.say(two.mentee, said, "came")
    for _ in range(2):
        await db.transact(reminders.ask_how_it_went)
    asked = await two.town.rows(
        "select recipient_id::text, event_id::text from outbox "
        "where kind = 'AttendanceAsked' and facts ->> 'tandemId' = $1",
        two.tandem_id,
    )
    assert Counter(map(tuple, asked)) == Counter(
        [(two.mentor.id, said), (two.mentee.id, silent), (two.mentor.id, silent)]
    )
    assert long_ago not in {event for _, event in asked}
    await two.say(two.mentor, said, "came")
    assert await _unread(two.mentor, "AttendanceAsked") == 1


async def test_who_is_said_to_have_been_absent_is_told_and_may_answer(two: Two) -> None:
    meeting_id = await two.begun()
    await two.say(two.mentee, meeting_id, "other_absent")
    assert await _unread(two.mentor, "AttendanceDoubted") == 1
    await two.say(two.mentor, meeting_id, "came")
    assert await _unread(two.mentor, "AttendanceDoubted") == 0


async def _shift(two: Two, meeting_id: str, hours: float) -> None:
    """The meeting begins so many hours from now, and was confirmed long before."""
    await two.town.run(
        "update meeting set starts_at = now() + $2::interval, ends_at = now() + $2::interval + interval '1 hour', "
        "confirmed_at = now() - interval '7 days' where id = $1",
        meeting_id,
        timedelta(hours=hours),
    )


async def _count(two: Two, kind: str) -> int:
    """How many notices of this kind their tandem has been told."""
    return int(
        await two.town.value(
            "select count(*) from outbox where kind = $1 and facts ->> 'tandemId' = $2", kind, two.tandem_id
        )
    )


async def _unread(caller: Caller, kind: str) -> int:
    answer = await caller.get("/v1/notices")
    return sum(notice["kind"] == kind and not notice["read"] for notice in answer.json()["items"])
