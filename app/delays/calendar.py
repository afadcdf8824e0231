"""When a promise falls due: at the close of a working day in France."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

PARIS = ZoneInfo("Europe/Paris")
CLOSE = time(18)
DAY = timedelta(days=1)


def close_after(since: datetime, working_days: int) -> datetime:
    """The close of the last of so many working days, not counting the day itself."""
    day = since.astimezone(PARIS).date()
    while working_days:
        day += DAY
        working_days -= is_working_day(day)
    return datetime.combine(day, CLOSE, PARIS).astimezone(UTC)


def latest_before(now: datetime, working_days: int) -> datetime:
    """The latest close such that so many working days have closed since."""
    day = now.astimezone(PARIS).date()
    while close_after(_close(day), working_days) > now:
        day -= DAY
    return _close(day)


def is_working_day(day: date) -> bool:
    """Monday to Friday, but for the holidays of metropolitan France."""
    return day.weekday() < 5 and not is_holiday(day)


def is_holiday(day: date) -> bool:
    """Whether it is a holiday in metropolitan France."""
    return day in _holidays()


def _close(day: date) -> datetime:
    return datetime.combine(day, CLOSE, PARIS).astimezone(UTC)


@cache
def _holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("FR")
