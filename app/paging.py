"""Cursors: where a page of a list ends, newest first or by name."""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeAlias, TypeVar
from uuid import UUID

from app.errors import Invalid, Words

T = TypeVar("T")

Cursor: TypeAlias = tuple[datetime, UUID]
NameCursor: TypeAlias = tuple[str, UUID]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_cursor(text: str | None) -> Cursor | None:
    """The place a `next` of ours names."""
    if not text:
        return None
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii"))
        microseconds, member = int.from_bytes(raw[:8], "big"), UUID(bytes=raw[8:])
        return datetime.fromtimestamp(microseconds // 1_000_000, UTC).replace(
            microsecond=microseconds % 1_000_000
        ), member
    except (ValueError, OverflowError, OSError, UnicodeError, binascii.Error):
        raise _unknown() from None


def read_name_cursor(text: str | None) -> NameCursor | None:
    """The same, of a list by name."""
    if not text:
        return None
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii"))
        name = raw[16:].decode("ascii")
        if not name.isprintable():
            raise _unknown()
        return name, UUID(bytes=raw[:16])
    except (ValueError, UnicodeError, binascii.Error):
        raise _unknown() from None


def write_cursor(items: Sequence[T], limit: int, place: Callable[[T], Cursor]) -> str | None:
    """The `next` after a page of `items`; None when the page was not full."""
    if len(items) < limit:
        return None
    at, member = place(items[-1])
    span = at - _EPOCH
    microseconds = (span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds
    return base64.urlsafe_b64encode(microseconds.to_bytes(8, "big") + member.bytes).decode("ascii")


def write_name_cursor(items: Sequence[T], limit: int, place: Callable[[T], NameCursor]) -> str | None:
    """The same, of a list by name."""
    if len(items) < limit:
        return None
    name, member = place(items[-1])
    return base64.urlsafe_b64encode(member.bytes + name.encode("ascii")).decode("ascii")


def _unknown() -> Invalid:
    return Invalid(("cursor", Words("repère de page inconnu", "unknown page cursor")))
