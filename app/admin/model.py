"""Staff as the store returns them."""

from typing import Literal
from uuid import UUID

import msgspec

StaffRole = Literal["reader", "officer", "moderator", "administrator"]


class Staff(msgspec.Struct, frozen=True):
    id: UUID
    role: StaffRole
    display_name: str
    structure_id: UUID
