"""A mentor's own verification, as they read it."""

from datetime import date, datetime

from app.errors import Language
from app.verifications.model import OwnVerification as StoredVerification
from app.verifications.model import Stage
from app.verifications.reasons import words_for
from app.wire import Sent


class Said(Sent, frozen=True):
    """Why: a code, its words, and what staff added."""

    reason: str
    text: str
    note: str | None


class OwnVerification(Sent, frozen=True):
    """How far the caller is: `state`, what staff said of it, and until when they call back.

    `trainingRequired` without `trainedAt` is what the caller still has to do.
    """

    state: Stage
    said: Said | None
    decided_at: datetime | None
    call_back_by: datetime | None
    verified_at: datetime | None
    training_required: bool
    trained_at: datetime | None
    honesty_check_expires_on: date | None


def own_verification(own: StoredVerification, language: Language) -> OwnVerification:
    words = words_for(own.decision, own.reason) if own.stage in ("more-asked", "refused") else None
    return OwnVerification(
        state=own.stage,
        said=Said(own.reason or "", words.said(language, {}), own.note) if words else None,
        decided_at=own.decided_at,
        call_back_by=own.due_at if own.verified_at is None else None,
        verified_at=own.verified_at,
        training_required=own.training_required,
        trained_at=own.trained_at,
        honesty_check_expires_on=own.expires_on,
    )
