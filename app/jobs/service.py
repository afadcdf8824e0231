"""Keeps the timetable: each slot of each job is done once, however many workers there are. The clock is Postgres'."""

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import timedelta

import structlog

from app.db import Connection, Database
from app.errors import DependencyDown
from app.jobs import store
from app.jobs.model import Errand, Job, Story

log = structlog.get_logger("tandem.jobs")

# After a crash, or a failure, a slot waits this long.
LEASE = timedelta(seconds=120)
REST = timedelta(seconds=30)
# How often a worker asks whether a slot has begun, in parts of the time between two; and in seconds.
LOOKS = 6
SOONEST_LOOK, LATEST_LOOK = 1.0, 60.0
LONGEST_REASON = 200


async def keep_time(db: Database, jobs: Sequence[Job], stopping: asyncio.Event) -> None:
    """Does what falls due until told to stop; a job that is under way is finished first."""
    await asyncio.gather(*(_keep(db, job, stopping) for job in jobs))


async def run_if_due(db: Database, job: Job) -> int | None:
    """How many things the present slot did; None if it is done already, or another's. Raises what went wrong."""
    try:
        return await (db.transact(_tell, job) if isinstance(job, Story) else _run(db, job))
    except Exception as error:
        async with db.connection() as connection:
            await store.fail_slot(connection, job, repr(error)[:LONGEST_REASON], REST)
        raise


async def _keep(db: Database, job: Job, stopping: asyncio.Event) -> None:
    look = min(max(job.every.total_seconds() / LOOKS, SOONEST_LOOK), LATEST_LOOK)
    while not stopping.is_set():
        try:
            if done := await run_if_due(db, job):
                log.info("job done", job=job.name, done=done)
        except DependencyDown as down:
            log.warning("a job waits for a dependency", job=job.name, dependency=down.dependency)
        except Exception:
            # One job that fails must not stop the others; its slot is tried again.
            log.exception("job failed", job=job.name)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), look)


async def _tell(connection: Connection, job: Story) -> int | None:
    slot = await store.open_slot(connection, job, LEASE)
    if slot is None:
        return None
    done = await job.tell(connection)
    await store.end_slot(connection, job, slot, done)
    return done


async def _run(db: Database, job: Errand) -> int | None:
    async with db.connection() as connection:
        slot = await store.open_slot(connection, job, LEASE)
    if slot is None:
        return None
    done = await job.run()
    async with db.connection() as connection:
        await store.end_slot(connection, job, slot, done)
    return done
