"""What a decision on a mentor must say."""

from app.admin.verifications.wire import NewVerification
from app.errors import Invalid, Words
from app.verifications.model import Decision
from app.verifications.reasons import MORE, REFUSED

NO_REASON = Words("sans motif ni texte pour vérifier", "neither a reason nor a text to verify")


def read(new: NewVerification) -> tuple[Decision, str | None, str | None]:
    """The decision, its reason, and what the mentor reads beside it."""
    match new.decision:
        case "verify":
            if new.reason is not None or new.text is not None:
                raise Invalid(("reason" if new.reason is not None else "text", NO_REASON))
            return "verified", None, None
        case "ask-more":
            return "more-asked", _one_of(MORE, new.reason), _said(new)
        case "refuse":
            return "refused", _one_of(REFUSED, new.reason), _said(new)


def _one_of(reasons: dict[str, Words], reason: str | None) -> str:
    if reason not in reasons:
        known = ", ".join(reasons)
        raise Invalid(("reason", Words(f"un motif parmi {known}", f"one of {known}")))
    return reason


def _said(new: NewVerification) -> str | None:
    return (new.text or "").strip() or None
