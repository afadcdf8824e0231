"""Google's public certificates for Firebase tokens: fetched seldom, kept long."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple

import httpx
import msgspec
import structlog

from app.errors import BadToken, DependencyDown

CERTIFICATES_URL = "https://www.googleapis.com/robot/v1/metadata/x509/securetoken@system.gserviceaccount.com"
FETCH_TIMEOUT_S = 5.0
STALE_S = 24 * 3600.0  # how long past their freshness certificates still serve, if Google cannot be reached
PAUSE_AFTER_SUCCESS_S = 10.0  # an unknown key is asked for at most this often
PAUSE_AFTER_FAILURE_S = 2.0
DEFAULT_FRESH_S = 3600.0
SHORTEST_FRESH_S, LONGEST_FRESH_S = 60.0, 24 * 3600.0

log = structlog.get_logger("tandem.auth")


class Fetched(NamedTuple):
    """The body of the certificates' answer, and for how many seconds it says to be fresh."""

    body: bytes
    fresh_s: float


class Unreachable(Exception):
    """The certificates could not be fetched, or what came is none."""


Fetch = Callable[[], Awaitable[Fetched]]


async def fetch_certificates(url: str = CERTIFICATES_URL) -> Fetched:
    """Ask Google; raises `Unreachable`."""
    try:
        async with httpx.AsyncClient(timeout=FETCH_TIMEOUT_S) as http, asyncio.timeout(FETCH_TIMEOUT_S):
            answer = await http.get(url)
            answer.raise_for_status()
    except (httpx.HTTPError, OSError) as failure:
        raise Unreachable(repr(failure)) from failure
    return Fetched(answer.content, _fresh_s(answer.headers))


class Certificates:
    """The certificates held by this process, refreshed by one task however many callers wait."""

    def __init__(self, fetch: Fetch = fetch_certificates, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.body = b"{}"
        self._key_ids: frozenset[str] = frozenset()
        self._fetch = fetch
        self._clock = clock
        self._fresh_until = self._stale_until = self._next_fetch_at = float("-inf")
        self._reachable = True
        self._refreshing: asyncio.Task[None] | None = None

    async def ensure(self, key_id: str) -> None:
        """Return once the certificate of this key is held; `BadToken` if it does not exist."""
        if self._holds(key_id):
            if self._clock() >= self._fresh_until:
                self._refresh()  # not waited for: the stale ones serve meanwhile
            return
        refreshing = self._refresh()
        if refreshing is not None:
            # Shielded: a caller who hangs up must not fail the others who wait.
            await asyncio.shield(refreshing)
        if self._holds(key_id):
            return
        if self._reachable:
            raise BadToken("unknown signing key")
        raise DependencyDown("firebase", retry_after=int(PAUSE_AFTER_FAILURE_S))

    def _holds(self, key_id: str) -> bool:
        return key_id in self._key_ids and self._clock() < self._stale_until

    def _refresh(self) -> asyncio.Task[None] | None:
        if self._refreshing is None and self._clock() >= self._next_fetch_at:
            self._refreshing = asyncio.create_task(self._fetch_and_keep())
        return self._refreshing

    async def _fetch_and_keep(self) -> None:
        try:
            fetched = await self._fetch()
            key_ids = _key_ids(fetched.body)
        except Unreachable as failure:
            self._reachable = False
            self._next_fetch_at = self._clock() + PAUSE_AFTER_FAILURE_S
            log.warning("certificates unreachable", cause=str(failure))
        else:
            now = self._clock()
            self.body, self._key_ids, self._reachable = fetched.body, key_ids, True
            self._fresh_until = now + fetched.fresh_s
            self._stale_until = self._fresh_until + STALE_S
            self._next_fetch_at = now + PAUSE_AFTER_SUCCESS_S
        finally:
            self._refreshing = None


def _key_ids(body: bytes) -> frozenset[str]:
    try:
        certificates = msgspec.json.decode(body, type=dict[str, str])
    except ValueError as garbage:
        raise Unreachable("the answer is not a list of certificates") from garbage
    if not certificates:
        raise Unreachable("the answer holds no certificate")
    return frozenset(certificates)


def _fresh_s(headers: httpx.Headers) -> float:
    """What is left of the answer's `max-age`, within bounds."""
    max_age = re.search(r"max-age=(\d{1,9})", headers.get("cache-control", ""))
    if max_age is None:
        return DEFAULT_FRESH_S
    age = headers.get("age", "0")
    left = float(max_age[1]) - (float(age) if age.isdecimal() else 0.0)
    return min(max(left, SHORTEST_FRESH_S), LONGEST_FRESH_S)
