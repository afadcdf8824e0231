"""One socket as the process sees it: what waits to go out on it, and how far it has been told."""

import asyncio
from typing import NamedTuple
from uuid import UUID

from app.errors import Language
from app.messages.model import Admitted, Earshot, Reach

# Who reads slower than this is cut, and asks for the rest over HTTP.
MOST_WAITING = 500


class Close(NamedTuple):
    """Why a socket ends: the code decides what its client does next."""

    code: int
    reason: str


SIGN_IN_OVER = Close(4401, "sign-in over: ask for a new ticket")
NOT_ALLOWED = Close(4403, "not allowed: ask GET /v1/me why")
TOO_SLOW = Close(4408, "read too slowly: connect again, and ask for what is missing")
REPLACED = Close(4409, "too many sockets: a newer one took this one's place")
LESS_TO_HEAR = Close(4410, "a tandem is gone: connect again")
TOO_FAST = Close(4429, "too many frames: wait before connecting again")
NOT_TEXT = Close(1003, "frames are JSON text")
TOO_BIG = Close(1009, "a frame has 16 kB at most")
OUR_FAULT = Close(1011, "our fault: connect again")
TRY_LATER = Close(1013, "connect again in a few seconds")


class Line:
    """What one socket is told. Its frames go out in the order in which they were told."""

    def __init__(self, admitted: Admitted, earshot: Earshot) -> None:
        self.uid = admitted.uid
        self.language: Language = admitted.language
        self.member_id = earshot.member_id
        self.sequences: dict[UUID, int] = {}
        self.changes: dict[UUID, int] = {}
        for tandem_id, reach in earshot.tandems.items():
            self.hear(tandem_id, reach)
        self.ended: asyncio.Future[Close] = asyncio.get_running_loop().create_future()
        self._frames: asyncio.Queue[bytes] = asyncio.Queue(MOST_WAITING)

    def hear(self, tandem_id: UUID, reach: Reach) -> None:
        """From here on it is told of this tandem."""
        self.sequences[tandem_id] = reach.sequence
        self.changes[tandem_id] = reach.change

    def tell(self, frame: bytes) -> None:
        try:
            self._frames.put_nowait(frame)
        except asyncio.QueueFull:
            self.end(TOO_SLOW)

    def end(self, close: Close) -> None:
        """The first reason counts."""
        if not self.ended.done():
            self.ended.set_result(close)

    async def next(self) -> bytes:
        return await self._frames.get()
