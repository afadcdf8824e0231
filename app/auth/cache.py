"""Verified tokens remembered for a while: most calls find theirs here."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable

from app.auth import Claims, Verifier

REMEMBERED_S = 300.0
MOST_TOKENS = 20_000


class CachedVerifier:
    """Asks `inner` once per token, then remembers for 5 minutes or until the token expires."""

    def __init__(self, inner: Verifier, *, most: int = MOST_TOKENS, now: Callable[[], float] = time.time) -> None:
        self._inner = inner
        self._most = most
        self._now = now
        self._known: OrderedDict[str, tuple[float, Claims]] = OrderedDict()
        self._flights: dict[str, asyncio.Task[Claims]] = {}

    def known(self, token: str) -> Claims | None:
        """The claims if this token was verified lately; costs about a microsecond."""
        remembered = self._known.get(token)
        if remembered is None:
            return None
        until, claims = remembered
        if self._now() >= until:
            del self._known[token]
            return None
        self._known.move_to_end(token)
        return claims

    async def verify(self, token: str) -> Claims:
        """As `inner`, once for all who ask about the same token at the same time."""
        claims = self.known(token)
        if claims is not None:
            return claims
        flight = self._flights.get(token) or self._take_off(token)
        # Shielded: a caller who hangs up must not fail the others who wait for the same answer.
        return await asyncio.shield(flight)

    def _take_off(self, token: str) -> asyncio.Task[Claims]:
        flight = asyncio.create_task(self._verify_and_remember(token))
        self._flights[token] = flight
        flight.add_done_callback(lambda _: self._flights.pop(token))
        return flight

    async def _verify_and_remember(self, token: str) -> Claims:
        claims = await self._inner.verify(token)
        now = self._now()
        until = min(claims.expires_at, now + REMEMBERED_S)
        if until > now:
            self._known[token] = (until, claims)
            if len(self._known) > self._most:
                self._known.popitem(last=False)
        return claims
