"""The answer of a reference list or text: with its ETag, or 304 to a client that has it already."""

from hashlib import blake2b
from typing import Any, TypeVar

import msgspec
from litestar import Request, Response

from app.errors import Language

T = TypeVar("T")

_FRESH = "public, max-age=3600"


def answer(request: Request[Any, Any, Any], body: T, language: Language) -> Response[T]:
    """The body, unless the caller's If-None-Match already names it."""
    digest = blake2b(msgspec.json.encode(body) + language.encode(), digest_size=12).hexdigest()
    etag = f'"{digest}"'
    headers = {"ETag": etag, "Cache-Control": _FRESH, "Vary": "Accept-Language", "Content-Language": language}
    if already_has(etag, request.headers.get("if-none-match", "")):
        unchanged: Response[Any] = Response(None, status_code=304, headers=headers)
        return unchanged
    return Response(body, headers=headers)


def already_has(etag: str, if_none_match: str) -> bool:
    """Whether an If-None-Match names this ETag."""
    known = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return etag in known or known == ["*"]
