"""A tandem's story as it is sent, in words."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from app.errors import Language, Words
from app.goals.vocabulary import by_code
from app.members.model import Role
from app.sync.timeline.model import Entry, Kind
from app.wire import Sent

Teller = Literal["you", "other", "all"]

# What is said of each kind when the reader did it, when the other did, and when nobody is to be named.
STORY: dict[tuple[Kind, Teller], Words] = {
    ("formed", "all"): Words(
        "Vous avez dit oui tous les deux : votre tandem est formé.", "You both said yes: your tandem is formed."
    ),
    ("introduced", "all"): Words(
        "L'équipe de votre structure vous a présentés l'un à l'autre.", "Your structure's staff introduced you."
    ),
    ("signed", "you"): Words("Vous avez signé la charte.", "You signed the charter."),
    ("signed", "other"): Words("Votre binôme a signé la charte.", "Your partner signed the charter."),
    ("active", "all"): Words(
        "La charte est signée par vous deux : votre tandem a commencé.",
        "You have both signed the charter: your tandem has begun.",
    ),
    ("paused", "you"): Words("Vous avez mis le tandem en pause.", "You paused the tandem."),
    ("paused", "other"): Words("Votre binôme a mis le tandem en pause.", "Your partner paused the tandem."),
    ("resumed", "you"): Words("Vous avez repris le tandem.", "You resumed the tandem."),
    ("resumed", "other"): Words("Votre binôme a repris le tandem.", "Your partner resumed the tandem."),
    ("closed", "you"): Words(
        "Vous avez clos le tandem. Tout ce qui précède reste à lire ici.",
        "You closed the tandem. All of the above stays here to read.",
    ),
    ("closed", "other"): Words(
        "Votre binôme a clos le tandem. Tout ce qui précède reste à lire ici.",
        "Your partner closed the tandem. All of the above stays here to read.",
    ),
    ("closed", "all"): Words(
        "Le tandem est clos. Tout ce qui précède reste à lire ici.",
        "The tandem is closed. All of the above stays here to read.",
    ),
    ("meeting-planned", "all"): Words("Une rencontre est prévue.", "A meeting is planned."),
    ("meeting-held", "all"): Words("Vous aviez rendez-vous.", "You had a meeting."),
    ("goal-reached", "all"): Words("Objectif atteint : {goal}.", "Goal reached: {goal}."),
    ("feedback", "you"): Words("Vous avez envoyé un bilan à la structure.", "You sent feedback to the structure."),
    ("feedback", "other"): Words(
        "Votre mentor a envoyé un bilan à votre structure : vous pouvez en lire l'essentiel.",
        "Your mentor sent feedback to your structure: you can read the main part of it.",
    ),
    ("messages", "all"): Words(
        "Messages échangés cette semaine-là : {count}.", "Messages exchanged that week: {count}."
    ),
}


class SentEntry(Sent, frozen=True):
    """Something that happened, or is planned, in words; `count` of messages, `meetingId` of a meeting."""

    id: UUID
    at: datetime
    kind: Kind
    by: Literal["mentee", "mentor", "both", "staff"] | None
    words: str
    count: int | None
    meeting_id: UUID | None


def sent_entry(entry: Entry, side: Role, language: Language) -> SentEntry:
    teller: Teller = "you" if entry.by == side else "other" if entry.by in ("mentee", "mentor") else "all"
    words = STORY.get((entry.kind, teller)) or STORY[entry.kind, "all"]
    return SentEntry(
        id=entry.id,
        at=entry.at,
        kind=entry.kind,
        by=None if entry.by == "nobody" else entry.by,
        words=words.said(language, {"goal": _goal(entry, language), "count": entry.count}),
        count=entry.count,
        meeting_id=entry.meeting_id,
    )


def _goal(entry: Entry, language: Language) -> str:
    """As it is in the vocabulary, or as they put it."""
    known = by_code(entry.goal) if entry.goal else None
    if known is not None:
        return str(getattr(known, language))
    return entry.words or entry.goal or ""
