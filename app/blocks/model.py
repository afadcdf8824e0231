"""Two members, one of whom blocks the other."""

from uuid import UUID

import msgspec

from app.members.model import Role


class BlockedPair(msgspec.Struct, frozen=True):
    blocker_id: UUID
    role: Role  # the blocker's
    mentee_id: UUID
    mentor_id: UUID
    makes_a_pair: bool
