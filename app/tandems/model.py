"""Tandems as the store returns them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

State = Literal["formed", "introduced", "active", "paused", "closed"]


class Tandem(msgspec.Struct, frozen=True):
    id: UUID
    state: State
    formed_at: datetime
    closed_at: datetime | None
    mentor_id: UUID
    mentee_id: UUID
