"""When the slots of a series are."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from app.delays.calendar import PARIS
from app.errors import Invalid
from app.introductions.rules import starts_of
from app.introductions.wire import NewSlots

IN_MARCH = datetime(2027, 3, 1, 8, tzinfo=UTC)
IN_OCTOBER = datetime(2027, 10, 1, 8, tzinfo=UTC)


def series(starts_at: str, **how: Any) -> NewSlots:
    return msgspec.convert({"startsAt": starts_at, "minutes": 30, "kind": "phone"} | how, NewSlots)


def test_a_weekly_slot_keeps_its_hour_on_the_wall_as_summer_begins() -> None:
    starts, holidays = starts_of(series("2027-03-17T09:00:00+01:00", until="2027-04-07"), IN_MARCH)
    assert [start.isoformat() for start in starts] == [
        "2027-03-17T08:00:00+00:00",
        "2027-03-24T08:00:00+00:00",
        "2027-03-31T07:00:00+00:00",
        "2027-04-07T07:00:00+00:00",
    ]
    assert holidays == []


def test_and_as_it_ends() -> None:
    starts, _ = starts_of(series("2027-10-27T07:00:00Z", until="2027-11-03"), IN_OCTOBER)
    assert [start.astimezone(PARIS).hour for start in starts] == [9, 9]
    assert [start.hour for start in starts] == [7, 8]


def test_the_holidays_of_france_are_left_out_of_a_series() -> None:
    # Easter Monday, the first of May.
    mondays, easter = starts_of(series("2027-03-22T09:00:00+01:00", until="2027-04-05"), IN_MARCH)
    assert ([start.day for start in mondays], easter) == ([22, 5], [date(2027, 3, 29)])
    saturdays, may = starts_of(series("2027-04-24T09:00:00+02:00", until="2027-05-08"), IN_MARCH)
    assert ([start.day for start in saturdays], may) == ([24], [date(2027, 5, 1), date(2027, 5, 8)])


def test_slots_of_a_day_follow_each_other() -> None:
    starts, _ = starts_of(series("2027-03-17T09:00:00+01:00", count=3, until="2027-03-24"), IN_MARCH)
    assert [(start.day, start.hour, start.minute) for start in starts] == [
        (17, 8, 0), (17, 8, 30), (17, 9, 0), (24, 8, 0), (24, 8, 30), (24, 9, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"starts_at": "2027-02-28T09:00:00Z"}, "startsAt"),
        ({"starts_at": "2027-12-01T09:00:00Z"}, "startsAt"),
        ({"until": "2027-03-16"}, "until"),
        ({"until": "2027-12-01"}, "until"),
        ({"until": "9999-12-31"}, "until"),
        ({"count": 12, "until": "2027-08-25"}, "until"),
    ],
)
def test_a_series_is_to_come_and_has_an_end(how: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        starts_of(series(**{"starts_at": "2027-03-17T09:00:00+01:00"} | how), IN_MARCH)
    assert [name for name, _ in refused.value.fields] == [field]
