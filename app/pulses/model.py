"""Pulses as the store returns them."""

from datetime import datetime
from uuid import UUID

import msgspec


class Pulse(msgspec.Struct, frozen=True):
    """The one question, put to one member, and their answer, if any: a mood from 1, bad, to 5, very good."""

    occasion: str
    asked_at: datetime
    open_until: datetime
    answered_at: datetime | None
    is_open: bool
    mood: int | None
    comment: str | None


class AskedPulse(msgspec.Struct, frozen=True):
    """The same, with whose it is."""

    member_id: UUID
    occasion: str
    asked_at: datetime
    answered_at: datetime | None
    mood: int | None
    comment: str | None
