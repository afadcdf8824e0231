"""What a departure touches."""

from uuid import UUID

import msgspec

from app.members.model import Role


class Leaving(msgspec.Struct, frozen=True):
    id: UUID
    role: Role


class UnansweredRequest(msgspec.Struct, frozen=True):
    id: UUID
    mentee_id: UUID
