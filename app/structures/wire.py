"""Structures, codes and agreements as they are received and sent."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from app.structures.model import StructureKind
from app.wire import END, Line, Received, Sent

StructureCode = Annotated[str, Meta(pattern=r"^[a-z0-9-]{2,40}" + END)]
Siret = Annotated[str, Meta(max_length=40)]
Moment = Annotated[datetime, Meta(tz=True)]


class StructureChange(Received):
    """`parentId` null: it stays at the top, where only its own kind may be."""

    name: Line
    kind: StructureKind
    parent_id: UUID | None = None


class NewStructure(StructureChange, kw_only=True):
    code: StructureCode


class SentStructure(Sent, frozen=True):
    id: UUID
    code: str
    name: str
    kind: StructureKind
    parent_id: UUID | None


class NewSignUpCode(Received):
    """Whoever signs up with the code belongs to the structure, in the programme: the structure's own, or one above."""

    structure_id: UUID
    programme_id: UUID
    label: Line | None = None
    expires_at: Moment | None = None


class SentSignUpCode(Sent, frozen=True):
    code: str
    structure_id: UUID
    programme_id: UUID
    label: str | None
    expires_at: datetime | None
    revoked_at: datetime | None
    made_at: datetime


class NewAgreement(Received):
    structure_id: UUID
    partner: Line
    starts_on: date
    ends_on: date
    siret: Siret | None = None


class SentAgreement(Sent, frozen=True):
    """`remindedAt`: since when it waits to be renewed."""

    id: UUID
    structure_id: UUID
    partner: str
    siret: str | None
    starts_on: date
    ends_on: date
    reminded_at: datetime | None
