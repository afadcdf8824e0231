"""The outbox in Postgres: written in the transaction that made the news true, emptied by the worker."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from app.db import Connection
from app.outbox.model import Claimed, End, Kind, NoticeCount, SentNotice
from app.sql import queries

Q = queries("outbox")

# How long a notice is worth sending.
HORIZONS: dict[Kind, timedelta] = {
    "RequestReceived": timedelta(hours=24),
    "RequestClosed": timedelta(hours=24),
    "TandemFormed": timedelta(hours=24),
}


async def put_notices(
    connection: Connection, kind: Kind, event_id: UUID, recipients: Sequence[UUID], facts: Mapping[str, str]
) -> None:
    await connection.execute(Q.put_notices, kind, event_id, recipients, as_json(facts), HORIZONS[kind])


def as_json(facts: Mapping[str, str]) -> str:
    return msgspec.json.encode(facts).decode()


async def claim_notices(connection: Connection, limit: int, lease: timedelta) -> list[Claimed]:
    return [Claimed(**row) for row in await connection.fetch(Q.claim_notices, limit, lease)]


async def settle_notice(connection: Connection, notice_id: UUID, end: End, reason: str | None) -> None:
    await connection.execute(Q.settle_notice, notice_id, end, reason)


async def postpone_notice(
    connection: Connection, notice_id: UUID, wait: timedelta, reason: str, told: Sequence[str]
) -> None:
    await connection.execute(Q.postpone_notice, notice_id, wait, reason, told)


async def moot_notices(connection: Connection, notice_ids: Sequence[UUID]) -> set[UUID]:
    return {row["id"] for row in await connection.fetch(Q.moot_notices, notice_ids)}


async def sent_notices(connection: Connection, uid: str, limit: int) -> list[SentNotice]:
    return [SentNotice(**row) for row in await connection.fetch(Q.sent_notices, uid, limit)]


async def count_notices(connection: Connection) -> list[NoticeCount]:
    return [NoticeCount(**row) for row in await connection.fetch(Q.count_notices)]


async def purge_notices(connection: Connection) -> None:
    await connection.execute(Q.purge_notices)
