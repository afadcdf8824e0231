"""The sockets of this process, each told what is stored in its tandems: once, in order, and nothing that is not stored.

A hint says where to look; what is told is read from Postgres. Every few seconds it looks everywhere: a hint that was
lost, with Redis or with the process that stored a message, costs seconds and no message.
"""

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from uuid import UUID

import structlog

from app.cache import Cache
from app.db import Database
from app.errors import DependencyDown
from app.messages import store
from app.messages.frames import MessageFrame, NewTandem, Types, change, hello, written
from app.messages.hints import Hint, Hints
from app.messages.line import LESS_TO_HEAR, NOT_ALLOWED, REPLACED, TRY_LATER, Close, Line
from app.messages.model import Admitted, Earshot, Message, ReadMark
from app.messages.wire import sent_message
from app.telemetry import SOCKETS

LOOK_SECONDS = 3.0
# Without Redis nothing hints at what other processes store.
LOOK_ALONE_SECONDS = 0.5
STANDING_SECONDS = 10.0
REST_SECONDS = 1.0
AT_ONCE = 100
MOST_OF_A_MEMBER = 5
MOST_LINES = 5_000

log = structlog.get_logger("tandem.messages")


class Live:
    """Who listens to which tandem, in this process."""

    def __init__(self, db: Database, cache: Cache) -> None:
        self._db = db
        self._hints = Hints(cache)
        self._lines: list[Line] = []
        self._listeners: defaultdict[UUID, set[Line]] = defaultdict(set)
        self._news: set[UUID] = set()
        self._hinted = asyncio.Event()
        self._look_at = 0.0

    async def join(self, admitted: Admitted) -> Line | Close:
        """A line that is told of all its member's tandems from here on; or why there is none."""
        if len(self._lines) >= MOST_LINES:
            return TRY_LATER
        async with self._db.connection() as connection:
            earshot = (await store.earshot(connection, [admitted.uid])).get(admitted.uid)
        if earshot is None or not earshot.allowed:
            return NOT_ALLOWED
        line = Line(admitted, earshot)
        line.tell(written(hello(earshot, admitted.signed_in_until)))
        own = [other for other in self._lines if other.uid == line.uid]
        for oldest in own[: len(own) + 1 - MOST_OF_A_MEMBER]:
            oldest.end(REPLACED)
        self._lines.append(line)
        self._listen(line, line.sequences)
        SOCKETS.set(len(self._lines))
        return line

    def leave(self, line: Line) -> None:
        self._lines.remove(line)
        for tandem_id in line.sequences:
            self._listeners[tandem_id].discard(line)
            if not self._listeners[tandem_id]:
                del self._listeners[tandem_id]
        SOCKETS.set(len(self._lines))

    def tell(self, tandem_id: UUID) -> None:
        """Something new is committed there: whoever listens, here or in another process, is told."""
        self._look_into([tandem_id])
        self._hints.give(Hint(tandem_id, None))

    def show_typing(self, tandem_id: UUID, member_id: UUID) -> None:
        self._show_typing(tandem_id, member_id)
        self._hints.give(Hint(tandem_id, member_id))

    async def tend(self) -> None:
        """Keeps all lines told, for ever."""
        async with asyncio.TaskGroup() as tending:
            for part in (self._hints.say, self._hear, self._bring_news, self._check_standing):
                tending.create_task(self._for_ever(part))

    async def _for_ever(self, part: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await part()
            except DependencyDown as error:
                log.warning("sockets are told later", dependency=error.dependency, cause=repr(error.__cause__))
            except Exception:
                log.exception("live")
            await asyncio.sleep(REST_SECONDS)
            self._look_into(self._listeners)

    async def _hear(self) -> None:
        async for hint in self._hints.hear():
            if hint is None:
                self._look_into(self._listeners)
            elif hint.typist_id is None:
                self._look_into([hint.tandem_id])
            else:
                self._show_typing(hint.tandem_id, hint.typist_id)

    async def _bring_news(self) -> None:
        while True:
            await self._something_to_look_at()
            looked_at, self._news = self._news & self._listeners.keys(), set()
            await self._bring(looked_at)

    async def _something_to_look_at(self) -> None:
        """A hint, or the time to look everywhere."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, self._look_at - time.monotonic())):
                await self._hinted.wait()
        self._hinted.clear()
        now = time.monotonic()
        if now >= self._look_at:
            self._look_at = now + (LOOK_SECONDS if self._hints.heard else LOOK_ALONE_SECONDS)
            self._news |= self._listeners.keys()

    async def _bring(self, tandems: set[UUID]) -> None:
        if not tandems:
            return
        numbers = {id: min(line.sequences[id] for line in self._listeners[id]) for id in tandems}
        changes = {id: min(line.changes[id] for line in self._listeners[id]) for id in tandems}
        async with self._db.connection() as connection:
            messages = await store.new_to(connection, numbers, AT_ONCE)
            changed = await store.changed_to(connection, changes, AT_ONCE)
        for message in messages:
            self._tell_message(message)
        for one in changed:
            self._tell_change(one, changes[one.tandem_id])
        if len(messages) >= AT_ONCE or len(changed) >= AT_ONCE:
            self._look_into(tandems)

    def _tell_message(self, message: Message) -> None:
        """To each line whose next message it is; one that has just joined may be further behind, and is told later."""
        frame = written(MessageFrame(sent_message(message)))
        for line in self._listeners.get(message.tandem_id, ()):
            if message.sequence == line.sequences[message.tandem_id] + 1:
                line.sequences[message.tandem_id] = message.sequence
                line.tell(frame)

    def _tell_change(self, changed: Message | ReadMark, after: int) -> None:
        frame, number = written(change(changed)), changed.change or 0
        for line in self._listeners.get(changed.tandem_id, ()):
            if after <= line.changes[changed.tandem_id] < number:
                line.changes[changed.tandem_id] = number
                line.tell(frame)

    def _show_typing(self, tandem_id: UUID, member_id: UUID) -> None:
        frame = written(Types(tandem_id, member_id))
        for line in self._listeners.get(tandem_id, ()):
            if line.member_id != member_id:
                line.tell(frame)

    async def _check_standing(self) -> None:
        """Whoever may hear less than before is cut off; a new tandem is told of."""
        while True:
            await asyncio.sleep(STANDING_SECONDS)
            lines = list(self._lines)
            async with self._db.connection() as connection:
                earshots = await store.earshot(connection, list({line.uid for line in lines}))
            for line in lines:
                self._adjust(line, earshots.get(line.uid))

    def _adjust(self, line: Line, earshot: Earshot | None) -> None:
        if earshot is None or not earshot.allowed:
            line.end(NOT_ALLOWED)
        elif line.sequences.keys() - earshot.tandems.keys():
            line.end(LESS_TO_HEAR)
        elif not line.ended.done():
            fresh = {id: reach for id, reach in earshot.tandems.items() if id not in line.sequences}
            for tandem_id, reach in fresh.items():
                line.hear(tandem_id, reach)
                line.tell(written(NewTandem(tandem_id, reach.sequence, reach.change)))
            self._listen(line, fresh)

    def _listen(self, line: Line, tandems: Iterable[UUID]) -> None:
        """What was stored since the line's standing was read is told at the next look."""
        tandems = list(tandems)
        for tandem_id in tandems:
            self._listeners[tandem_id].add(line)
        self._look_into(tandems)

    def _look_into(self, tandems: Iterable[UUID]) -> None:
        self._news.update(tandems)
        self._hinted.set()
