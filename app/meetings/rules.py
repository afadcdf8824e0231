"""What may be proposed: when, where, by which link."""

from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

from app.errors import Invalid, Words
from app.meetings.model import Plan
from app.meetings.places import NOT_A_HOME, NOT_A_LINK, is_home, is_video_link
from app.meetings.wire import NewMeeting

FURTHEST = timedelta(days=183)
# Called off later than this, a meeting counts as late; moved, it would be called off unseen. mark_of says the same.
LATE = timedelta(hours=3)
MOST_OPEN = 20

_NEEDED = Words("à indiquer pour ce type de rencontre", "needed for this kind of meeting")
_UNNEEDED = Words("à ne pas indiquer pour ce type de rencontre", "not for this kind of meeting")
_ZONES = frozenset(available_timezones())


def plan_of(new: NewMeeting) -> Plan:
    """What was sent as a plan, slots in order and on the minute; or Invalid, saying what cannot be."""
    slots = {slot.starts_at.astimezone(UTC).replace(second=0, microsecond=0): slot.minutes for slot in new.slots}
    complaints = [*_of_the_place(new), *_of_the_link(new)]
    if new.time_zone not in _ZONES:
        complaints.append(("timeZone", Words("fuseau horaire inconnu", "unknown time zone")))
    if len(slots) < len(new.slots):
        complaints.append(("slots", Words("le même moment figure deux fois", "the same time is there twice")))
    if complaints:
        raise Invalid(*complaints)
    return Plan(
        kind=new.kind,
        place_kind=new.place_kind,
        place=new.place.strip() if new.place else None,
        link=new.link,
        zone=new.time_zone,
        starts=sorted(slots),
        minutes=[slots[start] for start in sorted(slots)],
    )


def check_times(plan: Plan, now: datetime) -> None:
    """Every slot is still to come, and not too far away."""
    if plan.starts[0] <= now:
        raise Invalid(("slots", Words("choisissez des moments à venir", "choose times that are still to come")))
    if plan.starts[-1] > now + FURTHEST:
        raise Invalid(("slots", Words("au plus tard dans six mois", "within six months at most")))


def _of_the_place(new: NewMeeting) -> list[tuple[str, Words]]:
    if new.kind != "in_person":
        return [(field, _UNNEEDED) for field, value in (("place", new.place), ("placeKind", new.place_kind)) if value]
    complaints = [
        (field, _NEEDED) for field, value in (("place", new.place), ("placeKind", new.place_kind)) if not value
    ]
    if new.place and is_home(new.place):
        complaints.append(("place", NOT_A_HOME))
    return complaints


def _of_the_link(new: NewMeeting) -> list[tuple[str, Words]]:
    if new.kind != "video":
        return [("link", _UNNEEDED)] if new.link else []
    if not new.link:
        return [("link", _NEEDED)]
    return [] if is_video_link(new.link) else [("link", NOT_A_LINK)]
