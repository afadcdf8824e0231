"""Imports, as staff send and read them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from app.complaints import FieldError
from app.errors import Language
from app.imports.model import BadLine, Field, Import, State
from app.imports.words import PROBLEMS
from app.members.model import Role
from app.wire import Received, Sent

Heading = Annotated[str, Meta(max_length=1000)]


class NewColumns(Received):
    """By heading: the field that a column holds, or null to leave it out."""

    columns: Annotated[dict[Heading, Field | None], Meta(min_length=1, max_length=60)]


class Column(Sent, frozen=True):
    heading: str
    field: str | None


class SentImport(Sent, frozen=True):
    id: UUID
    role: Role
    file_name: str
    state: State
    columns: list[Column]
    lines: int
    waiting: int
    good: int
    bad: int
    invited: int
    already_known: int
    made_at: datetime
    settled_at: datetime | None


class SentBadLine(Sent, frozen=True):
    line: int
    errors: list[FieldError]


def sent_import(found: Import) -> SentImport:
    return SentImport(
        id=found.id,
        role=found.role,
        file_name=found.file_name,
        state=found.state,
        columns=[Column(heading, field or None) for heading, field in zip(found.headers, found.fields, strict=True)],
        lines=found.lines,
        waiting=found.waiting,
        good=found.good,
        bad=found.bad,
        invited=found.invited,
        already_known=found.known,
        made_at=found.made_at,
        settled_at=found.settled_at,
    )


def sent_bad_line(found: BadLine, language: Language) -> SentBadLine:
    return SentBadLine(
        found.line,
        [FieldError(one.field, PROBLEMS[one.code].said(language, {"value": one.value})) for one in found.problems],
    )
