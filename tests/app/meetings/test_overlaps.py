"""Nobody is in two meetings at once, however many book at once."""

import asyncio
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from app.db import Connection, Database
from tests.app.meetings.tandem import Two, slot
from tests.people import Caller, Town

# Two days of half hours: far more meetings are asked for than fit.
PLACES = 96


class Offer(NamedTuple):
    """A slot that a mentee proposed, and the mentor who is to confirm it."""

    meeting_id: UUID
    tandem_id: UUID
    mentor: Caller
    starts_at: datetime

    @property
    def path(self) -> str:
        return f"/v1/tandems/{self.tandem_id}/meetings/{self.meeting_id}/confirmation"


async def test_two_hundred_bookings_at_once_never_overlap(town: Town) -> None:
    await _book_all_at_once(town, await _offers(town, mentees=8, mentors=5, each=5))


@pytest.mark.campaign
async def test_two_thousand_bookings_at_once_never_overlap(town: Town) -> None:
    offers = await _offers(town, mentees=20, mentors=10, each=10)
    assert len(offers) == 2_000
    await _book_all_at_once(town, offers)


async def test_the_checker_sees_what_check_then_insert_does(town: Town, db: Database) -> None:
    offers = await _offers(town, mentees=1, mentors=1, each=8, places=1)
    constraint = await town.value(
        "select pg_get_constraintdef(oid) from pg_constraint where conname = 'booking_overlap'"
    )
    await town.run("alter table booking drop constraint booking_overlap")
    looked = asyncio.Barrier(len(offers))
    try:
        async with asyncio.TaskGroup() as group:
            for offer in offers:
                group.create_task(db.transact(_check_then_insert, offer, looked))
        assert await _overlaps(town) > 0
    finally:
        await town.run("delete from meeting where id = any($1)", [offer.meeting_id for offer in offers])
        await town.run(f"alter table booking add constraint booking_overlap {constraint}")


async def test_neighbours_do_not_overlap_and_a_cancelled_meeting_frees_the_time(town: Town) -> None:
    mentor = await town.mentor()
    one, other = await Two.form(town, mentor=mentor), await Two.form(town, mentor=mentor)
    first = await one.confirmed(slot(24, 60))
    await other.confirmed(slot(25, 60))
    same = slot(24.5, 30)
    meeting_id = await other.proposed(same)
    answer = await other.confirm(mentor, meeting_id, same["startsAt"])
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:meeting-overlaps")
    assert (await other.read(mentor, meeting_id))["state"] == "proposed"
    await one.cancel(one.mentee, first)
    assert (await other.confirm(mentor, meeting_id, same["startsAt"])).status_code == 200


async def test_the_database_itself_refuses_an_overlap(town: Town) -> None:
    two = await Two.form(town)
    await two.confirmed(slot(24))
    meeting_id = await two.proposed(slot(24.5))
    with pytest.raises(asyncpg.ExclusionViolationError):
        await town.run(
            "update meeting set state = 'confirmed', starts_at = starts[1], ends_at = starts[1] + interval '1 hour', "
            "confirmed_at = now() where id = $1",
            meeting_id,
        )


async def _book_all_at_once(town: Town, offers: list[Offer]) -> None:
    answers = await asyncio.gather(*map(_book, offers))
    counts = Counter(answer.status_code for answer in answers)
    assert set(counts) == {200, 409}
    for answer in answers:
        assert answer.status_code == 200 or answer.json()["type"] == "urn:tandem:meeting-overlaps"
    assert await _confirmed(town, offers) == counts[200]
    assert await _overlaps(town) == 0
    assert await _needlessly_refused(town, offers) == 0


async def _book(offer: Offer) -> httpx.Response:
    """As a phone does: while the service is too busy to answer, the same call again."""
    while True:
        answer = await offer.mentor.put(offer.path, {"startsAt": offer.starts_at.isoformat()})
        if answer.status_code != 503:
            return answer
        await asyncio.sleep(int(answer.headers["retry-after"]))


