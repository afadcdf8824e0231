"""The worker: carries the outbox to phones, and does what falls due."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import structlog

from app.cache import Cache
from app.carrier.carrier import Carrier
from app.carrier.model import Post
from app.db import Database
from app.jobs.service import keep_time
from app.jobs.timetable import Errands, timetable
from app.outbox.bell import listen
from app.photos.album import Album
from app.settings import Settings

log = structlog.get_logger("tandem.worker")

WORKER_CONNECTIONS = 10


async def work(post: Post, cache: Cache, album: Album, stopping: asyncio.Event) -> None:
    """Works until told to stop; what is under way is finished first."""
    carrier = Carrier(post)
    jobs = timetable(Errands(post.db, cache, album))
    listening = asyncio.create_task(listen(cache, carrier.wake))
    try:
        await asyncio.gather(carrier.work(stopping), keep_time(post.db, jobs, stopping))
    finally:
        listening.cancel()


async def run_worker(
    settings: Settings, post_of: Callable[[Settings, Database], AbstractAsyncContextManager[Post]]
) -> None:
    """The worker's process, until SIGTERM or Ctrl-C."""
    stopping = asyncio.Event()
    for stop in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(stop, stopping.set)
    db, cache = Database(settings.database_url, WORKER_CONNECTIONS), Cache(settings.redis_url)
    await db.open()
    try:
        async with post_of(settings, db) as post:
            log.info("worker started")
            await work(post, cache, Album(settings), stopping)
            log.info("worker stopped")
    finally:
        await cache.close()
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
        web_origin=settings.web_origin or None,
    )
    try:
        yield Post(db, sender)
    finally:
        await sender.close()
