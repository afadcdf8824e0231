"""Calendars as they are sent."""

from datetime import datetime

from app.wire import Sent


class CalendarAddress(Sent, frozen=True):
    """Where a calendar app reads the caller's meetings. Shown once: whoever has it reads them."""

    url: str
    made_at: datetime


class CalendarState(Sent, frozen=True):
    """Since when there is such an address; null if there is none."""

    made_at: datetime | None
