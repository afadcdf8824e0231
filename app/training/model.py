"""Modules as they are written, and how far a mentor is."""

from datetime import datetime
from uuid import UUID

import msgspec

from app.errors import Words


class Question(msgspec.Struct, frozen=True):
    """One of the choices is right, and `why` says so to whoever chose another."""

    code: str
    right: str
    text: Words
    why: Words
    choices: dict[str, Words]


class Module(msgspec.Struct, frozen=True):
    code: str
    minutes: int
    title: Words
    lesson: list[Words]
    questions: list[Question]


class Trainee(msgspec.Struct, frozen=True):
    id: UUID
    required: bool
    trained_at: datetime | None


class Pass(msgspec.Struct, frozen=True):
    """A module whose quiz was passed."""

    module: str
    passed_at: datetime
