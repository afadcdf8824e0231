"""Each slot of each job is done once, however many workers there are, and missed ones are caught up."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from app.cache import Cache
from app.db import Connection, Database
from app.jobs.model import Errand, Job, Story
from app.jobs.service import run_if_due
from app.jobs.timetable import Errands, timetable
from app.outbox.store import FIRST, LAST, SECOND, priority_of
from app.photos.album import Album
from push.kinds import KINDS, kind_of
from tests.people import Caller, Town

HOUR = timedelta(hours=1)


async def insert_one(connection: Connection) -> int:
    await connection.execute("insert into structure (code, name) values (substr(uuid_v7()::text, 1, 36), 'x')")
    return 1


@pytest.fixture
async def jobs(town: Town) -> AsyncIterator[dict[str, Job]]:
    """The timetable, by name."""
    cache = Cache(town.settings.redis_url)
    yield {job.name: job for job in timetable(Errands(town.db, cache, Album(town.settings)))}
    await cache.close()


async def kinds_told(town: Town, to: Caller) -> list[str]:
    rows = await town.rows("select kind from outbox where recipient_id = $1 order by id", to.id)
    return [row["kind"] for row in rows]


async def seen(town: Town, caller: Caller, ago: str) -> None:
    await town.run(f"update member set last_seen_at = now() - interval '{ago}' where id = $1", caller.id)


async def next_slot(town: Town, name: str) -> None:
    """As if the last slot had been the one before."""
    await town.run("update job_run set slot = slot - interval '1 day' where job = $1", name)


async def test_many_workers_do_a_slot_once(town: Town, db: Database) -> None:
    before = await town.value("select count(*) from structure")
    job = Story("insert", HOUR, insert_one)
    done = await asyncio.gather(*(run_if_due(db, job) for _ in range(8)))
    assert sorted(one or 0 for one in done) == [0] * 7 + [1]
    assert await town.value("select count(*) from structure") == before + 1
    assert await run_if_due(db, job) is None


async def test_slots_that_nobody_did_are_caught_up_by_one_run_that_counts_them(town: Town, db: Database) -> None:
    job = Story("insert", HOUR, insert_one)
    assert await run_if_due(db, job) == 1
    await town.run("update job_run set slot = slot - interval '5 hours'")
    assert await run_if_due(db, job) == 1
    assert await run_if_due(db, job) is None
    assert await town.value("select missed from job_run order by slot desc limit 1") == 4


async def test_a_story_that_fails_leaves_nothing_and_is_tried_again(town: Town, db: Database) -> None:
    failing = True

    async def tell(connection: Connection) -> int:
        await insert_one(connection)
        if failing:
            raise ValueError("no luck")
        return 1

    before = await town.value("select count(*) from structure")
    job = Story("flaky", HOUR, tell)
    with pytest.raises(ValueError, match="no luck"):
        await run_if_due(db, job)
    assert await town.value("select count(*) from structure") == before
    assert await town.value("select failure from job_run") == "ValueError('no luck')"
    assert await run_if_due(db, job) is None, "it rests"
    failing = False
    await town.run("update job_run set claimed_until = now() - interval '1 second'")
    assert await run_if_due(db, job) == 1
    assert [tuple(row) for row in await town.rows("select attempts, failure, done from job_run")] == [(2, None, 1)]


async def test_an_errand_whose_worker_died_is_begun_again_after_its_lease(town: Town, db: Database) -> None:
    ran: list[int] = []

    async def run() -> int:
        ran.append(1)
        if len(ran) == 1:
            raise asyncio.CancelledError
        return 1

    job = Errand("errand", HOUR, run)
    with pytest.raises(asyncio.CancelledError):
        await run_if_due(db, job)
    assert await run_if_due(db, job) is None, "the lease still runs"
    await town.run("update job_run set claimed_until = now() - interval '1 second'")
    assert await run_if_due(db, job) == 1


async def test_every_job_of_the_timetable_runs_on_an_empty_database(jobs: dict[str, Job], db: Database) -> None:
    assert {await run_if_due(db, job) for job in jobs.values()} == {0}


async def test_a_mentor_is_reminded_once_of_a_request_that_ends_soon(
    town: Town, db: Database, jobs: dict[str, Job]
) -> None:
    mentor, full = await town.mentor(), await town.mentor(capacity=1)
    soon, later, partner = [await town.mentee() for _ in range(3)]
    for mentee in (soon, later):
        await mentee.like(mentor)
    for mentee in (soon, partner):
        await mentee.like(full)
    await full.accept(partner)
    await town.run("update request set expires_at = now() + interval '2 days' where mentee_id = $1", soon.id)
    job = jobs["remind-of-requests"]
    assert await run_if_due(db, job) == 1
    await next_slot(town, job.name)
    assert await run_if_due(db, job) == 0
    assert (await kinds_told(town, mentor)).count("RequestExpiringSoon") == 1
    assert "RequestExpiringSoon" not in await kinds_told(town, full), "who cannot say yes is not pressed"


async def test_a_full_mentor_is_told_who_waits_when_a_seat_frees(town: Town) -> None:
    mentor = await town.mentor(capacity=1)
    partner, waiting = await town.mentee(), await town.mentee()
    for mentee in (partner, waiting):
        await mentee.like(mentor)
    await mentor.accept(partner)
    await partner.delete("/v1/me")
    assert (await kinds_told(town, mentor)).count("CapacityFreed") == 1
    [told] = [item for item in (await mentor.get("/v1/notices")).json()["items"] if item["kind"] == "CapacityFreed"]
    assert told["read"] is False
    await mentor.refuse(waiting)
    [told] = [item for item in (await mentor.get("/v1/notices")).json()["items"] if item["kind"] == "CapacityFreed"]
    assert told["read"] is True, "nobody waits any more"
    row = (
        await town.rows("select expires_at - created_at as horizon, priority from outbox where kind = 'CapacityFreed'")
    )[0]
    assert row["horizon"] == kind_of("CapacityFreed").horizon


async def test_a_mentor_who_raises_the_capacity_is_told_who_waits(town: Town) -> None:
    mentor = await town.mentor(capacity=1)
    partner, waiting = await town.mentee(), await town.mentee()
    for mentee in (partner, waiting):
        await mentee.like(mentor)
    await mentor.accept(partner)
    assert (await mentor.call("PATCH", "/v1/me", json={"capacity": 3})).status_code == 200
    assert (await kinds_told(town, mentor)).count("CapacityFreed") == 1


async def test_an_unused_account_is_warned_then_erased_unless_its_member_comes_back(
    town: Town, db: Database, jobs: dict[str, Job]
) -> None:
    gone, back, active = [await town.mentee() for _ in range(3)]
    for caller in (gone, back):
        await seen(town, caller, "705 days")
    warn, erase = jobs["warn-unused-accounts"], jobs["erase-unused-accounts"]
    assert await run_if_due(db, warn) == 2
    assert await kinds_told(town, gone) == ["AccountExpiring"]
    assert await kinds_told(town, active) == []
    assert await run_if_due(db, erase) == 0
    for caller in (gone, back):
        await seen(town, caller, "735 days")
    await town.run("update member set expiry_warned_at = now() - interval '31 days' where expiry_warned_at is not null")
    assert (await back.get("/v1/notices")).status_code == 200
    for job in (warn, erase):
        await next_slot(town, job.name)
    assert await run_if_due(db, warn) == 0
    assert await run_if_due(db, erase) == 1
    assert [(await caller.get("/v1/me")).status_code for caller in (gone, back, active)] == [404, 200, 200]


async def test_nobody_is_erased_without_a_warning(town: Town, db: Database, jobs: dict[str, Job]) -> None:
    forgotten = await town.mentee()
    await seen(town, forgotten, "2000 days")
    assert await run_if_due(db, jobs["erase-unused-accounts"]) == 0
    assert (await forgotten.get("/v1/me")).status_code == 200


async def test_a_mentee_who_stopped_looking_is_told_of_new_mentors(
    town: Town, db: Database, jobs: dict[str, Job]
) -> None:
    idle, busy, other = [await town.mentee() for _ in range(3)]
    mentor = await town.mentor()
    for mentee in (idle, busy, other):
        await mentee.dealt()
    await town.run("update deal set dealt_at = now() - interval '8 days'")
    await busy.like(mentor)
    await town.run("update member set sectors = '{K01}' where id = $1", other.id)
    assert await run_if_due(db, jobs["tell-of-new-cards"]) == 1
    assert await kinds_told(town, idle) == ["DeckRefreshed"]


async def test_settled_notices_and_old_runs_go_after_their_time(town: Town, db: Database, jobs: dict[str, Job]) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    await town.carry()
    job = jobs["purge"]
    assert await run_if_due(db, job) == 0
    await town.run("update outbox set settled_at = settled_at - interval '31 days'")
    await next_slot(town, job.name)
    assert await run_if_due(db, job) == 1
    assert await town.value("select count(*) from outbox") == 0


def test_what_sql_says_of_kinds_is_what_push_says() -> None:
    assert priority_of("RequestReceived") == FIRST == 0, "the default of the column"
    assert priority_of("CapacityFreed") == SECOND == 1, "as its trigger has it"
    assert {kind for kind in KINDS if priority_of(kind) == LAST} == {
        "DeckRefreshed",
        "StaffAnnouncement",
        "DailyDigest",
    }
