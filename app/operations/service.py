"""Whether the service can do its work, and how it is doing."""

from app.audit import store as audit
from app.db import Connection, Database
from app.decks.service import Table
from app.delays import store as delays
from app.delays.model import WORKING_DAYS
from app.errors import DependencyDown
from app.jobs import store as jobs
from app.migrations import is_current
from app.outbox import store as outbox
from app.structures import store as structures
from app.telemetry import (
    AGREEMENTS_ENDING,
    AUDIT_SEQUENCE,
    CONNECTIONS,
    JOB_DONE_AT,
    JOB_FAILING,
    JOB_SECONDS,
    MARKET,
    NOTICES,
    OLDEST_NOTICE,
    PROMISES_OVERDUE,
    SNAPSHOT_AGE,
    SNAPSHOT_BYTES,
)


async def is_ready(db: Database) -> bool:
    try:
        async with db.connection() as connection:
            return await is_current(connection)
    except DependencyDown:
        return False


async def gauge(db: Database, table: Table) -> None:
    """Brings the gauges up to date; with Postgres away the last figures stand."""
    busy, opened = db.busy
    CONNECTIONS.labels("busy").set(busy)
    CONNECTIONS.labels("open").set(opened)
    for side, members in table.market.sizes().items():
        MARKET.labels(side).set(members)
    SNAPSHOT_AGE.set(table.market.age())
    SNAPSHOT_BYTES.set(table.market.bytes())
    try:
        async with db.connection() as connection:
            counts = await outbox.count_notices(connection)
            runs = await jobs.latest_runs(connection)
            await _gauge_staff(connection)
    except DependencyDown:
        return
    OLDEST_NOTICE.set(0)
    for count in counts:
        NOTICES.labels(count.state).set(count.notices)
        if count.state == "waiting":
            OLDEST_NOTICE.set(max(count.age, 0))
    for run in runs:
        JOB_FAILING.labels(run.job).set(run.failure is not None)
        if run.done_at is not None:
            JOB_DONE_AT.labels(run.job).set(run.done_at.timestamp())
            JOB_SECONDS.labels(run.job).set(run.seconds or 0)


async def _gauge_staff(connection: Connection) -> None:
    overdue = dict(await delays.count_overdue(connection))
    for kind in WORKING_DAYS:
        PROMISES_OVERDUE.labels(kind).set(overdue.get(kind, 0))
    AGREEMENTS_ENDING.set(await structures.count_ending(connection))
    if head := await audit.head(connection):
        AUDIT_SEQUENCE.set(head.sequence)
