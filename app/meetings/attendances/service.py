"""Attendance: said by both; what they disagree about is settled by staff."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.db import Connection, Database
from app.errors import NotFound
from app.meetings import service as meetings
from app.meetings import store as meeting_store
from app.meetings.attendances import store
from app.meetings.attendances.errors import DisputeSettled, NothingToAppeal
from app.meetings.attendances.model import Dispute, Reliability, Verdict
from app.meetings.attendances.reliability import reliability
from app.meetings.errors import AttendanceClosed, MeetingCancelled, NothingToSay, TooEarlyToSay
from app.meetings.model import Meeting, Said
from app.members import service as members
from app.outbox import store as outbox
from app.paging import Cursor

ABSENT_AFTER = timedelta(minutes=10)
SAYABLE_FOR = timedelta(days=14)
MOST_MARKS = 200


async def say(db: Database, uid: str, tandem_id: UUID, meeting_id: UUID, said: Said) -> Meeting:
    """How the meeting went, in the caller's word."""
    return await db.transact(_say, uid, tandem_id, meeting_id, said)


async def own_reliability(db: Database, uid: str) -> Reliability:
    async with db.connection() as connection:
        member = await members.present(connection, uid)
        return await reliability_of(connection, member.id)


async def appeal(db: Database, uid: str, meeting_id: UUID, words: str) -> Reliability:
    """Staff look again at the caller's mark of this meeting. Once; saying it again changes nothing."""
    return await db.transact(_appeal, uid, meeting_id, words)


async def reliability_of(connection: Connection, member_id: UUID) -> Reliability:
    return reliability(await store.marks_of(connection, member_id, MOST_MARKS))


async def reliability_in_scope(connection: Connection, structure_id: UUID, member_id: UUID) -> Reliability:
    """The same, of a member of the structure or below; else not found."""
    if not await store.member_in_scope(connection, member_id, structure_id):
        raise NotFound
    return await reliability_of(connection, member_id)


async def list_disputes(
    connection: Connection, structure_id: UUID, settled: bool, before: Cursor | None, limit: int
) -> list[Dispute]:
    """The disputes about members of the structure and below, the latest first."""
    return await store.list_disputes(connection, structure_id, settled, before, limit)


async def settle(
    connection: Connection, structure_id: UUID, staff_id: UUID, dispute_id: UUID, verdict: Verdict, why: str
) -> tuple[Dispute, bool]:
    """The verdict is the member's mark from now on, and they are told; the flag says whether that is new."""
    dispute = await _in_scope(connection, structure_id, dispute_id)
    is_new = await store.settle_dispute(connection, dispute_id, verdict, why, staff_id)
    settled = await _in_scope(connection, structure_id, dispute_id)
    if not is_new and (settled.verdict, settled.why) != (verdict, why):
        raise DisputeSettled
    if is_new:
        await outbox.put_notices(connection, "DisputeSettled", dispute_id, [dispute.member_id], {})
    return settled, is_new


async def _say(connection: Connection, uid: str, tandem_id: UUID, meeting_id: UUID, said: Said) -> Meeting:
    await meetings.known(connection, uid, tandem_id, meeting_id)
    await meeting_store.lock_meeting(connection, tandem_id, meeting_id)
    before = await meetings.known(connection, uid, tandem_id, meeting_id)
    if before.own_said == said:
        return before
    _refuse_what_cannot_be_said(before, said)
    if await store.is_settled(connection, meeting_id):
        raise AttendanceClosed
    await store.say_of_meeting(connection, meeting_id, before.side, said)
    await store.open_disputes(connection, meeting_id)
    await store.drop_disputes(connection, meeting_id)
    if said in ("other_absent", "other_late") and before.other_said is None:
        await meetings.tell_other(connection, "AttendanceDoubted", before)
    return await meetings.known(connection, uid, tandem_id, meeting_id)


def _refuse_what_cannot_be_said(meeting: Meeting, said: Said) -> None:
    now = datetime.now(UTC)
    if meeting.state == "cancelled":
        raise MeetingCancelled
    if meeting.starts_at is None or meeting.ends_at is None:
        raise NothingToSay
    if now < meeting.starts_at + (ABSENT_AFTER if said == "other_absent" else timedelta()):
        raise TooEarlyToSay
    if now > meeting.ends_at + SAYABLE_FOR:
        raise AttendanceClosed


async def _appeal(connection: Connection, uid: str, meeting_id: UUID, words: str) -> Reliability:
    member = await members.present(connection, uid)
    found = await reliability_of(connection, member.id)
    mark = next((mark for mark in found.marks if mark.meeting_id == meeting_id), None)
    if mark is None:
        raise NotFound
    if mark.appealed_at is not None:
        return found
    if mark.mark not in ("late", "missed"):
        raise NothingToAppeal
    await store.appeal(connection, meeting_id, member.id, words)
    return await reliability_of(connection, member.id)


async def _in_scope(connection: Connection, structure_id: UUID, dispute_id: UUID) -> Dispute:
    dispute = await store.dispute_in_scope(connection, structure_id, dispute_id)
    if dispute is None:
        raise NotFound
    return dispute
