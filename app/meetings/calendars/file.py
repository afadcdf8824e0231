"""Meetings as a calendar file (RFC 5545) that phones and Outlook read."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vUri

from app.errors import Language, Words
from app.meetings.calendars.model import Entry
from app.meetings.calendars.zones import timezone
from app.meetings.model import Kind, State
from app.meetings.places import PLACE_KINDS

MAKER = "-//Tandem//Rencontres//FR"
REFRESHED = timedelta(hours=1)
STATUS: dict[State, str] = {"proposed": "TENTATIVE", "confirmed": "CONFIRMED", "cancelled": "CANCELLED"}
SUMMARY = Words("Rencontre Tandem avec {name}", "Tandem meeting with {name}")
CHANGE = Words(
    "Pour la déplacer ou l'annuler, ouvrez l'application Tandem.", "To move or cancel it, open the Tandem app."
)
HOW: dict[Kind, Words] = {
    "in_person": Words("En personne.", "In person."),
    "phone": Words("Par téléphone.", "By phone."),
    "video": Words("En visioconférence ; le lien est dans l'application.", "By video; the link is in the app."),
    "message": Words("Par messages, dans l'application.", "By messages, in the app."),
}


def meeting_file(entry: Entry, language: Language) -> bytes:
    """One meeting, to be added to a calendar, or taken out of it if it was cancelled."""
    calendar = _calendar("CANCEL" if entry.state == "cancelled" else "PUBLISH")
    return _written(calendar, [entry], language)


def feed(entries: Sequence[Entry], language: Language) -> bytes:
    """All meetings of a member, to be read again every hour. The same entries give the same bytes."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", "Tandem")
    calendar.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return _written(calendar, entries, language)


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _written(calendar: Calendar, entries: Sequence[Entry], language: Language) -> bytes:
    for zone in sorted({entry.zone for entry in entries}):
        times = [moment for entry in entries if entry.zone == zone for moment in (entry.starts_at, entry.ends_at)]
        calendar.add_component(timezone(zone, min(times), max(times)))
    for entry in sorted(entries, key=lambda entry: (entry.starts_at, entry.id)):
        calendar.add_component(_event(entry, language))
    content: bytes = calendar.to_ical()
    return content


def _event(entry: Entry, language: Language) -> Event:
    event = Event()
    event.add("uid", f"{entry.id}@tandem")
    event.add("sequence", entry.revision)
    event.add("dtstamp", _whole(entry.changed_at))
    start, end = _on_the_wall(entry)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("status", STATUS[entry.state])
    event.add("class", "PRIVATE")
    event.add("summary", SUMMARY.said(language, {"name": entry.with_whom}))
    event.add("description", f"{HOW[entry.kind].said(language, {})} {CHANGE.said(language, {})}")
    event.add("organizer", _nobodys_address())
    if entry.place_kind:
        event.add("location", entry.place or PLACE_KINDS[entry.place_kind].said(language, {}))
    if entry.link:
        event.add("url", vUri(entry.link))
    return event


def _on_the_wall(entry: Entry) -> tuple[datetime, datetime]:
    """Start and end by the clock on the wall; in UTC where that clock shows the time of one of them twice.

    A time that comes twice as summer time ends means the first in a calendar file.
    """
    zone = ZoneInfo(entry.zone)
    local = [_whole(moment).astimezone(zone) for moment in (entry.starts_at, entry.ends_at)]
    start, end = (moment.astimezone(UTC) for moment in local) if any(moment.fold for moment in local) else local
    return start, end


def _whole(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _nobodys_address() -> vCalAddress:
    # A published event must name an organiser, and we have no mailbox: calendars know this word for that.
    address = vCalAddress("invalid:nomail")
    address.params["CN"] = "Tandem"
    return address
