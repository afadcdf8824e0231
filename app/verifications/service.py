"""What staff decide on a mentor, within the transaction of whoever checked that they may."""

from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from app.db import Connection, Database
from app.delays import service as delays
from app.members import service as members
from app.members.errors import MentorsOnly
from app.outbox import store as outbox
from app.paging import Cursor
from app.verifications import store
from app.verifications.errors import AlreadyVerified
from app.verifications.model import Case, Decided, Decision, LockedMentor, OwnVerification
from app.verifications.reasons import LAPSED

NOTICES: dict[Decision, str] = {
    "verified": "MentorVerified",
    "more-asked": "MoreAsked",
    "refused": "VerificationRefused",
}
LAPSED_AT_ONCE = 500


async def read_own(db: Database, uid: str) -> OwnVerification:
    """How far the caller is, and what is missing before they are on cards."""
    async with db.connection() as connection:
        await members.present(connection, uid)
        own = await store.own_verification(connection, uid)
    if own is None:
        raise MentorsOnly
    return own


async def cases(connection: Connection, structure_id: UUID, after: Cursor | None, limit: int) -> list[Case]:
    """Mentors who wait, with all that is needed to decide, those promised a call first."""
    mentors = await store.mentors_to_check(connection, structure_id, after, limit)
    ids = [mentor.id for mentor in mentors]
    history = await store.decisions_on(connection, ids)
    lookalikes = await store.others_like(connection, ids, structure_id)
    reports = await store.reports_on(connection, ids)
    return [
        Case(
            mentor,
            [past for past in history if past.member_id == mentor.id],
            [other for other in lookalikes if other.mentor_id == mentor.id],
            [count for count in reports if count.member_id == mentor.id],
        )
        for mentor in mentors
    ]


async def verify(connection: Connection, mentor: LockedMentor, staff_id: UUID) -> tuple[Decided, bool]:
    """The mentor is on cards from now on; the flag says whether they were not before."""
    if mentor.verified_at is not None:
        return Decided(mentor.id, "verified", None, None, mentor.verified_at, mentor.verified_at), False
    verified_at = await store.show_mentor(connection, mentor.id, staff_id)
    decided = await _decide(connection, mentor, staff_id, "verified", None, None)
    return replace(decided, verified_at=verified_at), True


async def ask_more(
    connection: Connection, mentor: LockedMentor, staff_id: UUID, reason: str, note: str | None
) -> tuple[Decided, bool]:
    """The mentor is asked for more, and leaves the queue until they answer by changing their profile."""
    if mentor.verified_at is not None:
        raise AlreadyVerified
    return await _decide_once(connection, mentor, staff_id, "more-asked", reason, note)


async def refuse(
    connection: Connection, mentor: LockedMentor, staff_id: UUID, reason: str, note: str | None
) -> tuple[Decided, bool]:
    """The mentor is told why they are on no card, or no longer are."""
    if mentor.verified_at is not None:
        await store.hide_mentor(connection, mentor.id)
        return await _decide(connection, mentor, staff_id, "refused", reason, note), True
    return await _decide_once(connection, mentor, staff_id, "refused", reason, note)


async def lapse(connection: Connection) -> int:
    """Mentors whose honesty check has run out leave the cards, are told, and are back in the queue; how many."""
    lapsing = await store.lock_lapsed(connection, LAPSED_AT_ONCE)
    for mentor in lapsing:
        await store.mark_lapsed(connection, mentor.id)
        if mentor.verified:
            await store.hide_mentor(connection, mentor.id)
            await _tell(connection, mentor.id, None, "more-asked", LAPSED, None)
            await delays.open(connection, "mentor-called-back", mentor.id, mentor.structure_id)
    return len(lapsing)


async def _decide_once(
    connection: Connection, mentor: LockedMentor, staff_id: UUID, decision: Decision, reason: str, note: str | None
) -> tuple[Decided, bool]:
    latest = await store.latest_decision(connection, mentor.id)
    if latest and (latest.decision, latest.reason, latest.note, latest.answered_at) == (decision, reason, note, None):
        return Decided(mentor.id, decision, reason, note, latest.decided_at, None), False
    return await _decide(connection, mentor, staff_id, decision, reason, note), True


async def _decide(
    connection: Connection,
    mentor: LockedMentor,
    staff_id: UUID,
    decision: Decision,
    reason: str | None,
    note: str | None,
) -> Decided:
    decided_at = await _tell(connection, mentor.id, staff_id, decision, reason, note)
    await delays.keep(connection, "mentor-called-back", mentor.id)
    return Decided(mentor.id, decision, reason, note, decided_at, None)


async def _tell(
    connection: Connection,
    member_id: UUID,
    staff_id: UUID | None,
    decision: Decision,
    reason: str | None,
    note: str | None,
) -> datetime:
    made = await store.put_verification(connection, member_id, staff_id, decision, reason, note)
    await outbox.put_notices(connection, NOTICES[decision], made.id, [member_id], {})
    return made.decided_at
