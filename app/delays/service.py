"""A clock on every promise: it is opened when somebody begins to wait, and kept when staff have done what was owed."""

from datetime import UTC, datetime
from uuid import UUID

from app.db import Connection
from app.delays import store
from app.delays.calendar import close_after, latest_before
from app.delays.model import WORKING_DAYS, PromiseKind

# Overdue for so many working days, the structure above is told.
PATIENCE = 1


async def open(connection: Connection, kind: PromiseKind, subject_id: UUID, structure_id: UUID) -> None:
    """The structure owes this from now on; owed already, the first promise stands."""
    now = datetime.now(UTC)
    await store.open_promise(connection, kind, subject_id, structure_id, now, due_at(kind, now))


async def keep(connection: Connection, kind: PromiseKind, subject_id: UUID) -> None:
    """What was owed is done; nothing owed, nothing happens."""
    await store.keep_promise(connection, kind, subject_id)


async def drop(connection: Connection, kind: PromiseKind, subject_id: UUID) -> None:
    """Nobody waits for it any more: it is neither kept nor broken."""
    await store.drop_promise(connection, kind, subject_id)


async def hand_over(connection: Connection, subject_id: UUID, structure_id: UUID) -> None:
    """What is owed to this subject is owed by this structure from now on."""
    await store.hand_over(connection, subject_id, structure_id)


async def escalate(connection: Connection) -> int:
    """How many promises, overdue for too long, the structures above were told of."""
    return await store.escalate_promises(connection, latest_before(datetime.now(UTC), PATIENCE))


def due_at(kind: PromiseKind, since: datetime) -> datetime:
    return close_after(since, WORKING_DAYS[kind])
