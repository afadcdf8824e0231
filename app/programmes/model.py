"""Programmes as the store returns them."""

from uuid import UUID

import msgspec


class Programme(msgspec.Struct, frozen=True):
    """Where a member belongs, and the ages it is for."""

    id: UUID
    structure_id: UUID
    code: str
    min_age: int
    max_age: int | None
    structure_code: str
