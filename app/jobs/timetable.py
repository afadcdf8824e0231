"""What falls due, and when (UTC). What it tells members waits for their waking hours like any other notice."""

from datetime import datetime, timedelta
from functools import partial

import msgspec

from app.cache import Cache
from app.db import Connection, Database
from app.jobs import store
from app.jobs.model import Errand, Job, Story
from app.outbox import store as outbox
from app.requests import service as requests

REMINDED_BEFORE = timedelta(days=3)
UNUSED = timedelta(days=2 * 365)
WARNED_DAYS = 30
ERASED_AT_ONCE = 100

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
NINE, TEN = (datetime.fromisoformat(f"2026-01-01T{hour}:00+00:00") for hour in ("09:00", "10:00"))
TUESDAY = datetime.fromisoformat("2026-01-06T08:00+00:00")


class Errands(msgspec.Struct, frozen=True):
    """What errands need."""

    db: Database
    cache: Cache


def timetable(errands: Errands) -> list[Job]:
    return [
        Errand("expire-requests", timedelta(seconds=30), partial(_expire_requests, errands)),
        Story("remind-of-requests", HOUR, lambda connection: store.remind_of_requests(connection, REMINDED_BEFORE)),
        Story("tell-of-new-cards", WEEK, store.tell_of_new_cards, TUESDAY),
        Story("warn-unused-accounts", DAY, _warn_unused_accounts, NINE),
        Errand("erase-unused-accounts", DAY, partial(_erase_unused_accounts, errands), TEN),
        Story("purge", HOUR, _purge),
    ]


async def _expire_requests(errands: Errands) -> int:
    done = 0
    while expired := await requests.expire_overdue(errands.db):
        done += expired
    return done


async def _warn_unused_accounts(connection: Connection) -> int:
    return await store.warn_unused_accounts(connection, UNUSED, WARNED_DAYS)


async def _erase_unused_accounts(errands: Errands) -> int:
    # It knows the decks, whose arrays take a second to import: too long for every start of a worker.
    from app.privacy import service as privacy  # noqa: PLC0415

    done = 0
    while uids := await _unused(errands.db):
        erased = [await privacy.erase_unused(errands.db, errands.cache, uid) for uid in uids]
        done += sum(erased)
        if not all(erased):  # somebody came back meanwhile: the next slot looks again
            break
    return done


async def _unused(db: Database) -> list[str]:
    async with db.connection() as connection:
        return await store.unused_accounts(connection, UNUSED, WARNED_DAYS, ERASED_AT_ONCE)


async def _purge(connection: Connection) -> int:
    await store.purge_departures(connection)
    return await outbox.purge_notices(connection) + await store.purge_runs(connection)
