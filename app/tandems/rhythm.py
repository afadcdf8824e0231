"""When the two of a tandem are asked how it goes: days of its life since both signed, months since its close."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

Milestone = Literal["close", "m3", "m6"]

# The programme's length that this suits is six months or more; nothing is asked of a tandem that nobody signed.
FIRST_ASKED_DAYS = 30
ASKED_EVERY_DAYS = 60

# In one transaction, which must not take long.
ASKED_AT_ONCE = 1_000

# A question that nobody could ask in time, for the tandem was paused or no worker ran, is asked late, but not later.
ASKED_LATE = timedelta(days=14)

PULSE_OPEN = timedelta(days=14)
FEEDBACK_OPEN = timedelta(days=ASKED_EVERY_DAYS)
FEEDBACK_REMINDED_AFTER = timedelta(days=7)
OUTCOME_OPEN = timedelta(days=90)

MONTHS_AFTER_CLOSE: Mapping[Milestone, int] = {"close": 0, "m3": 3, "m6": 6}
