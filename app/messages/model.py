"""Messages as the store returns them."""

from datetime import datetime
from uuid import UUID

import msgspec

from app.errors import Language


class Message(msgspec.Struct, frozen=True):
    """`body` is None once deleted; `change` numbers its latest edit or deletion; `fresh` while it may be changed."""

    id: UUID
    tandem_id: UUID
    sequence: int
    change: int | None
    sender_id: UUID
    client_id: UUID
    body: str | None
    sent_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    fresh: bool


class ReadMark(msgspec.Struct, frozen=True):
    """How far a member has read."""

    tandem_id: UUID
    member_id: UUID
    sequence: int
    change: int


class Talk(msgspec.Struct, frozen=True):
    """How far a tandem's talk has come, and how far each of the two has read."""

    latest: int
    change: int
    read_by_you: int
    read_by_other: int


class Evidence(msgspec.Struct, frozen=True):
    """A message as it reads when it is reported."""

    id: UUID
    tandem_id: UUID
    sender_id: UUID
    body: str | None
    sent_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None


class Admitted(msgspec.Struct, frozen=True):
    """Whom a ticket lets in, until when."""

    uid: str
    language: Language
    signed_in_until: datetime


class Reach(msgspec.Struct, frozen=True):
    """How far a tandem has come: its latest message, its latest change."""

    sequence: int
    change: int


class Earshot(msgspec.Struct, frozen=True):
    """What a member may hear."""

    member_id: UUID
    allowed: bool
    tandems: dict[UUID, Reach]
