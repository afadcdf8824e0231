"""Structures as the store returns them."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

StructureKind = Literal["national", "club", "structure", "antenna"]


class Structure(msgspec.Struct, frozen=True):
    """A host organisation, and the one it belongs to."""

    id: UUID
    code: str
    name: str
    kind: StructureKind
    parent_id: UUID | None
    created_at: datetime


class SignUpCode(msgspec.Struct, frozen=True):
    """What a structure hands out: whoever signs up with it belongs there, in that programme."""

    id: UUID
    code: str
    structure_id: UUID
    programme_id: UUID
    label: str | None
    expires_at: datetime | None
    revoked_at: datetime | None
    made_at: datetime


class Agreement(msgspec.Struct, frozen=True):
    """What a company or a partner signed with a structure, and until when."""

    id: UUID
    structure_id: UUID
    partner: str
    siret: str | None
    starts_on: date
    ends_on: date
    reminded_at: datetime | None
    made_at: datetime
