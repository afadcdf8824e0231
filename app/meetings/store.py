"""Meetings in Postgres."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from app.db import Connection
from app.meetings.model import Booker, Meeting, Plan, Reason, Side, When
from app.outbox.store import priority_of
from app.paging import Cursor
from app.sql import queries
from push.kinds import kind_of

Q = queries("meetings")


async def hold_people(connection: Connection, uid: str, tandem_id: UUID) -> None:
    await connection.execute(Q.hold_people, uid, tandem_id)


async def list_meetings(
    connection: Connection, uid: str, tandem_id: UUID | None, when: When, after: Cursor | None, limit: int
) -> list[Meeting]:
    at, meeting_id = after or (None, None)
    rows = await connection.fetch(Q.list_meetings, uid, tandem_id, when == "past", at, meeting_id, limit, None)
    return [Meeting(**row) for row in rows]


async def meeting_of(connection: Connection, uid: str, tandem_id: UUID, meeting_id: UUID) -> Meeting | None:
    row = await connection.fetchrow(Q.list_meetings, uid, tandem_id, False, None, None, 1, [meeting_id])
    return Meeting(**row) if row else None


async def meetings_among(connection: Connection, uid: str, meeting_ids: Sequence[UUID]) -> list[Meeting]:
    """Those of the meetings that are the caller's."""
    most = len(meeting_ids)
    rows = await connection.fetch(Q.list_meetings, uid, None, False, None, None, most, meeting_ids)
    return [Meeting(**row) for row in rows]


async def lock_meeting(connection: Connection, tandem_id: UUID, meeting_id: UUID) -> None:
    await connection.execute(Q.lock_meeting, meeting_id, tandem_id)


async def count_open_meetings(connection: Connection, tandem_id: UUID) -> int:
    count: int = await connection.fetchval(Q.count_open_meetings, tandem_id)
    return count


async def propose_meeting(
    connection: Connection, tandem_id: UUID, meeting_id: UUID, side: Side, plan: Plan
) -> int | None:
    """The new meeting's revision; None when the id is taken."""
    revision: int | None = await connection.fetchval(
        Q.propose_meeting,
        meeting_id,
        tandem_id,
        side,
        plan.kind,
        plan.place_kind,
        plan.place,
        plan.link,
        plan.zone,
        plan.starts,
        plan.minutes,
    )
    return revision


async def move_meeting(connection: Connection, meeting_id: UUID, side: Side, plan: Plan) -> int:
    revision: int = await connection.fetchval(
        Q.move_meeting,
        meeting_id,
        side,
        plan.kind,
        plan.place_kind,
        plan.place,
        plan.link,
        plan.zone,
        plan.starts,
        plan.minutes,
    )
    return revision


async def confirm_meeting(
    connection: Connection, meeting_id: UUID, starts_at: datetime, ends_at: datetime
) -> int | None:
    """The revision; None when one of the two is in another meeting then. The transaction can only end after that."""
    try:
        revision: int = await connection.fetchval(Q.confirm_meeting, meeting_id, starts_at, ends_at)
    except asyncpg.ExclusionViolationError:
        return None
    return revision


async def cancel_meeting(
    connection: Connection, meeting_id: UUID, side: Booker, reason: Reason | None, words: str | None
) -> int:
    revision: int = await connection.fetchval(Q.cancel_meeting, meeting_id, side, reason, words)
    return revision


async def remind_of_meetings(connection: Connection, within: timedelta, beyond: timedelta) -> int:
    kind = "MeetingSoon"
    status = await connection.execute(Q.remind_of_meetings, within, beyond, kind_of(kind).horizon, priority_of(kind))
    return int(status.rpartition(" ")[2])


async def ask_how_meetings_went(connection: Connection) -> int:
    kind = "AttendanceAsked"
    status = await connection.execute(Q.ask_how_meetings_went, kind_of(kind).horizon, priority_of(kind))
    return int(status.rpartition(" ")[2])
