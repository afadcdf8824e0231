"""The worker: carries the outbox to phones, and does what falls due."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta

import msgspec
import structlog

from app.db import Connection, Database
from app.devices import store as devices
from app.devices.model import RegisteredDevice
from app.errors import DependencyDown
from app.outbox import store as outbox
from app.outbox.model import Claimed
from app.requests import service as requests
from app.settings import Settings
from push.model import Device, Notice, Receipt, Sender

log = structlog.get_logger("tandem.worker")

CLAIMED = 50
# Longer than any send may take (15 s, once retried); after a crash a notice waits this long at most.
LEASE = timedelta(seconds=60)
POLL_SECONDS = 0.25
EXPIRE_SECONDS = 30.0
PURGE_SECONDS = 3600.0
REST_SECONDS = 2.0
WORKER_CONNECTIONS = 10

COLLAPSE = {"RequestReceived": "request", "RequestClosed": "request", "TandemFormed": "tandem"}


class Post(msgspec.Struct, frozen=True):
    """What carrying needs; `stand_in` is told instead of a member without a phone (in the demo)."""

    db: Database
    sender: Sender
    stand_in: Device | None = None


async def work(post: Post, stopping: asyncio.Event) -> None:
    """Works until told to stop; what is under way is finished first."""
    await asyncio.gather(
        _again(stopping, POLL_SECONDS, lambda: _carry_all(post, stopping)),
        _again(stopping, EXPIRE_SECONDS, lambda: _expire(post.db)),
        _again(stopping, PURGE_SECONDS, lambda: _purge(post.db)),
    )


async def carry(post: Post) -> int:
    """Sends the notices that are due, marks each after its send, and returns how many there were."""
    async with post.db.connection() as connection:
        claimed = await outbox.claim_notices(connection, CLAIMED, LEASE)
        if not claimed:
            return 0
        moot = await outbox.moot_notices(connection, [notice.id for notice in claimed])
        phones = await devices.devices_of(connection, {notice.recipient_id for notice in claimed})
    await asyncio.gather(
        *(
            _drop(post.db, notice) if notice.id in moot else _tell(post, notice, phones.get(notice.recipient_id, []))
            for notice in claimed
        )
    )
    return len(claimed)


async def _carry_all(post: Post, stopping: asyncio.Event) -> None:
    while await carry(post) == CLAIMED and not stopping.is_set():
        pass


async def _drop(db: Database, claimed: Claimed) -> None:
    async with db.connection() as connection:
        await outbox.settle_notice(connection, claimed.id, "dropped", "no longer news")


async def _tell(post: Post, claimed: Claimed, phones: Sequence[RegisteredDevice]) -> None:
    notice = Notice(
        id=str(claimed.id),
        kind=claimed.kind,
        facts=msgspec.json.decode(claimed.facts, type=dict[str, str | int]),
        expires_at=claimed.expires_at,
        collapse=COLLAPSE.get(claimed.kind),
    )
    to_tell = [_device(phone) for phone in phones if phone.id not in claimed.told]
    if not phones and post.stand_in is not None:
        to_tell = [post.stand_in]
    receipts = await asyncio.gather(*(post.sender.send(device, notice, claimed.attempts) for device in to_tell))
    async with post.db.connection() as connection:
        for receipt in receipts:
            await _mind_device(connection, claimed, receipt)
        await _mark(connection, claimed, receipts)


def _device(phone: RegisteredDevice) -> Device:
    return Device(phone.id, phone.kind, phone.value, phone.platform, phone.locale, phone.registered_at, phone.doubted)


async def _mind_device(connection: Connection, claimed: Claimed, receipt: Receipt) -> None:
    if receipt.alert:
        log.error("push needs a look", reason=receipt.reason, fate=receipt.fate, notice=str(claimed.id))
    if receipt.fate == "retired":
        gone_at = receipt.sent_at or datetime.now(UTC)
        await devices.retire_device(connection, claimed.recipient_id, receipt.device_id, gone_at)
    elif receipt.fate in ("sent", "doubted"):
        doubted = receipt.fate == "doubted"
        await devices.doubt_device(connection, claimed.recipient_id, receipt.device_id, doubted)


async def _mark(connection: Connection, claimed: Claimed, receipts: Sequence[Receipt]) -> None:
    later = [receipt for receipt in receipts if receipt.fate in ("retry", "parked") and receipt.retry_at]
    if later:
        soonest = min(later, key=lambda receipt: receipt.retry_at or claimed.expires_at)
        wait = (soonest.retry_at or claimed.expires_at) - datetime.now(UTC)
        told = {receipt.device_id for receipt in receipts if receipt not in later} | set(claimed.told)
        await outbox.postpone_notice(connection, claimed.id, max(wait, timedelta(0)), soonest.reason, sorted(told))
        return
    fates = {receipt.fate for receipt in receipts}
    reason = receipts[0].reason if receipts else "no device"
    if fates and fates <= {"dead"}:
        await outbox.settle_notice(connection, claimed.id, "dead", reason)
    elif fates and fates <= {"expired"} and not claimed.told:
        await outbox.settle_notice(connection, claimed.id, "dropped", reason)
    else:
        await outbox.settle_notice(connection, claimed.id, "sent", reason)


async def _expire(db: Database) -> None:
    while expired := await requests.expire_overdue(db):
        log.info("requests expired", requests=expired)


async def _purge(db: Database) -> None:
    async with db.connection() as connection:
        await outbox.purge_notices(connection)


async def _again(stopping: asyncio.Event, every: float, job: Callable[[], Awaitable[None]]) -> None:
    while not stopping.is_set():
        began = time.monotonic()
        rest = every
        try:
            await job()
        except DependencyDown as error:
            log.warning("waiting for a dependency", dependency=error.dependency)
            rest = max(every, REST_SECONDS)
        except Exception:
            # One poisoned notice or job must not stop the others; its lease brings it back, counted.
            log.exception("job failed")
            rest = max(every, REST_SECONDS)
        wait = max(0.0, rest - (time.monotonic() - began))
        try:
            await asyncio.wait_for(stopping.wait(), wait)
        except TimeoutError:
            continue


async def run_worker(
    settings: Settings, post_of: Callable[[Settings, Database], AbstractAsyncContextManager[Post]]
) -> None:
    """The worker's process, until SIGTERM or Ctrl-C."""
    stopping = asyncio.Event()
    for stop in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(stop, stopping.set)
    db = Database(settings.database_url, WORKER_CONNECTIONS)
    await db.open()
    try:
        async with post_of(settings, db) as post:
            log.info("worker started")
            await work(post, stopping)
            log.info("worker stopped")
    finally:
        await db.close()


@asynccontextmanager
async def production_post(settings: Settings, db: Database) -> AsyncIterator[Post]:
    """Notices go to phones, by FCM."""
    # Firebase's library takes a second to import, which the demo need not wait for.
    from push.fcm import FcmSender  # noqa: PLC0415
    from push.tokens import google_tokens  # noqa: PLC0415

    sender = FcmSender(
        project=settings.firebase_project_id,
        tokens=google_tokens(settings.google_application_credentials),
        url=settings.fcm_url,
    )
    try:
        yield Post(db, sender)
    finally:
        await sender.close()
