"""OAuth access tokens: one refresh at a time, ahead of the end, never on the loop."""

# mypy: allow-untyped-calls
# firebase-admin has no types.

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from firebase_admin import credentials
from google.auth.exceptions import GoogleAuthError, TransportError
from msgspec import Struct

AHEAD = timedelta(minutes=10)
LAST_MOMENT = timedelta(seconds=30)
# Between two refreshes that somebody insists on, and after one that failed: OAuth has its quotas too.
PAUSE = 60.0
PAUSE_AFTER_FAILURE = 5.0
# How long a send waits for a token before it comes back as a retry.
PATIENCE = 10.0


class AccessToken(Struct, frozen=True):
    """A bearer token and its end (aware)."""

    value: str
    expires_at: datetime


class NoAccessToken(Exception):
    """No token could be had; `denied` if asking again will not help until somebody mends the credentials."""

    def __init__(self, why: str, *, denied: bool) -> None:
        super().__init__(why)
        self.denied = denied


Fetch = Callable[[], Awaitable[AccessToken]]


class AccessTokens:
    """The present token, kept fresh by `fetch` (which raises NoAccessToken). `patience` in seconds."""

    def __init__(
        self, fetch: Fetch, *, patience: float = PATIENCE, clock: Callable[[], datetime] | None = None
    ) -> None:
        self._fetch = fetch
        self._patience = patience
        self._clock = clock or _utc_now
        self._token: AccessToken | None = None
        self._refreshing: asyncio.Task[AccessToken] | None = None
        self._failure: NoAccessToken | None = None
        self._quiet_until = 0.0
        self._renewed_at = float("-inf")

    async def current(self) -> str:
        """A token that is valid now; one that ends soon is used while the next is fetched."""
        token, now = self._token, self._clock()
        if token is None or token.expires_at <= now + LAST_MOMENT:
            return await self._refreshed()
        if token.expires_at <= now + AHEAD and not self._is_quiet():
            self._refresh()
        return token.value

    async def renew(self, refused: str) -> str:
        """A newer token than `refused`, or the same one if it was renewed only a minute ago."""
        if self._token is not None and self._token.value != refused:
            return self._token.value
        now = asyncio.get_running_loop().time()
        if self._refreshing is None and now < self._renewed_at + PAUSE:
            return refused
        self._renewed_at = now
        return await self._refreshed()

    async def close(self) -> None:
        """Stop waiting for a refresh that is under way."""
        if self._refreshing is not None:
            self._refreshing.cancel()
            await asyncio.wait([self._refreshing])

    async def _refreshed(self) -> str:
        if self._failure is not None and self._is_quiet():
            raise NoAccessToken(str(self._failure), denied=self._failure.denied)
        try:
            async with asyncio.timeout(self._patience):
                # Shielded: others wait for the same refresh, and it stays useful after this caller left.
                return (await asyncio.shield(self._refresh())).value
        except TimeoutError:
            raise NoAccessToken("OAuth is slow", denied=False) from None

    def _is_quiet(self) -> bool:
        return asyncio.get_running_loop().time() < self._quiet_until

    def _refresh(self) -> asyncio.Task[AccessToken]:
        if self._refreshing is None:
            self._refreshing = asyncio.create_task(self._fetch_one())
            self._refreshing.add_done_callback(self._settle)
        return self._refreshing

    async def _fetch_one(self) -> AccessToken:
        try:
            return await self._fetch()
        except NoAccessToken:
            raise
        except Exception as error:
            # Whatever the credentials' library raises, each send must come back with a receipt.
            raise NoAccessToken(repr(error), denied=False) from error

    def _settle(self, task: asyncio.Task[AccessToken]) -> None:
        self._refreshing = None
        if task.cancelled():
            return
        failure = task.exception()
        if failure is None:
            self._token, self._failure = task.result(), None
        elif isinstance(failure, NoAccessToken):
            self._failure = failure
            self._quiet_until = task.get_loop().time() + PAUSE_AFTER_FAILURE


def google_tokens(key_file: str | None = None) -> AccessTokens:
    """Google's tokens for a service account's key file, else for the environment's default credentials.

    Raises OSError or ValueError if the key file cannot be read.
    """
    credential = credentials.Certificate(key_file) if key_file else credentials.ApplicationDefault()
    return AccessTokens(lambda: _in_daemon_thread(lambda: _ask_google(credential)))


def _ask_google(credential: credentials.Base) -> AccessToken:
    try:
        value, expiry = credential.get_access_token()
    except TransportError as error:
        raise NoAccessToken(str(error), denied=False) from error
    except GoogleAuthError as error:
        raise NoAccessToken(str(error), denied=not error.retryable) from error
    except (OSError, ValueError) as error:
        raise NoAccessToken(str(error), denied=True) from error
    return AccessToken(value, expiry.replace(tzinfo=UTC))


def _in_daemon_thread(fetch: Callable[[], AccessToken]) -> Awaitable[AccessToken]:
    """Not `asyncio.to_thread`: the loop waits for its threads at the end, and OAuth may take two minutes."""
    loop = asyncio.get_running_loop()
    result: asyncio.Future[AccessToken] = loop.create_future()

    def settle(token: AccessToken | None, failure: Exception | None) -> None:
        if result.done():
            return
        if token is not None:
            result.set_result(token)
        elif failure is not None:
            result.set_exception(failure)

    def run() -> None:
        token, failure = None, None
        try:
            token = fetch()
        except Exception as error:
            failure = error
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile, nobody waits
            loop.call_soon_threadsafe(settle, token, failure)

    threading.Thread(target=run, name="oauth", daemon=True).start()
    return result


def _utc_now() -> datetime:
    return datetime.now(UTC)
