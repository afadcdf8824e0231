"""In the demo, pushes go to the terminal."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from app.carrier.model import Post
from app.db import Database
from app.notices.manners import Choice
from app.settings import Settings
from push.console import ConsoleSender
from push.model import Device

# Most demo people have no phone: their pushes are shown all the same.
MANY = 1_000_000
NO_PHONE = Device("no phone", "token", "none", "web", "fr", datetime(2026, 1, 1, tzinfo=UTC))


@asynccontextmanager
async def demo_post(_: Settings, db: Database) -> AsyncIterator[Post]:
    """Notices are printed, also those of members without a phone."""
    sender = ConsoleSender(lambda line: print(line, flush=True))
    try:
        # Whoever tries the demo at night, or does a day's work in a minute, sees what comes of it at once.
        yield Post(db, sender, stand_in=NO_PHONE, usual=Choice(quiet=None), most_a_day=MANY)
    finally:
        await sender.close()
