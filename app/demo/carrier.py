"""In the demo, pushes go to the terminal."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from app.db import Database
from app.settings import Settings
from app.worker import Post
from push.console import ConsoleSender
from push.model import Device

# Most demo people have no phone: their pushes are shown all the same.
NO_PHONE = Device("no phone", "token", "none", "web", "fr", datetime(2026, 1, 1, tzinfo=UTC))


@asynccontextmanager
async def demo_post(_: Settings, db: Database) -> AsyncIterator[Post]:
    """Notices are printed, also those of members without a phone."""
    sender = ConsoleSender(lambda line: print(line, flush=True))
    try:
        yield Post(db, sender, stand_in=NO_PHONE)
    finally:
        await sender.close()
