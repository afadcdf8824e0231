"""Verifications and honesty checks in Postgres."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from app.db import Connection
from app.paging import Cursor
from app.sql import queries
from app.verifications.model import (
    Decision,
    ExpiringCheck,
    HonestyCheck,
    Lapsing,
    Latest,
    LockedMentor,
    Lookalike,
    Made,
    MentorToCheck,
    OwnVerification,
    PastDecision,
    ReportCount,
)

Q = queries("verifications")


async def mentors_to_check(
    connection: Connection, structure_id: UUID, after: Cursor | None, limit: int
) -> list[MentorToCheck]:
    rows = await connection.fetch(Q.mentors_to_check, structure_id, *(after or (None, None)), limit)
    return [MentorToCheck(**row) for row in rows]


async def decisions_on(connection: Connection, mentor_ids: Sequence[UUID]) -> list[PastDecision]:
    return [PastDecision(**row) for row in await connection.fetch(Q.decisions_on, mentor_ids)]


async def others_like(connection: Connection, mentor_ids: Sequence[UUID], structure_id: UUID) -> list[Lookalike]:
    return [Lookalike(**row) for row in await connection.fetch(Q.others_like, mentor_ids, structure_id)]


async def reports_on(connection: Connection, mentor_ids: Sequence[UUID]) -> list[ReportCount]:
    return [ReportCount(**row) for row in await connection.fetch(Q.reports_on, mentor_ids)]


async def lock_mentor(connection: Connection, member_id: UUID, structure_id: UUID) -> LockedMentor | None:
    row = await connection.fetchrow(Q.lock_mentor, member_id, structure_id)
    return LockedMentor(**row) if row else None


async def latest_decision(connection: Connection, member_id: UUID) -> Latest | None:
    row = await connection.fetchrow(Q.latest_decision, member_id)
    return Latest(**row) if row else None


async def put_verification(
    connection: Connection,
    member_id: UUID,
    staff_id: UUID | None,
    decision: Decision,
    reason: str | None,
    note: str | None,
) -> Made:
    row = await connection.fetchrow(Q.put_verification, member_id, staff_id, decision, reason, note)
    assert row is not None
    return Made(**row)


async def show_mentor(connection: Connection, member_id: UUID, staff_id: UUID) -> datetime:
    verified_at: datetime = await connection.fetchval(Q.show_mentor, member_id, staff_id)
    return verified_at


async def hide_mentor(connection: Connection, member_id: UUID) -> None:
    await connection.execute(Q.hide_mentor, member_id)


async def own_verification(connection: Connection, uid: str) -> OwnVerification | None:
    row = await connection.fetchrow(Q.own_verification, uid)
    return OwnVerification(**row) if row else None


async def put_honesty_check(
    connection: Connection, member_id: UUID, staff_id: UUID, checked_on: date, expires_on: date
) -> bool:
    """Whether it was not recorded like this already."""
    status: str = await connection.execute(Q.put_honesty_check, member_id, staff_id, checked_on, expires_on)
    return not status.endswith(" 0")


async def honesty_check_of(connection: Connection, member_id: UUID) -> HonestyCheck | None:
    row = await connection.fetchrow(Q.honesty_check_of, member_id)
    return HonestyCheck(**row) if row else None


async def expiring_checks(
    connection: Connection, structure_id: UUID, days: int, after: Cursor | None, limit: int
) -> list[ExpiringCheck]:
    rows = await connection.fetch(Q.expiring_checks, structure_id, days, *(after or (None, None)), limit)
    return [ExpiringCheck(**row) for row in rows]


async def lock_lapsed(connection: Connection, limit: int) -> list[Lapsing]:
    return [Lapsing(**row) for row in await connection.fetch(Q.lock_lapsed, limit)]


async def mark_lapsed(connection: Connection, member_id: UUID) -> None:
    await connection.execute(Q.mark_lapsed, member_id)
