"""The board as staff read it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from app.board.model import Case, CaseKind
from app.errors import Language, Words
from app.wire import Received, Sent, Text

ADVICE: dict[CaseKind, Words] = {
    "stalled": Words(
        "Ce tandem ne se parle plus malgré un rappel : appelez les deux, l'un après l'autre.",
        "This tandem has fallen silent in spite of a nudge: call both, one after the other.",
    ),
    "feedback-overdue": Words(
        "Le retour du mentor se fait attendre : demandez-le-lui de vive voix.",
        "The mentor's feedback is late: ask them for it in person.",
    ),
    "no-shows": Words(
        "Deux rendez-vous manqués : demandez à chacun ce qui l'empêche de venir.",
        "Two meetings missed: ask each of them what keeps them away.",
    ),
    "low-pulse": Words(
        "L'un des deux va mal dans ce tandem : écoutez-le d'abord seul.",
        "One of the two is unhappy in this tandem: listen to them alone first.",
    ),
    "request-expiring": Words(
        "Cette demande expire bientôt : relancez le mentor, ou proposez-en un autre.",
        "This request is about to expire: remind the mentor, or propose another one.",
    ),
    "mentor-flooded": Words(
        "Ce mentor reçoit plus de demandes qu'il n'en peut lire : proposez une pause, ou triez avec lui.",
        "This mentor gets more requests than they can read: suggest a pause, or sort them together.",
    ),
    "mentor-silent": Words(
        "Ce mentor n'ouvre plus ses demandes : appelez-le, puis proposez-lui une pause.",
        "This mentor no longer opens requests: call them, then suggest a pause.",
    ),
}

Done = Annotated[Text, Meta(min_length=1)]


class NewCaseClosure(Received):
    """What was done about it."""

    done: Done


class SentCase(Sent, frozen=True):
    kind: CaseKind
    subject_id: UUID
    since: datetime
    signs: list[str]
    advice: str
    structure_code: str
    mentee_id: UUID | None
    mentee_name: str | None
    mentor_id: UUID
    mentor_name: str
    picked_up_at: datetime | None
    picked_up_by: str | None


class SentCaseCount(Sent, frozen=True):
    kind: CaseKind
    cases: int
    unattended: int


def sent_case(case: Case, language: Language) -> SentCase:
    return SentCase(
        kind=case.kind,
        subject_id=case.subject_id,
        since=case.since,
        signs=case.signs,
        advice=ADVICE[case.kind].said(language, {}),
        structure_code=case.structure_code,
        mentee_id=case.mentee_id,
        mentee_name=case.mentee_name,
        mentor_id=case.mentor_id,
        mentor_name=case.mentor_name,
        picked_up_at=case.picked_up_at,
        picked_up_by=case.picked_up_by,
    )
