"""Erasure and export in Postgres."""

from collections.abc import Collection
from uuid import UUID

from app.db import Connection
from app.privacy.model import Leaving, UnansweredRequest
from app.sql import queries

Q = queries("privacy")


async def lock_who_leaves(connection: Connection, uid: str) -> Leaving | None:
    row = await connection.fetchrow(Q.lock_who_leaves, uid)
    return Leaving(**row) if row else None


async def lock_unused(connection: Connection, uid: str) -> bool:
    return await connection.fetchval(Q.lock_unused, uid) is not None


async def mentees_of(connection: Connection, member_id: UUID) -> set[UUID]:
    return {row["id"] for row in await connection.fetch(Q.mentees_of, member_id)}


async def lock_mentees(connection: Connection, mentee_ids: Collection[UUID]) -> None:
    await connection.execute(Q.lock_mentees, list(mentee_ids))


async def lock_leaving_mentee(connection: Connection, mentee_id: UUID) -> None:
    await connection.execute(Q.lock_leaving_mentee, mentee_id)


async def lock_pairs_of(connection: Connection, member_id: UUID) -> None:
    await connection.execute(Q.lock_pairs_of, member_id)


async def lock_mentors_of(connection: Connection, mentee_id: UUID) -> None:
    await connection.execute(Q.lock_mentors_of, mentee_id)


async def lock_leaving_mentor(connection: Connection, mentor_id: UUID) -> None:
    await connection.execute(Q.lock_leaving_mentor, mentor_id)


async def waiting_requests_to(connection: Connection, mentor_id: UUID) -> list[UnansweredRequest]:
    rows = await connection.fetch(Q.waiting_requests_to, mentor_id)
    return [UnansweredRequest(**row) for row in rows]


async def release_requests_to(connection: Connection, mentor_id: UUID) -> None:
    await connection.execute(Q.release_requests_to, mentor_id)


async def withdraw_requests_of(connection: Connection, mentee_id: UUID) -> None:
    await connection.execute(Q.withdraw_requests_of, mentee_id)


async def empty_swipe_log(connection: Connection, member_id: UUID) -> None:
    await connection.execute(Q.empty_swipe_log, member_id)


async def forget_deals_with(connection: Connection, member_id: UUID) -> list[str]:
    return [row["uid"] for row in await connection.fetch(Q.forget_deals_with, member_id)]


async def forget_news_of(connection: Connection, member_id: UUID) -> None:
    await connection.execute(Q.forget_news_of, member_id)


async def erase_member(connection: Connection, member_id: UUID) -> None:
    await connection.execute(Q.erase_member, member_id)


async def export_member(connection: Connection, uid: str) -> str | None:
    exported: str | None = await connection.fetchval(Q.export_member, uid)
    return exported
