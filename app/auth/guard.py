"""Nobody passes without a token that proves something; the claims travel with the request."""

from typing import Any, TypeAlias

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from app.auth import Claims, bearer
from app.auth.cache import CachedVerifier

# What a handler behind the guard takes: `request.user` is what the caller's token proves. Not a dependency, because
# Litestar opens a task group for a second one, which takes as long as half a swipe.
SignedIn: TypeAlias = Request[Claims, Any, Any]


class SignInGuard:
    """The guard of every router but the public ones."""

    def __init__(self, verifier: CachedVerifier) -> None:
        self._verifier = verifier

    async def __call__(self, connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        token = bearer(connection.headers.get("authorization"))
        connection.scope["user"] = self._verifier.known(token) or await self._verifier.verify(token)
