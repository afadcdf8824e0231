"""Carries the outbox to phones: claims what is due, sends it, and marks each notice after its send."""

import asyncio
import contextlib
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta

import structlog

from app.carrier import marking
from app.carrier.marks import REST_SECONDS, Marks
from app.carrier.model import Parcel, Post
from app.carrier.sorting import sort
from app.devices import store as devices
from app.errors import DependencyDown
from app.outbox import store as outbox
from app.outbox.model import Claimed
from push.model import Device, Receipt

log = structlog.get_logger("tandem.carrier")

# As many as one connection to FCM bears (push.fcm.IN_FLIGHT, which takes a second to import).
IN_FLIGHT = 90
# Notices claimed and not yet marked: those in flight, and as many as keep them so while more are claimed.
IN_HAND = 150
CLAIMED = 60
# A send takes 50 s at most (2 × 15 s, and 2 × 10 s for an access token), and may wait as long for its place; after a
# crash a notice waits this long at most.
LEASE = timedelta(seconds=120)
POLL_SECONDS = 1.0


class Carrier:
    """The notices this worker has in hand."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._marks = Marks(post.db)
        self._places = asyncio.Semaphore(IN_FLIGHT)
        self._under_way: set[asyncio.Task[None]] = set()
        self._in_hand = 0
        self._stirred = asyncio.Event()
        self._more = False
        self._draining = False

    def wake(self) -> None:
        """There may be something to carry."""
        self._stirred.set()

    async def work(self, stopping: asyncio.Event) -> None:
        """Carries until told to stop; then what is in flight is finished, and what was only claimed given back."""
        while not stopping.is_set():
            self._stirred.clear()
            try:
                claimed = await self.take(CLAIMED) if self._in_hand + CLAIMED <= IN_HAND else 0
            except DependencyDown as down:
                log.warning("waiting for a dependency", dependency=down.dependency)
                await _unless(stopping, REST_SECONDS)
                continue
            self._more = claimed >= CLAIMED or self._in_hand + CLAIMED > IN_HAND
            if claimed < CLAIMED:
                await self._rest()
        self._draining = True
        await self.finish()

    async def take(self, most: int) -> int:
        """Claims what is due and sets out with it; returns how many there were."""
        async with self._post.db.connection() as connection:
            claimed = await outbox.claim_notices(connection, most, LEASE)
            if not claimed:
                return 0
            found = await sort(self._post, connection, claimed)
        if found.marks:
            self._set_out(self._marks.put(found.marks), len(found.marks))
        for parcel in found.parcels:
            self._set_out(self._tell(parcel), len(parcel.bundle.notices))
        return len(claimed)

    async def finish(self) -> list[BaseException]:
        """Waits for all that is under way, and returns what went wrong."""
        ends = await asyncio.gather(*self._under_way, return_exceptions=True)
        return [end for end in ends if end is not None]

    def _set_out(self, errand: Awaitable[None], notices: int) -> None:
        task = asyncio.ensure_future(errand)
        self._in_hand += notices
        self._under_way.add(task)
        task.add_done_callback(lambda done: self._come_back(done, notices))

    def _come_back(self, task: "asyncio.Task[None]", notices: int) -> None:
        self._in_hand -= notices
        self._under_way.discard(task)
        if self._more and self._in_hand + CLAIMED <= IN_HAND:
            self._stirred.set()
        if not task.cancelled() and (error := task.exception()):
            # One poisoned notice must not stop the others; its lease brings it back, counted.
            log.error("a notice was not carried", exc_info=error)

    async def _tell(self, parcel: Parcel) -> None:
        answers = await asyncio.gather(*(self._send(device, parcel) for device in parcel.devices))
        receipts = [receipt for receipt in answers if receipt is not None]
        await self._marks.put(marking.marks_of(parcel, receipts))
        for receipt in receipts:
            await self._mind(parcel, receipt)

    async def _send(self, device: Device, parcel: Parcel) -> Receipt | None:
        async with self._places:
            if self._draining:
                return None
            return await self._post.sender.send(device, parcel.notice, parcel.attempt)

    async def _mind(self, parcel: Parcel, receipt: Receipt) -> None:
        """What a receipt tells of its device."""
        first = parcel.bundle.notices[0]
        if receipt.alert:
            log.error("push needs a look", reason=receipt.reason, fate=receipt.fate, notice=parcel.notice.id)
        doubted = next(device.doubted for device in parcel.devices if device.id == receipt.device_id)
        match receipt.fate:
            case "retired":
                await self._retire(first, receipt)
            case "doubted" if not doubted:
                await self._doubt(first, receipt, True)
            case "sent" if doubted:
                await self._doubt(first, receipt, False)

    async def _retire(self, notice: Claimed, receipt: Receipt) -> None:
        gone_at = receipt.sent_at or datetime.now(UTC)
        async with self._post.db.connection() as connection:
            await devices.retire_device(connection, notice.recipient_id, receipt.device_id, gone_at)

    async def _doubt(self, notice: Claimed, receipt: Receipt, doubted: bool) -> None:
        async with self._post.db.connection() as connection:
            await devices.doubt_device(connection, notice.recipient_id, receipt.device_id, doubted)

    async def _rest(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stirred.wait(), POLL_SECONDS)


async def carry(post: Post) -> int:
    """One round: sends what is due, marks it, and returns how many there were."""
    carrier = Carrier(post)
    claimed = await carrier.take(CLAIMED)
    for error in await carrier.finish():
        raise error
    return claimed


async def _unless(stopping: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)
