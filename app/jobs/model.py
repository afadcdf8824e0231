"""Scheduled jobs, and their runs as the store returns them."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import msgspec

from app.db import Connection

# A Thursday at midnight, UTC.
MIDNIGHT = datetime.fromisoformat("2026-01-01T00:00:00+00:00")


class Story(msgspec.Struct, frozen=True):
    """A job told in its slot's own transaction: done exactly once. It returns how many things it did."""

    name: str
    every: timedelta
    tell: Callable[[Connection], Awaitable[int]]
    since: datetime = MIDNIGHT


class Errand(msgspec.Struct, frozen=True):
    """A job of many transactions, each harmless to repeat: begun again if its worker dies."""

    name: str
    every: timedelta
    run: Callable[[], Awaitable[int]]
    since: datetime = MIDNIGHT


Job = Story | Errand


class LatestRun(msgspec.Struct, frozen=True):
    """The latest slot of a job, and the latest that was done."""

    job: str
    slot: datetime
    missed: int
    attempts: int
    failure: str | None
    running: bool
    done_at: datetime | None
    seconds: float | None
    done: int | None
