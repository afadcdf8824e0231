"""Stalls in Postgres."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import asyncpg

from app.db import Connection
from app.outbox.store import priority_of
from app.sql import queries
from app.stalls.model import OpenStall, Stall, Watched
from app.stalls.rules import MOODS_OF_DAYS, NO_SHOWS_OF_DAYS, NUDGED_AT_MOST_EVERY_DAYS, Reason, Signs
from push.kinds import kind_of

Q = queries("stalls")

Reasons = Mapping[UUID, Sequence[Reason]]


async def gather_signs(connection: Connection, after: UUID | None, limit: int) -> list[Watched]:
    """Tandems to look at, in the order of their ids, after one of them."""
    rows = await connection.fetch(
        Q.gather_signs, after, limit, MOODS_OF_DAYS, NO_SHOWS_OF_DAYS, NUDGED_AT_MOST_EVERY_DAYS
    )
    return [_watched(row) for row in rows]


async def open_stalls(connection: Connection, quiet: Reasons) -> int:
    """Stalls of tandems, by their ids, and the nudges; how many."""
    opened: int = await connection.fetchval(
        Q.open_stalls,
        list(quiet),
        _lists(quiet),
        kind_of("TandemQuiet").horizon,
        priority_of("TandemQuiet"),
        NUDGED_AT_MOST_EVERY_DAYS,
    )
    return opened


async def keep_reasons(connection: Connection, present: Reasons) -> None:
    """What stalls, by their ids, are for now."""
    await connection.execute(Q.keep_reasons, list(present), _lists(present))


async def escalate_stalls(connection: Connection, stall_ids: Sequence[UUID]) -> None:
    await connection.execute(Q.escalate_stalls, stall_ids)


async def resolve_stalls(connection: Connection, stall_ids: Sequence[UUID]) -> None:
    await connection.execute(Q.resolve_stalls, stall_ids)


async def stalls_of_tandem(connection: Connection, tandem_id: UUID) -> list[Stall]:
    return [Stall(**row) for row in await connection.fetch(Q.stalls_of_tandem, tandem_id)]


def _watched(row: asyncpg.Record) -> Watched:
    return Watched(
        tandem_id=row["tandem_id"],
        active=row["active"],
        signs=Signs(**{sign: row[sign] for sign in Signs.__struct_fields__}),
        stall=OpenStall(row["stall_id"], row["stall_days"], row["escalated"], row["in_touch_again"])
        if row["stall_id"]
        else None,
        nudged_lately=row["nudged_lately"],
    )


def _lists(reasons: Reasons) -> list[str]:
    return [",".join(each) for each in reasons.values()]