async def _overlaps(town: Town) -> int:
    """How many pairs of one person's confirmed meetings overlap, told by the meetings alone."""
    return int(
        await town.value(
            """
            with attended as (
                select meeting.id, person, starts_at, ends_at
                from meeting join tandem on tandem.id = tandem_id, unnest(array[mentee_id, mentor_id]) as person
                where meeting.state = 'confirmed'
            )
            select count(*) from attended as one join attended as other using (person)
            where one.id < other.id and one.starts_at < other.ends_at and other.starts_at < one.ends_at
            """
        )
    )


async def _confirmed(town: Town, offers: list[Offer]) -> int:
    """How many of them are confirmed, and booked for both."""
    return int(
        await town.value(
            """
            select count(*) from meeting
            where id = any($1) and state = 'confirmed'
                and (select count(*) from booking where booking.meeting_id = meeting.id) = 2
            """,
            [offer.meeting_id for offer in offers],
        )
    )


async def _needlessly_refused(town: Town, offers: list[Offer]) -> int:
    """How many slots were refused though both were free."""
    return int(
        await town.value(
            """
            select count(*) from meeting join tandem on tandem.id = tandem_id
            where meeting.id = any($1) and meeting.state = 'proposed' and not exists (
                select from booking
                where member_id in (mentee_id, mentor_id)
                    and during && tstzrange(starts[1], starts[1] + minutes[1] * interval '1 minute')
            )
            """,
            [offer.meeting_id for offer in offers],
        )
    )


async def _check_then_insert(connection: Connection, offer: Offer, looked: asyncio.Barrier) -> None:
    """What must not be done: whoever looks sees nothing of those who look at the same time."""
    taken = await connection.fetchval(
        "select exists (select from booking where member_id = $1 and during @> $2::timestamptz)",
        offer.mentor.id,
        offer.starts_at,
    )
    await looked.wait()
    if not taken:
        await connection.execute(
            "update meeting set state = 'confirmed', starts_at = starts[1], ends_at = starts[1] + interval '1 hour', "
            "confirmed_at = now() where id = $1",
            offer.meeting_id,
        )


async def _offers(town: Town, *, mentees: int, mentors: int, each: int, places: int = PLACES) -> list[Offer]:
    """Every mentee proposes to every mentor, `each` meetings that begin at random."""
    pick = random.Random(2026)
    asking, asked = [await town.mentee() for _ in range(mentees)], [await town.mentor() for _ in range(mentors)]
    noon = (datetime.now(UTC) + timedelta(days=7)).replace(hour=12, minute=0, second=0, microsecond=0)
    offers = []
    for mentor in asked:
        for mentee in asking:
            tandem_id = await _tandem(town, mentee, mentor)
            starts = [noon + timedelta(minutes=30 * pick.randrange(places)) for _ in range(each)]
            offers += [Offer(uuid4(), tandem_id, mentor, start) for start in starts]
    await town.run(
        """
        insert into meeting (id, tandem_id, proposed_by, kind, zone, starts, minutes)
        select id, tandem_id, 'mentee', 'phone', 'Europe/Paris', array[starts_at], array[60]
        from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) as offer (id, tandem_id, starts_at)
        """,
        [offer.meeting_id for offer in offers],
        [offer.tandem_id for offer in offers],
        [offer.starts_at for offer in offers],
    )
    pick.shuffle(offers)
    return offers


async def _tandem(town: Town, mentee: Caller, mentor: Caller) -> UUID:
    await town.run("insert into pair (mentee_id, mentor_id) values ($1, $2)", mentee.id, mentor.id)
    tandem_id: UUID = await town.value(
        "insert into tandem (mentee_id, mentor_id, programme_id) "
        "select id, $2, programme_id from member where id = $1 returning id",
        mentee.id,
        mentor.id,
    )
    return tandem_id
