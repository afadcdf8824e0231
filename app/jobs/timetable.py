"""What falls due, and when (UTC). What it tells members waits for their waking hours like any other notice."""

from datetime import datetime, timedelta
from functools import partial

import msgspec

from app.audit import service as audit
from app.cache import Cache
from app.db import Connection, Database
from app.delays import service as delays
from app.delays import store as promises
from app.feedback import service as feedback
from app.figures import service as figures
from app.imports import service as imports
from app.imports import store as imported
from app.jobs import store
from app.jobs.model import Errand, Job, Story
from app.meetings import reminders
from app.members import store as members
from app.messages import store as messages
from app.outbox import store as outbox
from app.outcomes import service as outcomes
from app.photos import service as photos
from app.photos.album import Album
from app.programmes import store as programmes
from app.proposals import service as proposals
from app.proposals.cohorts import store as cohorts
from app.pulses import service as pulses
from app.requests import service as requests
from app.sanctions import upkeep as sanctions
from app.stalls import service as stalls
from app.structures import store as structures
from app.sync import service as sync
from app.verifications import service as verifications

REMINDED_BEFORE = timedelta(days=3)
UNUSED = timedelta(days=2 * 365)
WARNED_DAYS = 30
ERASED_AT_ONCE = 100
RENEWED_WITHIN_DAYS = 60
# Promises of older months are settled.
COUNTED_MONTHS = 3

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
NINE, TEN = (datetime.fromisoformat(f"2026-01-01T{hour}:00+00:00") for hour in ("09:00", "10:00"))
TUESDAY = datetime.fromisoformat("2026-01-06T08:00+00:00")


class Errands(msgspec.Struct, frozen=True):
    """What errands need."""

    db: Database
    cache: Cache
    album: Album


def timetable(errands: Errands) -> list[Job]:
    return [
        Errand("expire-requests", timedelta(seconds=30), partial(_expire_requests, errands)),
        Errand("expire-proposals", timedelta(seconds=30), partial(proposals.expire_overdue, errands.db)),
        Story("remind-of-requests", HOUR, lambda connection: store.remind_of_requests(connection, REMINDED_BEFORE)),
        Story("remind-of-meetings", timedelta(minutes=5), reminders.remind),
        Story("ask-how-meetings-went", timedelta(minutes=10), reminders.ask_how_it_went),
        Errand("ask-pulses", HOUR, partial(pulses.ask, errands.db)),
        Errand("ask-feedback", HOUR, partial(feedback.ask, errands.db)),
        Errand("remind-of-feedback", HOUR, partial(feedback.remind, errands.db)),
        Errand("ask-outcomes", HOUR, partial(outcomes.ask, errands.db)),
        Errand("watch-tandems", HOUR, partial(stalls.watch, errands.db)),
        Story("tell-of-new-cards", WEEK, store.tell_of_new_cards, TUESDAY),
        Story("warn-unused-accounts", DAY, _warn_unused_accounts, NINE),
        Errand("erase-unused-accounts", DAY, partial(_erase_unused_accounts, errands), TEN),
        Errand("go-on-with-imports", timedelta(seconds=5), partial(imports.go_on, errands.db)),
        Errand("go-on-with-cohorts", timedelta(seconds=5), partial(_go_on_with_cohorts, errands)),
        Errand("keep-sanctions", timedelta(seconds=30), partial(sanctions.keep, errands.db)),
        Story("lapse-honesty-checks", HOUR, verifications.lapse),
        Errand("discard-photos", timedelta(seconds=30), partial(_discard_photos, errands)),
        Story("apply-rules", timedelta(minutes=10), programmes.apply_rules),
        Story("escalate-promises", HOUR, delays.escalate),
        Story("count-promises", DAY, lambda connection: promises.count_months(connection, COUNTED_MONTHS)),
        Errand("compute-figures", HOUR, partial(figures.compute, errands.db)),
        Story("remind-of-agreements", DAY, _remind_of_agreements),
        Story("anchor-audit", HOUR, audit.anchor),
        Story("forget-ripples", DAY, sync.forget_ripples),
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


async def _go_on_with_cohorts(errands: Errands) -> int:
    async with errands.db.connection() as connection:
        if not await cohorts.are_under_way(connection):
            return 0
    # As above: arrays, which most workers never need.
    from app.proposals.cohorts import service  # noqa: PLC0415

    return await service.go_on(errands.db)


async def _discard_photos(errands: Errands) -> int:
    done = 0
    while discarded := await photos.discard_leftovers(errands.db, errands.album):
        done += discarded
    return done


async def _remind_of_agreements(connection: Connection) -> int:
    return len(await structures.remind_of_agreements(connection, RENEWED_WITHIN_DAYS))


async def _purge(connection: Connection) -> int:
    await store.purge_departures(connection)
    await imported.purge_imports(connection)
    await cohorts.purge_cohorts(connection)
    await messages.purge_tickets(connection)
    await members.purge_bars(connection)
    return await outbox.purge_notices(connection) + await store.purge_runs(connection)
