"""The one HTTP/2 connection to FCM, and a new one as soon as it is deaf or old."""

import ssl

import httpx

# FCM's answers have a few hundred bytes: what is longer is not FCM, and is not kept.
LONGEST_BODY = 64 * 1024
# HTTP/2 needs one. A stand-in that only speaks HTTP/1.1 gets one per request in flight, and httpcore's
# pool takes time quadratic in those it keeps idle (90 kept: 70 notices/s; 10 kept: 300).
KEPT_IDLE = 10
# h2 remembers 65 536 streams that are over, 12 MB of them: a connection that is left sooner keeps memory flat.
POSTS_EACH = 10_000


class Line:
    """Posts to one host over one HTTP/2 connection (HTTP/1.1 where a stand-in has nothing better).

    `connect` in seconds; how long a whole post may take is the caller's to bound. `places` is how many posts
    may be under way, `trust` whose certificates are believed (None: the usual authorities).
    """

    def __init__(self, *, connect: float, places: int, trust: ssl.SSLContext | None = None) -> None:
        self._connect = connect
        self._places = places
        # Read once: it takes some 20 ms.
        self._trust = trust or httpx.create_ssl_context()
        self._under_way: dict[httpx.AsyncClient, int] = {}
        self._client = self._dial()

    async def post(self, url: httpx.URL, body: bytes, headers: dict[str, str]) -> tuple[httpx.Response, bytes]:
        """The answer and its body, cut at LONGEST_BODY bytes. Raises what httpx and h2 raise."""
        client = self._client
        self._under_way[client] += 1
        self._posts += 1
        if self._posts >= POSTS_EACH:
            self._leave(client)
        try:
            async with client.stream("POST", url, content=body, headers=headers) as answer:
                return answer, await _beginning(answer)
        except (httpx.NetworkError, httpx.RemoteProtocolError):
            raise  # httpx itself connects anew where it must
        except BaseException:
            # Given up by the caller, or h2 is confused. Silence is no error to TCP: after a cut without a goodbye
            # all that follows would wait in vain, for a quarter of an hour. So the next posts get a connection of
            # their own; those under way keep this one.
            self._leave(client)
            raise
        finally:
            self._under_way[client] -= 1
            await self._hang_up(client)

    async def close(self) -> None:
        """Close every connection, at once."""
        for client in list(self._under_way):
            await client.aclose()

    def _dial(self) -> httpx.AsyncClient:
        client = httpx.AsyncClient(
            http2=True,
            verify=self._trust,
            timeout=httpx.Timeout(None, connect=self._connect),
            limits=httpx.Limits(max_connections=self._places, max_keepalive_connections=KEPT_IDLE),
        )
        self._under_way[client] = 0
        self._posts = 0
        return client

    def _leave(self, client: httpx.AsyncClient) -> None:
        if client is self._client:
            self._client = self._dial()

    async def _hang_up(self, client: httpx.AsyncClient) -> None:
        if client is not self._client and self._under_way[client] == 0:
            del self._under_way[client]
            await client.aclose()


async def _beginning(answer: httpx.Response) -> bytes:
    body = bytearray()
    async for part in answer.aiter_bytes():
        body += part
        if len(body) >= LONGEST_BODY:
            break
    return bytes(body[:LONGEST_BODY])
