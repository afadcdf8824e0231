"""First swipes, most of what arrives: those that come while others are being stored share the next statement."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeAlias, TypeVar, cast

import structlog

from app.db import Connection, Crossed, Database
from app.errors import DependencyDown
from app.swipes import store
from app.swipes.model import Ask, Pass

# One executes while the other commits.
STATEMENTS_AT_ONCE = 2
MOST_TOGETHER = 64

S = TypeVar("S")

# Stores some, and returns the places of those that are stored now.
Store: TypeAlias = Callable[[Connection, Sequence[S]], Awaitable[set[int]]]

log = structlog.get_logger("tandem.swipes")


class FirstSwipes:
    """Those of this process, passes and likes apart, and the database of all swipes."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.passes: Together[Pass] = Together(db, store.pass_new_cards)
        self.asks: Together[Ask] = Together(db, store.ask_new_cards)


class Together(Generic[S]):
    """Swipes of one kind that wait for a statement; alone, a swipe waits for nobody."""

    def __init__(self, db: Database, carry_out: Store[S]) -> None:
        self._db = db
        self._carry_out = carry_out
        self._waiting: list[tuple[S, asyncio.Future[bool]]] = []
        self._under_way: set[asyncio.Task[None]] = set()

    async def store(self, new: S) -> bool:
        """Whether it was a first swipe that the rules allow, and is stored; if not, nothing is written."""
        stored: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((new, stored))
        if len(self._under_way) < STATEMENTS_AT_ONCE:
            self._under_way.add(asyncio.create_task(self._store_waiting()))
        return await stored

    async def _store_waiting(self) -> None:
        try:
            while self._waiting:
                together, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
                await self._answer(together)
        finally:
            # Not by a callback, which would come later: a swipe that arrives in between would wait for ever.
            self._under_way.remove(cast("asyncio.Task[None]", asyncio.current_task()))

    async def _answer(self, together: "list[tuple[S, asyncio.Future[bool]]]") -> None:
        try:
            stored = await self._store_together([new for new, _ in together])
        except DependencyDown as down:
            for _, waiting in together:
                if not waiting.done():  # not whoever has hung up meanwhile
                    waiting.set_exception(down)
            return
        for place, (_, waiting) in enumerate(together):
            if not waiting.done():
                waiting.set_result(place in stored)

    async def _store_together(self, swipes: Sequence[S]) -> set[int]:
        try:
            async with self._db.connection() as connection:
                return await self._carry_out(connection, swipes)
        except Crossed:
            return set()
        except DependencyDown:
            raise
        except Exception:
            # Nobody's swipe fails for another's: each is told by itself, and so is what is wrong with it.
            log.exception("swipes could not be stored together")
            return set()
