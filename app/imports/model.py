"""Imports and invitations as the store returns them."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from app.members.model import Role

State = Literal["mapping", "checking", "checked", "importing", "imported"]

Field = Literal[
    "firstName",
    "lastName",
    "phone",
    "birthDate",
    "postcode",
    "town",
    "areaCode",
    "sectors",
    "goals",
    "modalities",
    "languages",
    "about",
    "jobTitle",
    "company",
    "siret",
    "capacity",
    "hoursPerMonth",
]


class Import(msgspec.Struct, frozen=True):
    """A file, what its columns are, and how many of its lines have come how far."""

    id: UUID
    structure_id: UUID
    programme_id: UUID
    role: Role
    file_name: str
    headers: list[str]
    fields: list[str]
    state: State
    made_at: datetime
    settled_at: datetime | None
    lines: int
    waiting: int
    good: int
    bad: int
    invited: int
    known: int


class Problem(msgspec.Struct, frozen=True):
    """What is wrong with a field of a line, by its code in app.imports.words, and the value it is wrong with."""

    field: str
    code: str
    value: str = ""


class Line(msgspec.Struct, frozen=True):
    line: int
    cells: list[str]


class Read(msgspec.Struct, frozen=True):
    """A line that was read: what its person's profile would begin with, or what is wrong."""

    line: int
    phone: str | None
    profile: dict[str, Any]
    problems: list[Problem]


class BadLine(msgspec.Struct, frozen=True):
    line: int
    problems: list[Problem]


class Invitation(msgspec.Struct, frozen=True):
    structure_code: str
    structure_name: str
    programme_code: str
    role: Role
    profile: dict[str, Any]
    invited_at: datetime
