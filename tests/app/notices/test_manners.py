"""Quiet hours and digests, on days of 23 and 25 hours too."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.notices.manners import (
    DIGEST_AT,
    NIGHT,
    ZONE,
    Choice,
    QuietHours,
    day_of,
    digest_of_tomorrow,
    next_digest,
    quiet_until,
)

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))
CLOCK = st.builds(time, st.integers(0, 23), st.integers(0, 59))
QUIET = st.builds(QuietHours, CLOCK, CLOCK).filter(lambda quiet: quiet.start != quiet.end)


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-20T21:59", None),
        ("2026-11-20T22:00", "2026-11-21T08:00"),
        ("2026-11-20T23:30", "2026-11-21T08:00"),
        ("2026-11-21T07:59", "2026-11-21T08:00"),
        ("2026-11-21T08:00", None),
    ],
)
def test_by_default_the_night_is_quiet(now: str, until: str | None) -> None:
    assert quiet_until(Choice(), paris(now)) == (paris(until) if until else None)


def test_the_night_in_which_summer_time_begins_is_an_hour_shorter_and_the_other_an_hour_longer() -> None:
    for evening, hours in (("2026-03-28T22:00", 9), ("2026-10-24T22:00", 11), ("2026-06-01T22:00", 10)):
        began = paris(evening).astimezone(UTC)
        until = quiet_until(Choice(), began)
        assert until is not None
        assert until - began == timedelta(hours=hours)
        assert until.astimezone(ZONE).time() == time(8)


def test_an_end_that_the_clock_skips_or_shows_twice_is_past_both() -> None:
    quiet = Choice(QuietHours(time(1), time(2, 30)))
    assert quiet_until(quiet, paris("2026-03-29T01:15")) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    for fold in (0, 1):
        again = paris("2026-10-25T02:15").replace(fold=fold)
        assert quiet_until(quiet, again) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@given(MOMENTS, QUIET)
def test_quiet_hours_end_within_a_day_and_are_over_then(now: datetime, quiet: QuietHours) -> None:
    choice = Choice(quiet)
    until = quiet_until(choice, now)
    assert (until is not None) == quiet.hold(now.astimezone(ZONE).time())
    if until is not None:
        assert now < until <= now + timedelta(hours=25)
        assert quiet_until(choice, until) is None


@given(MOMENTS, st.none() | QUIET)
def test_the_digest_goes_once_a_day_and_never_in_quiet_hours(now: datetime, quiet: QuietHours | None) -> None:
    choice = Choice(quiet)
    at, tomorrow = next_digest(choice, now), digest_of_tomorrow(choice, now)
    assert now < at <= now + timedelta(hours=49)
    assert quiet_until(choice, at) is None
    assert day_of(tomorrow) > day_of(now)
    if quiet is None:
        assert at.astimezone(ZONE).time() == DIGEST_AT


def test_who_wants_no_quiet_hours_has_none() -> None:
    assert quiet_until(Choice(quiet=None), paris("2026-11-20T03:00")) is None


def test_each_category_is_told_as_chosen() -> None:
    choice = Choice(NIGHT, frozenset({"requests"}), frozenset({"news"}))
    assert [choice.manner_of(category) for category in ("requests", "news", "tandems")] == [
        "digest", "never", "immediate",
    ]  # fmt: skip
