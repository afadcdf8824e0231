"""Reports as members send and read them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from app.errors import Language, Words
from app.reports.model import OwnReport, Reason, SubjectKind
from app.reports.vocabulary import all_reasons
from app.wire import Code, Received, Sent, Text

Stage = Literal["received", "being-read", "answered"]

NEXT_STEPS: dict[Stage, Words] = {
    "received": Words(
        "Merci de nous l'avoir dit. Nous le lirons d'ici un jour ouvré. En attendant, vous pouvez bloquer cette "
        "personne : elle n'en saura rien.",
        "Thank you for telling us. We will read it within one working day. Meanwhile you can block this person: "
        "they will not be told.",
    ),
    "being-read": Words(
        "Une personne de l'équipe s'en occupe. Elle peut vous appeler si elle a besoin d'en savoir plus.",
        "Somebody of the team is looking into it. They may call you if they need to know more.",
    ),
    "answered": Words(
        "Nous avons étudié votre signalement et fait ce qui nous a semblé juste. Pour protéger chacun, nous n'en "
        "disons pas plus. Si cela continue, signalez-le à nouveau ou appelez votre structure.",
        "We have studied your report and done what seemed right to us. To protect everybody we say no more. If it "
        "goes on, report it again or call your structure.",
    ),
}


class NewSubject(Received):
    """What is reported: a message, a member's card, or how they behave. `withContext` adds the messages around."""

    kind: SubjectKind
    member_id: UUID
    message_id: UUID | None = None
    with_context: bool = False


class NewReport(Received):
    """`block` ends all contact in the same call."""

    subject: NewSubject
    reason: Code
    text: Text | None = None
    block: bool = False


class Subject(Sent, frozen=True):
    """`memberId` is null when the member has left."""

    kind: SubjectKind
    member_id: UUID | None
    message_id: UUID | None


class ReasonItem(Sent, frozen=True):
    code: str
    name: str


class SentReport(Sent, frozen=True):
    id: UUID
    subject: Subject
    reason: ReasonItem
    text: str | None
    state: Stage
    reported_at: datetime
    next_step: str


def reason_item(reason: Reason, language: Language) -> ReasonItem:
    return ReasonItem(reason.code, getattr(reason, language))


def sent_report(report: OwnReport, language: Language) -> SentReport:
    stage: Stage = "answered" if report.answered else "being-read" if report.taken else "received"
    return SentReport(
        id=report.id,
        subject=Subject(report.subject, report.member_id, report.message_id),
        reason=reason_item(all_reasons()[report.reason], language),
        text=report.text,
        state=stage,
        reported_at=report.reported_at,
        next_step=NEXT_STEPS[stage].said(language, {}),
    )
