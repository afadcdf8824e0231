"""The answer of a reference list: a page with its ETag, or 304 to a client that has it already."""

from hashlib import blake2b
from typing import Any, TypeVar

import msgspec
from litestar import Request, Response

from app.errors import Language
from app.wire import Page

T = TypeVar("T")

_FRESH = "public, max-age=3600"


def answer(request: Request[Any, Any, Any], page: Page[T], language: Language) -> Response[Page[T]]:
    """The page, unless the caller's If-None-Match already names it."""
    digest = blake2b(msgspec.json.encode(page) + language.encode(), digest_size=12).hexdigest()
    etag = f'"{digest}"'
    headers = {"ETag": etag, "Cache-Control": _FRESH, "Vary": "Accept-Language", "Content-Language": language}
    if _already_has(etag, request.headers.get("if-none-match", "")):
        unchanged: Response[Any] = Response(None, status_code=304, headers=headers)
        return unchanged
    return Response(page, headers=headers)


def _already_has(etag: str, if_none_match: str) -> bool:
    known = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return etag in known or known == ["*"]
