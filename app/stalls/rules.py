"""When a tandem seems to fall silent."""

from typing import Literal

import msgspec

Reason = Literal["no-meeting", "no-message", "low-pulse", "no-shows"]

DAYS_WITHOUT_MEETING = 30
DAYS_WITHOUT_WORD = 21
LOW_MOOD = 2
MANY_NO_SHOWS = 2

# Answers and absences that are older count no more.
MOODS_OF_DAYS = 60
NO_SHOWS_OF_DAYS = 60

ESCALATED_AFTER_DAYS = 14
NUDGED_AT_MOST_EVERY_DAYS = 30


class Signs(msgspec.Struct, frozen=True):
    """What is known of an active tandem. Days are whole; None is never, or nothing said."""

    days_active: int  # since both signed, or since the last pause ended
    days_since_meeting: int | None
    meeting_ahead: bool
    days_since_message: int | None
    lowest_mood: int | None  # of what each of the two said last
    no_shows: int


def stalled(signs: Signs) -> list[Reason]:
    """Why the tandem seems to fall silent; nothing when it does not."""
    unmet = 0 if signs.meeting_ahead else _since(signs.days_since_meeting, signs)
    unheard = _since(signs.days_since_message, signs)
    reasons: list[Reason] = []
    if unmet >= DAYS_WITHOUT_MEETING:
        reasons.append("no-meeting")
    if min(unheard, unmet) >= DAYS_WITHOUT_WORD:  # who meets need not write
        reasons.append("no-message")
    if signs.lowest_mood is not None and signs.lowest_mood <= LOW_MOOD:
        reasons.append("low-pulse")
    if signs.no_shows >= MANY_NO_SHOWS:
        reasons.append("no-shows")
    return reasons


def over(reasons: list[Reason], in_touch_again: bool) -> bool:
    """Whether a stall has ended: nothing speaks for it, or it was silence and the two are in touch again."""
    return not reasons or (in_touch_again and not {"low-pulse", "no-shows"} & set(reasons))


def _since(days: int | None, signs: Signs) -> int:
    return signs.days_active if days is None else min(days, signs.days_active)
