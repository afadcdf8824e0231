"""The audit log as administrators read it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from app.audit.model import Entry
from app.wire import Sent


class SentEntry(Sent, frozen=True):
    """Who did or read what, on whom or what, why, and what changed. `forgotten`: the member concerned was erased."""

    id: UUID
    sequence: int
    at: datetime
    staff_id: UUID | None
    staff_name: str | None
    act: str
    subject_kind: str
    subject_id: UUID | None
    why: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    forgotten: bool


def sent_entry(entry: Entry) -> SentEntry:
    return SentEntry(*(getattr(entry, field) for field in SentEntry.__struct_fields__))
