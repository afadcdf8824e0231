"""Staff decide whether a mentor may be on cards."""

from uuid import UUID

from app.admin.verifications.rules import read
from app.admin.verifications.wire import NewVerification
from app.audit import service as audit
from app.db import Connection, Database
from app.errors import NotFound
from app.paging import Cursor
from app.staff import service as staff
from app.staff.model import Staff
from app.verifications import service as verifications
from app.verifications import store
from app.verifications.model import Case, Decided, Decision, LockedMentor

ACTS: dict[Decision, str] = {
    "verified": "verify-mentor",
    "more-asked": "ask-mentor-for-more",
    "refused": "refuse-mentor",
}


async def list_cases(db: Database, uid: str, after: Cursor | None, limit: int) -> list[Case]:
    """Mentors who await a decision, those promised a call first."""
    return await db.transact(_list_cases, uid, after, limit)


async def decide(db: Database, uid: str, member_id: UUID, new: NewVerification) -> Decided:
    """The mentor is verified, asked for more or refused, and told so; deciding the same again changes nothing."""
    decision, reason, note = read(new)
    return await db.transact(_decide, uid, member_id, decision, reason, note)


async def _list_cases(connection: Connection, uid: str, after: Cursor | None, limit: int) -> list[Case]:
    reader = await staff.reading(connection, uid)
    cases = await verifications.cases(connection, reader.structure_id, after, limit)
    if cases:
        about = [case.mentor.id for case in cases]
        await audit.record(connection, reader.id, "read-mentors-to-check", "member", None, about=about)
    return cases


async def _decide(
    connection: Connection, uid: str, member_id: UUID, decision: Decision, reason: str | None, note: str | None
) -> Decided:
    officer, mentor = await deciding_on(connection, uid, member_id)
    match decision, reason:
        case ("more-asked", str(why)):
            decided, new = await verifications.ask_more(connection, mentor, officer.id, why, note)
        case ("refused", str(why)):
            decided, new = await verifications.refuse(connection, mentor, officer.id, why, note)
        case _:
            decided, new = await verifications.verify(connection, mentor, officer.id)
    if new:
        before, after = {"verifiedAt": mentor.verified_at}, {"verifiedAt": decided.verified_at}
        await audit.record(
            connection, officer.id, ACTS[decision], "member", member_id, why=reason, before=before, after=after
        )
    return decided


async def deciding_on(connection: Connection, uid: str, member_id: UUID) -> tuple[Staff, LockedMentor]:
    """The caller as staff who may decide on this mentor, whom nobody else decides on meanwhile."""
    officer = await staff.deciding(connection, uid, "officer")
    mentor = await store.lock_mentor(connection, member_id, officer.structure_id)
    if mentor is None:
        raise NotFound
    return officer, mentor
