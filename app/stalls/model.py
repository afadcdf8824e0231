"""Tandems that are watched, and stalls, as the store returns them."""

from datetime import datetime
from uuid import UUID

import msgspec

from app.stalls.rules import Reason, Signs


class OpenStall(msgspec.Struct, frozen=True):
    """A stall under way. `in_touch_again`: a message or a meeting came after the nudge."""

    id: UUID
    days: int
    escalated: bool
    in_touch_again: bool


class Watched(msgspec.Struct, frozen=True):
    """A tandem that is active, or has a stall under way."""

    tandem_id: UUID
    active: bool
    signs: Signs
    stall: OpenStall | None
    nudged_lately: bool


class Stall(msgspec.Struct, frozen=True):
    """A time during which a tandem seemed to fall silent."""

    reasons: list[Reason]
    nudged_at: datetime
    escalated_at: datetime | None
    resolved_at: datetime | None
