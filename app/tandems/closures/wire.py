"""Closures, as they are received and sent."""

from app.errors import Language
from app.tandems.closures.reasons import Reason
from app.wire import Code, Received, Sent, Text


class NewClosure(Received):
    """A reason from the list, and a word for the structure, which the other never reads."""

    reason: Code
    note: Text | None = None


class ReasonItem(Sent, frozen=True):
    """A reason, in the caller's language; the other reads it only if it is told."""

    code: str
    name: str
    told: bool


def reason_item(reason: Reason, language: Language) -> ReasonItem:
    return ReasonItem(reason.code, getattr(reason, language), reason.told)
