"""Sends notices by FCM's HTTP v1 API over one HTTP/2 connection."""

import asyncio
import random
from collections.abc import Callable
from datetime import UTC, datetime

import httpx

from push.answers import Answer
from push.fates import expired, judge, rule_for, unsayable, within_horizon
from push.model import Device, Notice, Receipt
from push.payload import encode
from push.tokens import AccessTokens, NoAccessToken
from push.waits import Jitter

GOOGLE = "https://fcm.googleapis.com"
# Above about 90 requests at once, one HTTP/2 connection to FCM begins to fail.
IN_FLIGHT = 90
TIMEOUT = 15.0
# HTTP/2 needs one. A stand-in that only speaks HTTP/1.1 gets one per request in flight, and httpcore's
# pool takes time quadratic in those it keeps idle (90 kept: 70 notices/s; 10 kept: 300).
KEPT_IDLE = 10

NOT_WRITTEN = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class FcmSender:
    """A Sender over FCM. `timeout` (seconds) bounds each post as a whole, its answer included.

    `url` is the endpoint's beginning, `web_origin` that of the web app's links (both https://…);
    `jitter` draws from [0, 1). Raises ValueError for an address that is none.
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
    ) -> None:
        self._url = httpx.URL(f"{url.rstrip('/')}/v1/projects/{project}/messages:send")
        if self._url.scheme not in ("http", "https"):
            raise ValueError(f"the address of FCM must begin with https:// or http://, not {url!r}")
        self._tokens = tokens
        self._web_origin = web_origin
        self._timeout = timeout
        self._places = asyncio.Semaphore(in_flight)
        self._clock = clock
        self._jitter = jitter
        self._client = httpx.AsyncClient(
            http2=True,
            # A third for connecting, so that a host which never answers counts as not written to.
            timeout=httpx.Timeout(timeout, connect=timeout / 3, pool=None),
            limits=httpx.Limits(max_connections=in_flight, max_keepalive_connections=KEPT_IDLE),
        )

    async def send(self, device: Device, notice: Notice, attempt: int) -> Receipt:
        """Post once (twice if the access token had to be renewed) and judge the answer."""
        async with self._places:
            sent_at = self._clock()
            if notice.expires_at <= sent_at:
                return expired(device)
            try:
                body = encode(device, notice, sent_at, self._web_origin)
            except (KeyError, ValueError) as error:
                return unsayable(device, error)
            answer = await self._deliver(body, device, sent_at)
        receipt = judge(answer, device, attempt=attempt, sent_at=sent_at, now=self._clock(), jitter=self._jitter)
        return within_horizon(receipt, notice.expires_at)

    async def close(self) -> None:
        """Close the connections and stop refreshing the token."""
        await self._tokens.close()
        await self._client.aclose()

    async def _deliver(self, body: bytes, device: Device, sent_at: datetime) -> Answer:
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
                answer = await self._client.post(self._url, content=body, headers=headers)
        except NOT_WRITTEN:
            return Answer("refused")
        except (httpx.RequestError, TimeoutError):
            return Answer("unheard")
        return Answer(answer.status_code, dict(answer.headers), answer.content)
