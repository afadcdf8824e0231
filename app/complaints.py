"""What msgspec says of a field that does not fit, in words for the person who sent it."""

import re
from collections.abc import Iterable
from typing import Any, Literal

import msgspec


class FieldError(msgspec.Struct):
    """A field, by its path in what was sent, and what is wrong with it."""

    field: str
    message: str


_PLACE = re.compile(r" - at `(?:\$|key in \$)?\.?(.*)`$")

# (what msgspec says, in French, in English); \1 is the first thing it names.
_SAYINGS = [
    (r"Object missing required field `(.+?)`", r"« \1 » est obligatoire", r"`\1` is required"),
    (r"Object contains unknown field `(.+?)`", r"« \1 » n'est pas attendu ici", r"`\1` is not expected here"),
    (r"Invalid enum value (.+)", r"\1 n'est pas un choix possible", r"\1 is not one of the choices"),
    (r"Expected `str` of length >= (\d+)", r"\1 caractère(s) au moins", r"at least \1 character(s)"),
    (r"Expected `str` of length <= (\d+)", r"\1 caractères au plus", r"at most \1 characters"),
    (r"Expected `array` of length >= (\d+)", r"\1 choix au moins", r"at least \1 choice(s)"),
    (r"Expected `array` of length <= (\d+)", r"\1 choix au plus", r"at most \1 choice(s)"),
    (r"Expected `array` of length (\d+) to (\d+)", r"de \1 à \2 choix", r"\1 to \2 choices"),
    (r"Expected `str` matching regex.*", r"caractères non permis", r"characters that are not allowed"),
    (r"Expected `(?:int|float)` >= (\S+)", r"\1 au moins", r"at least \1"),
    (r"Expected `(?:int|float)` <= (\S+)", r"\1 au plus", r"at most \1"),
    (r"Invalid RFC3339 encoded (?:date|datetime|time)", r"date illisible", r"unreadable date"),
    (r"Invalid UUID", r"identifiant illisible", r"unreadable identifier"),
    (r"Expected `(.+?)`, got `(.+?)`", r"« \1 » attendu, pas « \2 »", r"expected `\1`, not `\2`"),
]
_PATTERNS = [(re.compile(saying), fr, en) for saying, fr, en in _SAYINGS]


def field_errors(complaint: str, language: Literal["fr", "en"], field: str = "") -> list[FieldError]:
    """One complaint of msgspec as a field and plain words."""
    place = _PLACE.search(complaint)
    path = ".".join(part for part in (field, place[1] if place else "") if part)
    bare = complaint[: place.start()] if place else complaint
    for pattern, french, english in _PATTERNS:
        found = pattern.fullmatch(bare)
        if found:
            words = found.expand(english if language == "en" else french)
            return [FieldError(".".join(part for part in (path, _named(found)) if part), words)]
    return [FieldError(path, "value not allowed" if language == "en" else "valeur non permise")]


def _named(found: re.Match[str]) -> str:
    return found[1] if "field `" in found[0] else ""


def complaints(extra: Any, language: Literal["fr", "en"]) -> list[FieldError]:
    """What Litestar gathered of a request that does not fit its handler."""
    if not isinstance(extra, Iterable):
        return []
    return [
        error
        for item in extra
        if isinstance(item, dict)
        for error in field_errors(str(item.get("message", "")), language, _key(item))
    ]


def _key(item: dict[str, Any]) -> str:
    key = str(item.get("key") or "")
    return "" if key == "data" else key
