"""When slots are, and where."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from app.delays.calendar import PARIS, is_holiday
from app.errors import Invalid, Words
from app.introductions.model import Plan
from app.introductions.wire import ChangedSlot, NewSlots
from app.meetings.rules import FURTHEST, LATE, plan_of
from app.meetings.wire import NewMeeting, NewSlot

# Members book no later than they may call off without being late: an officer has the time to get ready.
LEAST_NOTICE = LATE
MOST_SLOTS = 200
WEEK = timedelta(days=7)


def place_of(new: ChangedSlot, structure_id: UUID, programme_id: UUID | None) -> Plan:
    """Where it is, by the rules of all meetings."""
    plan = plan_of(
        NewMeeting(
            kind=new.kind,
            slots=[NewSlot(new.starts_at, new.minutes)],
            place_kind=new.place_kind,
            place=new.place,
            link=new.link,
        )
    )
    return Plan(structure_id, programme_id, new.kind, plan.place_kind, plan.place, plan.link)


def start_of(new: ChangedSlot, now: datetime) -> datetime:
    """When it begins, on the minute."""
    start = new.starts_at.astimezone(UTC).replace(second=0, microsecond=0)
    if start <= now:
        raise Invalid(("startsAt", Words("choisissez un moment à venir", "choose a time that is still to come")))
    if start > now + FURTHEST:
        raise Invalid(("startsAt", Words("au plus tard dans six mois", "within six months at most")))
    return start


def starts_of(new: NewSlots, now: datetime) -> tuple[list[datetime], list[date]]:
    """When each slot begins, and the holidays left out: every week at the same time by the clock on the wall."""
    first = start_of(new, now).astimezone(PARIS)
    starts, holidays = [], []
    for day in _days(first.date(), new.until, now):
        if new.until is not None and is_holiday(day):
            holidays.append(day)
            continue
        begin = datetime.combine(day, first.timetz().replace(tzinfo=None), PARIS).astimezone(UTC)
        starts += [begin + place * timedelta(minutes=new.minutes) for place in range(new.count)]
    if len(starts) > MOST_SLOTS:
        raise Invalid(("until", Words("plus de 200 créneaux d'un coup", "more than 200 slots at once")))
    return starts, holidays


def _days(first: date, until: date | None, now: datetime) -> Iterator[date]:
    if until is None:
        yield first
        return
    if until > (now + FURTHEST).date():
        raise Invalid(("until", Words("au plus tard dans six mois", "within six months at most")))
    if until < first:
        raise Invalid(("until", Words("la fin précède le début", "it ends before it starts")))
    while first <= until:
        yield first
        first += WEEK
