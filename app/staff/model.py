"""Staff as the store returns them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

StaffRole = Literal["reader", "officer", "moderator", "administrator"]


class Staff(msgspec.Struct, frozen=True):
    """Somebody at work for a structure, who sees it and all below it."""

    id: UUID
    role: StaffRole
    display_name: str
    structure_id: UUID


class Account(msgspec.Struct, frozen=True):
    """Somebody of the staff, as an administrator looks after them."""

    id: UUID
    uid: str
    display_name: str
    role: StaffRole
    structure_id: UUID
    created_at: datetime
    left_at: datetime | None
