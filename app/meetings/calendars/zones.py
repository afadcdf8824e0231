"""Time zones as calendar files tell them (RFC 5545, 3.6.5)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

PARIS = "Europe/Paris"
# As a rule, for ever: Outlook wants it so.
_PARIS_RULE = """BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
_STEP = timedelta(days=1)
_AROUND = timedelta(days=370)


def timezone(name: str, first: datetime, last: datetime) -> Timezone:
    """The zone, right from `first` to `last`."""
    if name == PARIS:
        return Timezone.from_ical(_PARIS_RULE)  # type: ignore[return-value]
    zone, told = ZoneInfo(name), Timezone()
    told.add("tzid", name)
    begin = (first - _AROUND).astimezone(UTC)
    told.add_component(_observance(zone, begin, begin))
    for change in _changes(zone, begin, last + _AROUND):
        told.add_component(_observance(zone, change - timedelta(seconds=1), change))
    return told


def _observance(zone: ZoneInfo, before: datetime, after: datetime) -> TimezoneDaylight | TimezoneStandard:
    was, becomes = before.astimezone(zone).utcoffset(), after.astimezone(zone)
    told = TimezoneDaylight() if becomes.dst() else TimezoneStandard()
    # By the clock on the wall as it stood until then.
    told.add("dtstart", after.replace(tzinfo=None) + (was or timedelta()))
    told.add("tzname", becomes.tzname())
    told.add("tzoffsetfrom", was)
    told.add("tzoffsetto", becomes.utcoffset())
    return told


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> list[datetime]:
    """When the offset changes, in UTC; no zone changes it twice in a day."""
    changes, day = [], begin
    while day < end:
        if _offset(zone, day) != _offset(zone, day + _STEP):
            changes.append(_change_within(zone, day, day + _STEP))
        day += _STEP
    return changes


def _change_within(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()
