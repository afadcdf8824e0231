"""Who is calling: a bearer token in, what it proves out."""

from typing import Protocol

import msgspec

from app.errors import BadToken

LONGEST_TOKEN = 8 * 1024


class Claims(msgspec.Struct, frozen=True):
    """What a verified token says. `email` only if the address was verified; `expires_at` in epoch seconds."""

    uid: str
    phone: str | None
    email: str | None
    expires_at: float
    second_factor: bool


class Verifier(Protocol):
    """Raises `BadToken` if the token proves nothing, `DependencyDown` if that cannot be known now."""

    async def verify(self, token: str) -> Claims: ...


def bearer(header: str | None) -> str:
    """The token of an `Authorization` header."""
    if not header:
        raise BadToken("missing")
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise BadToken("not a bearer")
    token = token.strip(" ")
    if not token:
        raise BadToken("missing")
    if len(token) > LONGEST_TOKEN:
        raise BadToken("longer than 8 kB")
    if not token.isascii():
        raise BadToken("not ASCII")
    return token
