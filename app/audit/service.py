"""What staff do and read leaves an entry, in the transaction that did it; and the entries are seen to be whole."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import structlog

from app.audit import store
from app.audit.inspection import Inspection
from app.audit.model import Head, Link
from app.db import Connection, Database

log = structlog.get_logger("tandem.audit")


async def record(
    connection: Connection,
    staff_id: UUID | None,
    act: str,
    subject_kind: str,
    subject_id: UUID | None,
    *,
    why: str | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    about: Collection[UUID] = (),
) -> None:
    """Adds an entry; it is sealed at commit. `about` names the members whose erasure takes the detail with it.

    Of a member, that is the member anyway. `before` and `after` hold states, codes and times, never what people wrote.
    """
    members = {*about, subject_id} if subject_kind == "member" and subject_id else set(about)
    await store.record(connection, staff_id, act, subject_kind, subject_id, sorted(members), why, before, after)


async def verify(db: Database, anchors: Sequence[Head] = ()) -> tuple[Head, list[str]]:
    """Where the chain ends, and all that is wrong with it."""
    inspection = Inspection(anchors)
    # One look at all of it, whatever is added meanwhile.
    async with db.connection() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        async for link in store.links(connection):
            inspection.look_at(link)
        head, unsealed = await store.head(connection), await store.count_unsealed(connection)
    return inspection.last, inspection.end(head, unsealed)


async def export(db: Database) -> AsyncIterator[Link]:
    """Every link, in order, with what is there of its entry."""
    async with db.connection() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        async for link in store.links(connection):
            yield link


async def anchor(connection: Connection) -> int:
    """Notes the head outside the database, in the log: `tandem audit verify --head` finds a tail cut since."""
    head = await store.head(connection)
    if head is not None:
        log.info("audit head", head=str(head))
    return head.sequence if head else 0
