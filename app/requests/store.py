"""Requests in Postgres."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.db import Connection
from app.outbox.store import as_json
from app.requests.model import Closing, Direction, Overdue, TandemRequest
from app.sql import queries
from push.kinds import KINDS

Q = queries("requests")


async def send_request(connection: Connection, mentee_id: UUID, mentor_id: UUID, message: str | None) -> None:
    """The request, and its notice to the mentor."""
    facts = request_received(mentee_id)
    await connection.execute(
        Q.send_request, mentee_id, mentor_id, message, as_json(facts), KINDS["RequestReceived"].horizon
    )


def request_received(mentee_id: UUID) -> dict[str, str]:
    """What the mentor's notice says."""
    return {"memberId": str(mentee_id)}


async def revive_request(connection: Connection, request_id: UUID, message: str | None) -> UUID:
    revived: UUID = await connection.fetchval(Q.revive_request, request_id, message)
    return revived


async def close_request(connection: Connection, request_id: UUID, closing: Closing) -> None:
    await connection.execute(Q.close_request, request_id, closing)


async def undo_request(connection: Connection, request_id: UUID) -> bool:
    return await connection.fetchval(Q.undo_request, request_id) is not None


async def accept_request(connection: Connection, mentee_id: UUID, mentor_id: UUID) -> None:
    await connection.execute(Q.accept_request, mentee_id, mentor_id)


async def open_request(connection: Connection, mentor_uid: str, mentee_id: UUID) -> bool:
    return await connection.fetchval(Q.open_request, mentor_uid, mentee_id) is not None


async def request_between(connection: Connection, mentor_uid: str, mentee_id: UUID) -> bool:
    return bool(await connection.fetchval(Q.request_between, mentor_uid, mentee_id))


async def lock_mentors_asked(connection: Connection, mentee_id: UUID, mentor_id: UUID) -> None:
    await connection.execute(Q.lock_mentors_asked, mentee_id, mentor_id)


async def release_requests(connection: Connection, mentee_id: UUID) -> None:
    await connection.execute(Q.release_requests, mentee_id)


async def overdue_requests(connection: Connection, limit: int) -> list[Overdue]:
    return [Overdue(**row) for row in await connection.fetch(Q.overdue_requests, limit)]


async def lock_mentee(connection: Connection, mentee_id: UUID) -> None:
    await connection.execute(Q.lock_mentee, mentee_id)


async def expire_request(connection: Connection, request_id: UUID) -> bool:
    return await connection.fetchval(Q.expire_request, request_id) is not None


async def list_requests(
    connection: Connection,
    uid: str,
    direction: Direction,
    before: tuple[datetime, UUID] | None,
    limit: int,
    only: Sequence[UUID] | None = None,
) -> list[TandemRequest]:
    sent_at, request_id = before or (None, None)
    rows = await connection.fetch(Q.list_requests, uid, direction, sent_at, request_id, limit, only)
    return [TandemRequest(**row) for row in rows]
