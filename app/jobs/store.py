"""Slots of jobs in Postgres, and the jobs that are one statement."""

from datetime import datetime, timedelta

from app.db import Connection
from app.jobs.model import Job, LatestRun
from app.outbox.store import priority_of
from app.sql import queries
from push.kinds import kind_of

Q = queries("jobs")


async def open_slot(connection: Connection, job: Job, lease: timedelta) -> datetime | None:
    """The present slot, if it is this worker's to do."""
    slot: datetime | None = await connection.fetchval(Q.open_slot, job.name, job.every, job.since, lease)
    return slot


async def end_slot(connection: Connection, job: Job, slot: datetime, done: int) -> None:
    await connection.execute(Q.end_slot, job.name, slot, done)


async def fail_slot(connection: Connection, job: Job, why: str, rest: timedelta) -> None:
    await connection.execute(Q.fail_slot, job.name, job.every, job.since, why, rest)


async def latest_runs(connection: Connection) -> list[LatestRun]:
    return [LatestRun(**row) for row in await connection.fetch(Q.latest_runs)]


async def purge_departures(connection: Connection) -> int:
    return _rows(await connection.execute(Q.purge_departures))


async def purge_runs(connection: Connection) -> int:
    return _rows(await connection.execute(Q.purge_runs))


async def remind_of_requests(connection: Connection, before: timedelta) -> int:
    return _rows(await connection.execute(Q.remind_of_requests, before, *_manner("RequestExpiringSoon")))


async def tell_of_new_cards(connection: Connection) -> int:
    return _rows(await connection.execute(Q.tell_of_new_cards, *_manner("DeckRefreshed")))


async def warn_unused_accounts(connection: Connection, unused: timedelta, days: int) -> int:
    warned: int = await connection.fetchval(Q.warn_unused_accounts, unused, days, *_manner("AccountExpiring"))
    return warned


async def unused_accounts(connection: Connection, unused: timedelta, days: int, limit: int) -> list[str]:
    return [row["uid"] for row in await connection.fetch(Q.unused_accounts, unused, days, limit)]


def _manner(kind: str) -> tuple[timedelta, int]:
    return kind_of(kind).horizon, priority_of(kind)


def _rows(status: str) -> int:
    return int(status.rpartition(" ")[2])
