"""The one place that renders an error: RFC 9457, in the caller's language."""

from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import (
    ClientException,
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
    ValidationException,
)

from app.complaints import FieldError, complaints
from app.errors import (
    DependencyDown,
    DomainError,
    Invalid,
    Language,
    Malformed,
    MethodNotAllowed,
    NotFound,
    TooLarge,
    Unexpected,
    language_of,
)

log = structlog.get_logger("tandem.errors")


class Problem(msgspec.Struct, omit_defaults=True):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []


def problem(error: DomainError, language: Language) -> Problem:
    """What the caller reads of an error."""
    errors = error.errors
    if isinstance(error, Invalid) and error.fields:
        errors = [FieldError(field, words.said(language, {})) for field, words in error.fields]
    return Problem(
        type=f"urn:tandem:{error.type}",
        title=error.title.said(language, error.facts),
        status=error.status,
        detail=error.detail.said(language, error.facts),
        errors=errors,
    )


def render(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    """Every error's answer: an `application/problem+json` in the caller's language."""
    language = language_of(request)
    known = error if isinstance(error, DomainError) else _known(error, language)
    # Of the path only what the route says: what a caller puts into it may be a secret.
    path = request.scope.get("path_template")
    if isinstance(known, Unexpected):
        log.error("unhandled", method=request.method, path=path, exc_info=error)
    elif isinstance(known, DependencyDown):
        log.warning("dependency down", dependency=known.dependency, path=path, cause=repr(error.__cause__))
    return Response(
        problem(known, language),
        status_code=known.status,
        media_type="application/problem+json",
        headers={**known.headers, "Content-Language": language, "Vary": "Accept-Language"},
    )


def _known(error: Exception, language: Language) -> DomainError:
    match error:
        case ValidationException():
            return Invalid(language_free=complaints(error.extra, language))
        case NotFoundException():
            return NotFound()
        case MethodNotAllowedException():
            known = MethodNotAllowed()
            known.headers = dict(error.headers or {})
            return known
        case HTTPException(status_code=413):
            return TooLarge()
        case ClientException():
            return Malformed()
        case HTTPException(status_code=status) if status < 500:
            return Malformed()
    return Unexpected()
