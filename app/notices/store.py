"""Inboxes and manners in Postgres."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from uuid import UUID

from app.db import Connection
from app.errors import Language
from app.notices.model import Counts, Recipient, StoredManners, StoredNotice
from app.sql import queries

Q = queries("notices")


async def recipients(connection: Connection, member_ids: Sequence[UUID]) -> dict[UUID, Recipient]:
    """Those of the members who still are members."""
    found = {}
    for row in await connection.fetch(Q.recipients, member_ids):
        chosen = StoredManners(row["quiet_from"], row["quiet_until"], row["digest"], row["never"])
        choice = chosen.choice() if row["chose"] else None
        found[row["id"]] = Recipient(row["id"], row["suspended"], row["unread"], choice)
    return found


async def take_turns(connection: Connection, wanted: Mapping[UUID, int], day: date, most: int) -> dict[UUID, int]:
    """Of the pushes wanted that could wait, how many each member may still get on this day."""
    members, pushes = list(wanted), list(wanted.values())
    await connection.execute(Q.open_inboxes, members)
    rows = await connection.fetch(Q.take_turns, members, pushes, day, most)
    return dict.fromkeys(members, 0) | {row["member_id"]: row["granted"] for row in rows}


async def lock_inbox(connection: Connection, uid: str) -> UUID | None:
    member_id: UUID | None = await connection.fetchval(Q.lock_inbox, uid)
    return member_id


async def number_notices(connection: Connection, member_id: UUID) -> None:
    await connection.execute(Q.number_notices, member_id)


async def list_notices(
    connection: Connection, uid: str, language: Language, before: tuple[datetime, UUID] | None, limit: int
) -> list[StoredNotice]:
    created_at, notice_id = before or (None, None)
    rows = await connection.fetch(Q.list_notices, uid, language, created_at, notice_id, limit)
    return [StoredNotice(**row) for row in rows]


async def notices_after(
    connection: Connection,
    uid: str,
    language: Language,
    sequence: int,
    limit: int,
    only: Sequence[UUID] | None = None,
) -> list[StoredNotice]:
    rows = await connection.fetch(Q.notices_after, uid, language, sequence, limit, only)
    return [StoredNotice(**row) for row in rows]


async def counts(connection: Connection, uid: str) -> Counts:
    row = await connection.fetchrow(Q.counts, uid)
    return Counts(**row) if row else Counts(0, 0)


async def read_notice(connection: Connection, uid: str, notice_id: UUID) -> bool:
    return await connection.fetchval(Q.read_notice, uid, notice_id) is not None


async def read_notices(connection: Connection, uid: str, up_to: int) -> None:
    await connection.execute(Q.read_notices, uid, up_to)


async def manners_of(connection: Connection, uid: str) -> StoredManners | None:
    row = await connection.fetchrow(Q.manners_of, uid)
    return StoredManners(**row) if row else None


async def choose_manners(
    connection: Connection,
    uid: str,
    quiet: tuple[time | None, time | None],
    digest: Sequence[str],
    never: Sequence[str],
) -> None:
    await connection.execute(Q.choose_manners, uid, *quiet, digest, never)
