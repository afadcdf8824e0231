"""The outbox in Postgres: written in the transaction that made the news true, emptied by the worker."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from app.db import Connection
from app.outbox.model import Claimed, DeadLetter, Letter, Mark, NoticeCount, SentNotice, State
from app.sql import queries
from push.kinds import kind_of
from push.words import words

Q = queries("outbox")

Facts = Mapping[str, str | int]

# What somebody waits for, what may wait, and what goes to many.
FIRST, SECOND, LAST = 0, 1, 2


async def put_notices(
    connection: Connection,
    kind: str,
    event_id: UUID,
    recipients: Sequence[UUID],
    facts: Facts,
    starts_at: datetime | None = None,
) -> None:
    """Tells members of an event, once each. Raises KeyError or ValueError for what could not be said or dated."""
    words(kind, "fr", facts)
    if kind_of(kind).until_start and starts_at is None:
        raise ValueError(f"a notice of kind {kind!r} is good until a start, which is missing")
    await connection.execute(
        Q.put_notices,
        kind,
        event_id,
        recipients,
        as_json(facts),
        kind_of(kind).horizon,
        priority_of(kind),
        starts_at,
    )


async def put_test(connection: Connection, recipient_id: UUID, device_id: str) -> UUID:
    """A notice for one phone, which its owner asked for."""
    horizon = kind_of("PhoneTested").horizon
    notice_id: UUID = await connection.fetchval(Q.put_test, "PhoneTested", recipient_id, horizon, device_id)
    return notice_id


def as_json(facts: Facts) -> str:
    return msgspec.json.encode(facts).decode()


def priority_of(kind: str) -> int:
    """Lower goes first."""
    known = kind_of(kind)
    if known.urgent:
        return FIRST
    return LAST if known.category == "news" else SECOND


async def claim_notices(connection: Connection, limit: int, lease: timedelta) -> list[Claimed]:
    """Notices that are due, most pressing first, with all others that are due for the same members."""
    return [Claimed(**row) for row in await connection.fetch(Q.claim_notices, limit, lease)]


async def mark_notices(connection: Connection, marks: Sequence[Mark]) -> None:
    """Stores what became of each, in one statement."""
    await connection.execute(Q.mark_notices, msgspec.json.encode(marks).decode())


async def sent_notices(connection: Connection, uid: str, limit: int) -> list[SentNotice]:
    return [SentNotice(**row) for row in await connection.fetch(Q.sent_notices, uid, limit)]


async def letters_in(
    connection: Connection, state: State, before: tuple[datetime, UUID] | None, limit: int, structure_id: UUID
) -> list[Letter]:
    created_at, notice_id = before or (None, None)
    rows = await connection.fetch(Q.letters_in, state, created_at, notice_id, limit, structure_id)
    return [Letter(**row) for row in rows]


async def resend_notice(connection: Connection, notice_id: UUID, horizon: timedelta) -> bool:
    return await connection.fetchval(Q.resend_notice, notice_id, horizon) is not None


async def dead_letter(connection: Connection, notice_id: UUID, structure_id: UUID) -> DeadLetter | None:
    row = await connection.fetchrow(Q.dead_letter, notice_id, structure_id)
    return DeadLetter(**row) if row else None


async def count_notices(connection: Connection) -> list[NoticeCount]:
    return [NoticeCount(**row) for row in await connection.fetch(Q.count_notices)]


async def purge_notices(connection: Connection) -> int:
    """How many settled long ago are gone."""
    return int((await connection.execute(Q.purge_notices)).rpartition(" ")[2])
