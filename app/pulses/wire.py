"""What members answer to the one question, and read."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from app.pulses.model import Pulse
from app.wire import Received, Sent, ShortText


class NewPulse(Received):
    """One tap, from 1 (bad) to 5 (very good). Only the structure reads the comment."""

    mood: Annotated[int, Meta(ge=1, le=5)]
    comment: ShortText | None = None


class SentPulse(Sent, frozen=True):
    """What the caller was asked, and their own answer. `open`: it may still be given or changed."""

    occasion: str
    asked_at: datetime
    open_until: datetime
    open: bool
    answered_at: datetime | None
    mood: int | None
    comment: str | None


def sent_pulse(pulse: Pulse) -> SentPulse:
    return SentPulse(
        occasion=pulse.occasion,
        asked_at=pulse.asked_at,
        open_until=pulse.open_until,
        open=pulse.is_open,
        answered_at=pulse.answered_at,
        mood=pulse.mood,
        comment=pulse.comment,
    )
