"""What a mentor reports, and what the two of the tandem read."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from app.errors import Language
from app.feedback.model import Feedback, State
from app.vocabularies import Term
from app.wire import Code, Received, Sent, Text


class NewFeedback(Received):
    """How often the two are in touch, progress on the goals (1 to 5), what helped, and whether help is needed."""

    rhythm: Code
    progress: Annotated[int, Meta(ge=1, le=5)]
    needs_help: bool
    helped: Annotated[list[Code], Meta(max_length=15)] = []
    note: Text | None = None


class SentFeedback(Sent, frozen=True):
    """A report. `open`: the mentor may still give or change it. The note is sent to its mentor only."""

    occasion: str
    state: State
    asked_at: datetime
    open_until: datetime
    open: bool
    answered_at: datetime | None
    rhythm: str | None
    progress: int | None
    helped: list[str]
    needs_help: bool | None
    note: str | None


class FeedbackTerm(Sent, frozen=True):
    """A line of one of the lists: `rhythm` or `helped`."""

    kind: str
    code: str
    name: str


def sent_feedback(feedback: Feedback) -> SentFeedback:
    return SentFeedback(
        occasion=feedback.occasion,
        state=feedback.state,
        asked_at=feedback.asked_at,
        open_until=feedback.open_until,
        open=feedback.is_open,
        answered_at=feedback.answered_at,
        rhythm=feedback.rhythm,
        progress=feedback.progress,
        helped=feedback.helped,
        needs_help=feedback.needs_help,
        note=feedback.note,
    )


def feedback_term(term: Term, language: Language) -> FeedbackTerm:
    return FeedbackTerm(term.kind, term.code, term.name(language))
