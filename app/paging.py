"""Cursors: where a page of a list, newest first, ends."""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeAlias, TypeVar
from uuid import UUID

from app.errors import Invalid, Words

T = TypeVar("T")

Cursor: TypeAlias = tuple[datetime, UUID]

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
        raise Invalid(("cursor", Words("repère de page inconnu", "unknown page cursor"))) from None


def write_cursor(items: Sequence[T], limit: int, place: Callable[[T], Cursor]) -> str | None:
    """The `next` after a page of `items`; None when the page was not full."""
    if len(items) < limit:
        return None
    at, member = place(items[-1])
    span = at - _EPOCH
    microseconds = (span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds
    return base64.urlsafe_b64encode(microseconds.to_bytes(8, "big") + member.bytes).decode("ascii")
