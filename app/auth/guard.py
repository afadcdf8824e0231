"""Nobody passes without a token that proves something; the claims travel with the request."""

from typing import Any, cast

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from app.auth import Claims, bearer
from app.auth.cache import CachedVerifier


class SignInGuard:
    """The guard of every router but the public ones."""

    def __init__(self, verifier: CachedVerifier) -> None:
        self._verifier = verifier

    async def __call__(self, connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        token = bearer(connection.headers.get("authorization"))
        connection.scope["user"] = self._verifier.known(token) or await self._verifier.verify(token)


async def provide_caller(request: Request[Any, Any, Any]) -> Claims:
    """What the caller's token proves."""
    return cast("Claims", request.scope["user"])
