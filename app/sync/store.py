"""What changed, from Postgres."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from app.db import Connection
from app.sql import queries
from app.sync.model import Change, Look, Place, Rank, Reading

Q = queries("sync")

START = Place(0, 0, UUID(int=0))


async def look(connection: Connection) -> Look:
    row = await connection.fetchrow(Q.look)
    assert row is not None
    oldest, following, under_way = row["snapshot"]
    return Look(oldest, following, list(under_way), row["at"])


async def changes(
    connection: Connection, member_id: UUID, since: Look | None, until: Look, place: Place | None, limit: int
) -> list[Change]:
    after = place or START
    rows = await connection.fetch(
        Q.changes,
        member_id,
        _snapshot(since) if since else None,
        _snapshot(until),
        after.rank,
        after.changed_xid,
        after.thing_id,
        limit,
    )
    return [Change(Rank(row["rank"]), row["thing_id"], row["changed_xid"]) for row in rows]


async def readings(connection: Connection, member_id: UUID, tandem_ids: Sequence[UUID]) -> list[Reading]:
    return [Reading(**row) for row in await connection.fetch(Q.readings, member_id, tandem_ids)]


async def unread_notices(connection: Connection, member_id: UUID) -> list[int]:
    return [row["sequence"] for row in await connection.fetch(Q.unread_notices, member_id)]


async def forget_ripples(connection: Connection, after: timedelta) -> int:
    return int((await connection.execute(Q.forget_ripples, after)).rpartition(" ")[2])


def _snapshot(look: Look) -> tuple[int, int, tuple[int, ...]]:
    return look.oldest, look.next, tuple(look.under_way)
