"""Nobody passes without a token that proves something; the claims travel with the request."""

from collections.abc import Callable
from typing import Any, TypeAlias

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from app.auth import Claims, bearer
from app.auth.cache import CachedVerifier
from app.errors import SecondFactorNeeded

# What a handler behind the guard takes: `request.user` is what the caller's token proves. Not a dependency, because
# Litestar opens a task group for a second one, which takes as long as half a swipe.
SignedIn: TypeAlias = Request[Claims, Any, Any]


class SignInGuard:
    """The guard of every router but the public ones."""

    def __init__(self, verifier: Callable[[], CachedVerifier]) -> None:
        self._verifier = verifier

    def __deepcopy__(self, _: dict[int, Any]) -> "SignInGuard":
        # Litestar copies the routers it is given, and all they hold: a verifier's locks and threads cannot be copied,
        # and every copy would remember tokens for itself.
        return self

    async def __call__(self, connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        token = bearer(connection.headers.get("authorization"))
        verifier = self._verifier()
        connection.scope["user"] = verifier.known(token) or await verifier.verify(token)


def second_factor(connection: ASGIConnection[Claims, Any, Any, Any], _: BaseRouteHandler) -> None:
    """The guard of the staff's router in production, behind the first: a stolen phone number is not enough."""
    if not connection.scope["user"].second_factor:
        raise SecondFactorNeeded
