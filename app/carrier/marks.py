"""Stores what became of notices as their receipts arrive: many in one statement, each after its send."""

import asyncio
from collections.abc import Sequence

import structlog

from app.db import Database
from app.errors import DependencyDown
from app.outbox import store
from app.outbox.model import Mark

log = structlog.get_logger("tandem.carrier")

# Receipts arrive one by one: those of a few milliseconds share a statement.
GATHER_SECONDS = 0.01
REST_SECONDS = 1.0


class Marks:
    """Marks that wait to be stored."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiting: list[Mark] = []
        self._stored: asyncio.Future[None] | None = None
        self._storing: asyncio.Task[None] | None = None

    async def put(self, marks: Sequence[Mark]) -> None:
        """Returns when they are stored."""
        if not marks:
            return
        loop = asyncio.get_running_loop()
        self._waiting.extend(marks)
        if self._stored is None:
            self._stored = loop.create_future()
        stored = self._stored
        if self._storing is None:
            self._storing = asyncio.create_task(self._store_all())
        await asyncio.shield(stored)

    async def _store_all(self) -> None:
        while self._waiting:
            await asyncio.sleep(GATHER_SECONDS)
            marks, stored = self._waiting, self._stored
            self._waiting, self._stored = [], None
            await self._store(marks)
            if stored is not None and not stored.done():
                stored.set_result(None)
        self._storing = None

    async def _store(self, marks: Sequence[Mark]) -> None:
        """However long it takes: what was sent and is not marked would be sent again."""
        # In one order everywhere, so that two workers cannot wait for each other.
        ordered = sorted(marks, key=lambda mark: mark.id)
        while True:
            try:
                async with self._db.connection() as connection:
                    await store.mark_notices(connection, ordered)
            except DependencyDown as down:
                log.warning("marks wait for a dependency", dependency=down.dependency, marks=len(ordered))
                await asyncio.sleep(REST_SECONDS)
            else:
                return
