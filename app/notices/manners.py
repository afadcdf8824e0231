"""When a member may be pushed to: quiet hours, the daily digest, never more than four that could have waited."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo

import msgspec

from push.kinds import Category

Manner = Literal["immediate", "digest", "never"]

CATEGORIES: tuple[Category, ...] = get_args(Category)
# One zone: the structures and their members are in it.
ZONE_NAME = "Europe/Paris"
ZONE = ZoneInfo(ZONE_NAME)
DIGEST_AT = time(18)
# Of those that do not wake, in one day of the calendar.
MOST_A_DAY = 4


class QuietHours(msgspec.Struct, frozen=True):
    """By the clock on the wall, over midnight if they end before they begin; none at all where both are equal."""

    start: time
    end: time

    def hold(self, moment: time) -> bool:
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


NIGHT = QuietHours(time(22), time(8))


class Choice(msgspec.Struct, frozen=True):
    """How a member wishes to be told."""

    quiet: QuietHours | None = NIGHT
    digest: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()

    def manner_of(self, category: str) -> Manner:
        if category in self.never:
            return "never"
        return "digest" if category in self.digest else "immediate"


def day_of(now: datetime) -> date:
    """The member's date."""
    return now.astimezone(ZONE).date()


def quiet_until(choice: Choice, now: datetime) -> datetime | None:
    """When the quiet hours end that it is now; None if it is none."""
    local = now.astimezone(ZONE)
    if choice.quiet is None or not choice.quiet.hold(local.time()):
        return None
    today = _on(local.date(), choice.quiet.end)
    return today if today > now else _on(local.date() + timedelta(days=1), choice.quiet.end)


def next_digest(choice: Choice, now: datetime) -> datetime:
    """When the next daily digest goes, which is not within the member's quiet hours."""
    at = _on(day_of(now), DIGEST_AT)
    if at <= now:
        at = _on(day_of(now) + timedelta(days=1), DIGEST_AT)
    return quiet_until(choice, at) or at


def digest_of_tomorrow(choice: Choice, now: datetime) -> datetime:
    """The first digest that counts for another day than today."""
    return next_digest(choice, _on(day_of(now) + timedelta(days=1), time()))


def _on(day: date, moment: time) -> datetime:
    # In the hour that summer time skips, or repeats, a time on the wall is two moments: the later one is past both.
    local = datetime.combine(day, moment, ZONE)
    return max(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
