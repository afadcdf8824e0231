"""Sends notices by FCM's HTTP v1 API over one HTTP/2 connection."""

import asyncio
import random
import ssl
from collections.abc import Callable
from datetime import UTC, datetime

import httpx

from push.answers import Answer, retry_after
from push.breaker import Breaker
from push.fates import expired, held, judge, rule_for, unsayable
from push.line import Line
from push.model import Device, Notice, Receipt
from push.payload import encode
from push.tokens import AccessTokens, NoAccessToken
from push.waits import Jitter

GOOGLE = "https://fcm.googleapis.com"
# Above about 90 requests at once, one HTTP/2 connection to FCM begins to fail.
IN_FLIGHT = 90
TIMEOUT = 15.0

NOT_WRITTEN = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class FcmSender:
    """A Sender over FCM (https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages/send).

    `timeout` (seconds) bounds each post as a whole, its answer included; with two waits for an access token and
    one repetition, a send that has a place takes at most twice `timeout` and twice the tokens' patience.
    `url` is the endpoint's beginning, `web_origin` that of the web app's links (both https://…), `trust` whose
    certificates are believed (None: the usual authorities); `jitter` draws from [0, 1).
    Raises ValueError for an address that is none.
    """

    def __init__(
        self,
        *,
        project: str,
        tokens: AccessTokens,
        url: str = GOOGLE,
        web_origin: str | None = None,
        timeout: float = TIMEOUT,
        in_flight: int = IN_FLIGHT,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        jitter: Jitter = random.random,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._url = httpx.URL(f"{url.rstrip('/')}/v1/projects/{project}/messages:send")
        if self._url.scheme not in ("http", "https") or not self._url.host:
            raise ValueError(f"the address of FCM must begin with https:// or http://, not {url!r}")
        self._tokens = tokens
        self._web_origin = web_origin
        self._timeout = timeout
        self._places = asyncio.Semaphore(in_flight)
        self._clock = clock
        self._jitter = jitter
        self._breaker = Breaker(jitter)
        # A third for connecting, so that a host which never answers counts as not written to.
        self._line = Line(connect=timeout / 3, places=in_flight, trust=trust)

    async def send(self, device: Device, notice: Notice, attempt: int) -> Receipt:
        """Post once (twice if the access token had to be renewed) and judge the answer. Nothing is raised."""
        async with self._places:
            sent_at = self._clock()
            if notice.expires_at <= sent_at:
                return expired(device)
            if hold := self._breaker.admit(device.platform, sent_at):
                return held(device, hold, notice.expires_at, self._jitter)
            try:
                body = encode(device, notice, sent_at, self._web_origin)
            except (KeyError, ValueError) as error:
                self._breaker.unheard_of(device.platform)
                return unsayable(device, error)
            answer = await self._deliver(body, device, sent_at)
        return judge(
            answer,
            device,
            attempt=attempt,
            sent_at=sent_at,
            now=self._clock(),
            expires_at=notice.expires_at,
            jitter=self._jitter,
        )

    def shut_until(self) -> dict[str, datetime]:
        """The breakers that are open now ("project" or a platform), and until when."""
        return self._breaker.shut_until(self._clock())

    async def close(self) -> None:
        """Close the connections and stop refreshing the token."""
        await self._tokens.close()
        await self._line.close()

    async def _deliver(self, body: bytes, device: Device, sent_at: datetime) -> Answer:
        try:
            answer = await self._ask(body, device, sent_at)
        except BaseException:
            self._breaker.unheard_of(device.platform)
            raise
        rule, _ = rule_for(answer, device, sent_at)
        now = self._clock()
        self._breaker.heard(device.platform, rule.reach, rule.wait, retry_after(answer, now), now)
        return answer

    async def _ask(self, body: bytes, device: Device, sent_at: datetime) -> Answer:
        try:
            token = await self._tokens.current()
        except NoAccessToken as none:
            return Answer("token-denied" if none.denied else "token-late")
        answer = await self._post(body, token)
        rule, _ = rule_for(answer, device, sent_at)
        return await self._post_again(body, token, answer) if rule.renews_token else answer

    async def _post_again(self, body: bytes, token: str, refusal: Answer) -> Answer:
        try:
            fresh = await self._tokens.renew(token)
        except NoAccessToken:
            return refusal
        return refusal if fresh == token else await self._post(body, fresh)

    async def _post(self, body: bytes, token: str) -> Answer:
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        try:
            # httpx bounds each read, not the whole: a body that drips would hold its place for ever.
            async with asyncio.timeout(self._timeout):
                answer, said = await self._line.post(self._url, body, headers)
        except NOT_WRITTEN:
            return Answer("refused")
        except Exception:
            # Not only httpx's own errors: those of h2 pass through it. Whatever broke after the write may be delivered.
            return Answer("unheard")
        return Answer(answer.status_code, dict(answer.headers), said)
