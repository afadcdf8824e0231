"""The Authorization header."""

import pytest

from app.auth import LONGEST_TOKEN, bearer
from app.errors import BadToken


@pytest.mark.parametrize("header", ["Bearer a.b.c", "bearer a.b.c", "BEARER   a.b.c", "Bearer a.b.c "])
def test_a_bearer_token_is_read(header: str) -> None:
    assert bearer(header) == "a.b.c"


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (None, "missing"),
        ("", "missing"),
        ("Bearer", "missing"),
        ("Bearer ", "missing"),
        ("Basic YXdhOnNlY3JldA==", "not a bearer"),
        ("a.b.c", "not a bearer"),
        ("Bearer\ta.b.c", "not a bearer"),
        ("Bearer é.è.à", "not ASCII"),
        ("Bearer " + "x" * (LONGEST_TOKEN + 1), "longer than 8 kB"),
    ],
)
def test_any_other_header_is_refused(header: str | None, reason: str) -> None:
    with pytest.raises(BadToken) as refusal:
        bearer(header)

    assert refusal.value.reason == reason


def test_a_token_of_eight_kilobytes_is_read() -> None:
    assert len(bearer("Bearer " + "x" * LONGEST_TOKEN)) == LONGEST_TOKEN
