"""An outbox in simulated time: hours pass in seconds, FCM is a real server that looks at the same clock."""

import asyncio
import heapq
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from msgspec import Struct

from push.fcm import FcmSender
from push.model import Device, Notice
from tests.push.fcm_server import FcmServer, Post, Reply
from tests.push.samples import NOW, a_device

# Sends that fall due within it go out together, as a worker that polls would have it.
POLL = timedelta(milliseconds=50)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Try(Struct, frozen=True):
    """One post, when in simulated time, and what was answered."""

    at: datetime
    nid: str
    reply: Reply


class Tries:
    """Every post that FCM saw, with the simulated time."""

    def __init__(self, fcm: FcmServer, clock: Clock, script: Callable[[datetime], Reply]) -> None:
        self.all: list[Try] = []
        self._clock = clock
        fcm.script = lambda _: script(clock.now)
        fcm.remember = self._remember

    def _remember(self, post: Post) -> None:
        self.all.append(Try(self._clock.now, post.nid, post.reply))

    def delivered(self) -> set[str]:
        return {one.nid for one in self.all if one.reply.status == 200}

    def too_soon(self, least: Callable[[Reply], float]) -> list[Try]:
        """The tries that came before the answer to the one before allowed it."""
        by_notice: dict[str, list[Try]] = defaultdict(list)
        for one in self.all:
            by_notice[one.nid].append(one)
        return [
            later
            for tries in by_notice.values()
            for earlier, later in pairwise(tries)
            if later.at < earlier.at + timedelta(seconds=least(earlier.reply))
        ]

    def busiest_tenth(self, since: datetime) -> int:
        """How many the busiest 100 ms held."""
        times = sorted(one.at for one in self.all if one.at >= since)
        tenth, first, most = timedelta(milliseconds=100), 0, 0
        for last, at in enumerate(times):
            while at - times[first] >= tenth:
                first += 1
            most = max(most, last - first + 1)
        return most


async def carry(sender: FcmSender, clock: Clock, notices: Sequence[tuple[datetime, Notice]]) -> dict[str, str]:
    """Sends each notice from its time on until it has an end; the fate of each, by its id."""
    ends: dict[str, str] = {}
    waiting: list[tuple[datetime, int, Notice, int]] = [
        (at, number, notice, 1) for number, (at, notice) in enumerate(notices)
    ]
    heapq.heapify(waiting)
    while waiting:
        clock.now = max(clock.now, waiting[0][0] + POLL)
        due: list[Any] = []
        while waiting and waiting[0][0] <= clock.now:
            due.append(heapq.heappop(waiting))
        receipts = await asyncio.gather(
            *(sender.send(a_phone(number), notice, attempt) for _, number, notice, attempt in due)
        )
        for (_, number, notice, attempt), receipt in zip(due, receipts, strict=True):
            if receipt.retry_at is None:
                ends[notice.id] = receipt.fate
            else:
                tries = attempt + (receipt.sent_at is not None)
                heapq.heappush(waiting, (receipt.retry_at, number, notice, tries))
    return ends


def a_phone(number: int) -> Device:
    return a_device(id=f"d{number}", value=f"fid-{number}", platform=("android", "ios", "web")[number % 3])
