"""Meetings: proposed by one, confirmed by the other, moved or cancelled by either."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from app.db import Connection, Database
from app.errors import NotFound
from app.meetings import store
from app.meetings.errors import (
    IntroductionHasSlots,
    MeetingAwaitsOther,
    MeetingBegan,
    MeetingCancelled,
    MeetingChanged,
    MeetingOverlaps,
    SlotPassed,
    TandemPaused,
    TooLateToMove,
    TooManyMeetings,
)
from app.meetings.model import Meeting, Plan, When
from app.meetings.rules import LATE, MOST_OPEN, check_times, plan_of
from app.meetings.wire import NewCancellation, NewConfirmation, NewMeeting
from app.members import service as members
from app.outbox import store as outbox
from app.paging import Cursor
from app.tandems import service as tandems
from app.tandems.model import Joined


async def list_own(
    db: Database, uid: str, tandem_id: UUID | None, when: When, after: Cursor | None, limit: int
) -> list[Meeting]:
    """The caller's meetings: those to come, the soonest first, or those past, the latest first."""
    async with db.connection() as connection:
        if tandem_id is None:
            await members.present(connection, uid)
        else:
            await tandems.joined(connection, uid, tandem_id)
        return await store.list_meetings(connection, uid, tandem_id, when, after, limit)


async def read(db: Database, uid: str, tandem_id: UUID, meeting_id: UUID) -> Meeting:
    async with db.connection() as connection:
        return await known(connection, uid, tandem_id, meeting_id)


async def plan(db: Database, uid: str, tandem_id: UUID, meeting_id: UUID, new: NewMeeting) -> tuple[Meeting, bool]:
    """The meeting as it is proposed, or proposed anew; the flag says whether it is a new one."""
    return await db.transact(_plan, uid, tandem_id, meeting_id, plan_of(new), new.revision)


async def confirm(db: Database, uid: str, tandem_id: UUID, meeting_id: UUID, chosen: NewConfirmation) -> Meeting:
    """The slot that the other one chose is booked for both, or somebody was quicker."""
    return await db.transact(_confirm, uid, tandem_id, meeting_id, chosen.starts_at.astimezone(UTC))


async def cancel(db: Database, uid: str, tandem_id: UUID, meeting_id: UUID, why: NewCancellation) -> Meeting:
    """The meeting does not take place, and both are free again."""
    return await db.transact(_cancel, uid, tandem_id, meeting_id, why)


async def known(connection: Connection, uid: str, tandem_id: UUID, meeting_id: UUID) -> Meeting:
    """A meeting of one of the caller's tandems; else not found."""
    await tandems.joined(connection, uid, tandem_id)
    return await _found(connection, uid, tandem_id, meeting_id)


async def tell_other(connection: Connection, kind: str, meeting: Meeting) -> None:
    """Tells the other one of what the meeting has become: once for each revision."""
    await outbox.put_notices(
        connection,
        kind,
        uuid5(meeting.id, str(meeting.revision)),
        [meeting.other_id],
        {"tandemId": str(meeting.tandem_id), "meetingId": str(meeting.id), "revision": meeting.revision},
    )


async def _plan(
    connection: Connection, uid: str, tandem_id: UUID, meeting_id: UUID, plan: Plan, seen: int
) -> tuple[Meeting, bool]:
    tandem = await tandems.writing(connection, uid, tandem_id)
    before = await store.meeting_of(connection, uid, tandem_id, meeting_id)
    if before is None:
        await _propose(connection, tandem, meeting_id, plan)
    elif before.proposed_by == tandem.role and before.plan == plan:
        return before, False  # said again
    else:
        await _move(connection, tandem, before, plan, seen)
    meeting = await _found(connection, uid, tandem_id, meeting_id)
    await tell_other(connection, "MeetingProposed", meeting)
    return meeting, before is None


async def _propose(connection: Connection, tandem: Joined, meeting_id: UUID, plan: Plan) -> None:
    _refuse_while_paused(tandem)
    check_times(plan, datetime.now(UTC))
    if await store.count_open_meetings(connection, tandem.id) >= MOST_OPEN:
        raise TooManyMeetings(most=MOST_OPEN)
    if await store.propose_meeting(connection, tandem.id, meeting_id, tandem.role, plan) is None:
        raise NotFound  # it is a meeting of others


async def _move(connection: Connection, tandem: Joined, before: Meeting, plan: Plan, seen: int) -> None:
    now = datetime.now(UTC)
    _refuse_while_paused(tandem)
    if before.state == "cancelled":
        raise MeetingCancelled
    if before.officer is not None:
        raise IntroductionHasSlots
    if before.revision != seen:
        raise MeetingChanged
    if before.starts_at is not None and before.starts_at <= now:
        raise MeetingBegan
    if before.starts_at is not None and before.starts_at <= now + LATE:
        raise TooLateToMove
    check_times(plan, now)
    await store.move_meeting(connection, before.id, tandem.role, plan)


async def _confirm(connection: Connection, uid: str, tandem_id: UUID, meeting_id: UUID, starts_at: datetime) -> Meeting:
    # Two who book for one person at once would wait for each other within the constraint: a deadlock.
    await store.hold_people(connection, uid, tandem_id)
    tandem = await tandems.writing(connection, uid, tandem_id)
    before = await _found(connection, uid, tandem_id, meeting_id)
    if before.state == "confirmed" and before.starts_at == starts_at:
        return before  # said again
    ends_at = _refuse_what_cannot_be_confirmed(tandem, before, starts_at)
    if await store.confirm_meeting(connection, meeting_id, starts_at, ends_at) is None:
        raise MeetingOverlaps
    meeting = await _found(connection, uid, tandem_id, meeting_id)
    await tell_other(connection, "MeetingConfirmed", meeting)
    return meeting


def _refuse_what_cannot_be_confirmed(tandem: Joined, before: Meeting, starts_at: datetime) -> datetime:
    """When the slot ends that begins then; or why it cannot be confirmed."""
    _refuse_while_paused(tandem)
    if before.state == "cancelled":
        raise MeetingCancelled
    if before.proposed_by == before.side and before.state == "proposed":
        raise MeetingAwaitsOther
    slots = dict(zip(before.starts, before.minutes, strict=True))
    if before.state == "confirmed" or starts_at not in slots:
        raise MeetingChanged
    if starts_at <= datetime.now(UTC):
        raise SlotPassed
    return starts_at + timedelta(minutes=slots[starts_at])


async def _cancel(connection: Connection, uid: str, tandem_id: UUID, meeting_id: UUID, why: NewCancellation) -> Meeting:
    tandem = await tandems.writing(connection, uid, tandem_id)
    before = await _found(connection, uid, tandem_id, meeting_id)
    if before.state == "cancelled":
        return before
    if before.starts_at is not None and before.starts_at <= datetime.now(UTC):
        raise MeetingBegan
    words = (why.words or "").strip() or None
    await store.cancel_meeting(connection, meeting_id, tandem.role, why.reason, words)
    meeting = await _found(connection, uid, tandem_id, meeting_id)
    await tell_other(connection, "IntroductionCancelled" if meeting.officer else "MeetingCancelled", meeting)
    return meeting


async def _found(connection: Connection, uid: str, tandem_id: UUID, meeting_id: UUID) -> Meeting:
    meeting = await store.meeting_of(connection, uid, tandem_id, meeting_id)
    if meeting is None:
        raise NotFound
    return meeting


def _refuse_while_paused(tandem: Joined) -> None:
    if tandem.state == "paused":
        raise TandemPaused
