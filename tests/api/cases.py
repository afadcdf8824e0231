"""Bad bodies: a good one, spoilt in one place at a time."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

_HERE = "@here@"


class Case(NamedTuple):
    name: str
    body: bytes
    content_type: str | None = "application/json"


NOT_JSON = {
    "half an object": b"{",
    "words": b"bonjour",
    "a list": b"[]",
    "a text": b'"bonjour"',
    "a number": b"12",
    "a truth": b"true",
    "bad UTF-8": b'{"firstName": "\xff\xfe"}',
    "bad UTF-8 in a key": b'{"\xc3\x28": 1}',
    "a NUL byte": b"\x00",
    "a NUL byte in a text": b'{"firstName": "a\x00b"}',
    "UTF-16": '{"firstName": "Inès"}'.encode("utf-16"),
    "not a number": b'{"capacity": NaN}',
    "infinity": b'{"capacity": Infinity}',
    "a number past all floats": b'{"capacity": 1e999}',
    "two documents": b"{} {}",
    "a comment": b'{"phone": "+33612345678" /* mine */}',
    "2 000 nested lists": b"[" * 2_000 + b"]" * 2_000,
    "2 000 nested lists in a field": b'{"about": ' + b"[" * 2_000 + b"]" * 2_000 + b"}",
    "2 000 nested objects": b'{"a":' * 2_000 + b"1" + b"}" * 2_000,
    "100 000 nested lists": b"[" * 100_000 + b"]" * 100_000,
    "100 000 brackets never closed": b"[" * 100_000,
    "1 MB of spaces": b"{" + b" " * 1_000_000 + b"}",
    "1 MB of text": b'{"about": "' + b"a" * 1_000_000 + b'"}',
}
ABSENT = {"nothing": b"", "null": b"null"}
OTHER_TYPES = ("text/plain", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded")

# Whatever a field is, it is none of these …
NEVER = {"an object": '{"a": 1}', "a list of lists": "[[1]]", "10**30": str(10**30), "1e400": "1e400"}
# … and these only if it is of that kind.
TRUTH, TEXT, NUMBER, LIST, NULL = "true", '"n\'importe quoi"', "-1", "[]", "null"
SPOILT_TEXTS = {
    "a NUL": '"a\\u0000b"',
    "a lone surrogate": '"\\ud800"',
    "a lone low surrogate": '"a\\udc00b"',
    "a control character": '"a\\u0007b"',
    "5 000 letters": json.dumps("a" * 5_000),
}


def bodies(good: dict[str, Any], *, required: set[str], may_be_absent: bool) -> Iterator[Case]:
    """Every bad body for a route whose good one is known; `required` names fields it cannot do without."""
    for name, body in NOT_JSON.items():
        yield Case(name, body)
    for content_type in OTHER_TYPES:
        yield Case(f"as {content_type}", json.dumps(good).encode(), content_type)
    if not may_be_absent:
        for name, body in ABSENT.items():
            yield Case(name, body)
    yield Case("an unknown field", json.dumps(good | {"isAdmin": True}).encode())
    yield Case("a field of the database", json.dumps(good | {"verified_at": "2026-01-01T00:00:00Z"}).encode())
    for field in required:
        yield Case(f"no {field}", json.dumps({key: good[key] for key in good if key != field}).encode())
    for path, value in _leaves(good):
        for name, literal in _spoilt(value):
            yield Case(f"{name} as {'.'.join(map(str, path))}", _with(good, path, literal))


def with_value(good: dict[str, Any], path: tuple[str | int, ...], value: Any) -> bytes:
    """The good body but for one place."""
    return _with(good, path, json.dumps(value))


def _spoilt(value: Any) -> Iterator[tuple[str, str]]:
    yield from NEVER.items()
    if not isinstance(value, bool):
        yield "true", TRUTH
    if not isinstance(value, list):
        yield "an empty list", LIST
    if isinstance(value, str):
        yield "-1", NUMBER
        yield from SPOILT_TEXTS.items()
    else:
        yield "a text", TEXT
    if isinstance(value, list):
        yield "null", NULL
        yield "200 of them", json.dumps((value or ["a"]) * 200)


def _leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if path:
        yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list) and value:
        yield from _leaves(value[0], (*path, 0))


def _with(good: dict[str, Any], path: tuple[str | int, ...], literal: str) -> bytes:
    spoilt = json.loads(json.dumps(good))
    place = spoilt
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = _HERE
    return json.dumps(spoilt).replace(f'"{_HERE}"', literal).encode()
