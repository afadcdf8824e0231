"""First meetings of three: the two of a tandem book one of their structure's slots.

The mentee is locked first, then the mentor, the tandem, and slots in id order: meetings come after the tandem.
"""

from datetime import UTC, datetime
from uuid import UUID, uuid5

from app.db import Connection, Database
from app.errors import NotFound
from app.introductions import store
from app.introductions.errors import IntroductionNotNeeded, MembersElsewhere, SlotTaken
from app.introductions.model import Booked, FreeSlot
from app.introductions.rules import LEAST_NOTICE
from app.meetings import service as meetings
from app.meetings import store as meeting_store
from app.meetings.errors import MeetingBegan, MeetingOverlaps, TooLateToMove
from app.meetings.model import Booker, Meeting
from app.meetings.rules import LATE
from app.meetings.wire import NewCancellation
from app.outbox import store as outbox
from app.paging import Cursor
from app.tandems import service as tandems
from app.tandems import store as tandem_store

Introduction = tuple[bool, UUID | None, Meeting | None]


async def list_free(db: Database, uid: str, tandem_id: UUID, after: Cursor | None, limit: int) -> list[FreeSlot]:
    """What the caller's tandem may book, the soonest first; nothing once the two were introduced."""
    async with db.connection() as connection:
        await tandems.joined(connection, uid, tandem_id)
        if not await store.is_awaited(connection, tandem_id):
            return []
        return await store.free_slots(connection, tandem_id, datetime.now(UTC) + LEAST_NOTICE, after, limit)


async def read(db: Database, uid: str, tandem_id: UUID) -> Introduction:
    """Whether the two await it, and the slot and the meeting if they have booked one."""
    async with db.connection() as connection:
        await tandems.joined(connection, uid, tandem_id)
        booked = await store.booked_slot(connection, tandem_id)
        meeting = await meeting_store.meeting_of(connection, uid, tandem_id, booked.meeting_id) if booked else None
        awaited = await store.is_awaited(connection, tandem_id)
        return awaited, booked.slot_id if booked and meeting else None, meeting


async def book(db: Database, uid: str, tandem_id: UUID, slot_id: UUID) -> Introduction:
    """The slot is the tandem's, instead of the one it had; or somebody was quicker."""
    await db.transact(_book, uid, tandem_id, slot_id)
    return await read(db, uid, tandem_id)


async def cancel(db: Database, uid: str, tandem_id: UUID) -> None:
    """The two have no slot any more; saying it again changes nothing."""
    _, _, meeting = await read(db, uid, tandem_id)
    if meeting is not None:
        await meetings.cancel(db, uid, tandem_id, meeting.id, NewCancellation("other"))


async def take(connection: Connection, tandem_id: UUID, slot_id: UUID, by: Booker, earliest: datetime) -> None:
    """Books the slot for a tandem whose two and itself are held by who calls."""
    await store.lock_slots(connection, tandem_id, slot_id)
    offer = await store.offer(connection, tandem_id, slot_id)
    if offer is None:
        raise NotFound
    if offer.state == "booked" and offer.tandem_id == tandem_id:
        return  # said again
    if not await store.is_awaited(connection, tandem_id):
        raise IntroductionNotNeeded
    if offer.state != "free" or offer.starts_at < earliest or not offer.staffed:
        raise SlotTaken
    meeting_id = await _meet(connection, tandem_id, slot_id, by)
    await store.book_slot(connection, slot_id, tandem_id, meeting_id)
    await tell(connection, "IntroductionPlanned", tandem_id, meeting_id)


async def introduce(connection: Connection, tandem_id: UUID, staff_id: UUID) -> None:
    """The two have met: a slot whose time has come was for that, one to come is not needed any more."""
    await hold(connection, tandem_id)
    await tandems.introduce(connection, tandem_id, staff_id)
    booked = await store.booked_slot(connection, tandem_id)
    if booked is None:
        return
    await store.lock_slots(connection, tandem_id, None)
    if booked.starts_at <= datetime.now(UTC):
        await store.set_state(connection, booked.slot_id, "held")
    else:
        await call_off(connection, tandem_id, booked.meeting_id)


async def call_off_all_of(connection: Connection, member_id: UUID) -> None:
    """A member who is suspended comes to none; each other is told in words that lead to no tandem.

    Whoever calls holds the mentees and mentors of the member's tandems.
    """
    for tandem_id, other_id in await store.booked_slots_of(connection, member_id):
        await tandem_store.hold_tandem(connection, tandem_id)
        booked = await store.booked_slot(connection, tandem_id)
        if booked is not None:
            await meeting_store.cancel_meeting(connection, booked.meeting_id, "staff", None, None)
            await outbox.put_notices(connection, "IntroductionCancelled", booked.meeting_id, [other_id], {})


async def call_off(connection: Connection, tandem_id: UUID, meeting_id: UUID) -> None:
    """Staff cancel the meeting, which frees its slot; both are told. Whoever calls holds the tandem."""
    await meeting_store.cancel_meeting(connection, meeting_id, "staff", None, None)
    await tell(connection, "IntroductionCancelled", tandem_id, meeting_id)


async def hold(connection: Connection, tandem_id: UUID) -> None:
    """Nobody books for the two, moves their tandem or changes its meetings until the transaction ends."""
    await store.hold_two(connection, tandem_id)
    await tandem_store.hold_tandem(connection, tandem_id)


async def tell(connection: Connection, kind: str, tandem_id: UUID, meeting_id: UUID) -> None:
    """Tells both of what the meeting has become: once for each revision."""
    stage = await tandem_store.stage(connection, tandem_id)
    assert stage is not None  # it is held
    revision = await store.revision_of(connection, meeting_id)
    await outbox.put_notices(
        connection,
        kind,
        uuid5(meeting_id, str(revision)),
        [stage.mentee_id, stage.mentor_id],
        {"tandemId": str(tandem_id), "meetingId": str(meeting_id), "revision": revision},
    )


async def _book(connection: Connection, uid: str, tandem_id: UUID, slot_id: UUID) -> None:
    await tandems.joined(connection, uid, tandem_id)
    await store.hold_two(connection, tandem_id)
    tandem = await tandems.writing(connection, uid, tandem_id)
    await take(connection, tandem_id, slot_id, tandem.role, datetime.now(UTC) + LEAST_NOTICE)


async def _meet(connection: Connection, tandem_id: UUID, slot_id: UUID, by: Booker) -> UUID:
    """The meeting in the slot: a new one, or the one that was to be in another slot."""
    now = datetime.now(UTC)
    before = await store.booked_slot(connection, tandem_id)
    if before is not None and before.ends_at > now:
        return await _move(connection, before, slot_id, by, now)
    if before is not None:
        # Who books anew says that it came to nothing.
        await store.set_state(connection, before.slot_id, "lapsed")
    meeting_id = await store.confirm_introduction(connection, tandem_id, slot_id, by)
    if meeting_id is None:
        raise _elsewhere(by)
    return meeting_id


async def _move(connection: Connection, before: Booked, slot_id: UUID, by: Booker, now: datetime) -> UUID:
    if before.starts_at <= now:
        raise MeetingBegan
    if by != "staff" and before.starts_at <= now + LATE:
        raise TooLateToMove
    await store.free_slot(connection, before.slot_id)
    if not await store.move_introduction(connection, before.meeting_id, slot_id, by):
        raise _elsewhere(by)
    return before.meeting_id


def _elsewhere(by: Booker) -> Exception:
    return MembersElsewhere() if by == "staff" else MeetingOverlaps()
