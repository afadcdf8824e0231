"""The board of what needs care: staff pick a case up, and close it with what they did."""

from uuid import UUID

from app.audit import service as audit
from app.board import store
from app.board.errors import CasePickedUp
from app.board.model import Case, CaseCount, CaseKind
from app.db import Connection, Database
from app.errors import NotFound
from app.paging import Cursor
from app.staff import service as staff


async def list_cases(
    db: Database, uid: str, kind: CaseKind | None, mine: bool, after: Cursor | None, limit: int
) -> list[Case]:
    """What is at risk in the caller's scope, oldest first."""
    return await db.transact(_list_cases, uid, kind, mine, after, limit)


async def count_cases(db: Database, uid: str) -> list[CaseCount]:
    async with db.connection() as connection:
        reader = await staff.reading(connection, uid)
        return await store.count_cases(connection, reader.structure_id)


async def pick_up(db: Database, uid: str, kind: CaseKind, subject_id: UUID) -> None:
    """The case is the caller's; picking it up again changes nothing."""
    await db.transact(_pick_up, uid, kind, subject_id)


async def close(db: Database, uid: str, kind: CaseKind, subject_id: UUID, done: str) -> None:
    """The case leaves the board until its sign shows anew."""
    await db.transact(_close, uid, kind, subject_id, done)


async def _list_cases(
    connection: Connection, uid: str, kind: CaseKind | None, mine: bool, after: Cursor | None, limit: int
) -> list[Case]:
    reader = await staff.reading(connection, uid)
    picked_up_by = reader.id if mine else None
    found = await store.cases(connection, reader.structure_id, after, limit, kind, picked_up_by)
    about = {member_id for case in found for member_id in case.about}
    await audit.record(connection, reader.id, "list-cases", "board", None, after={"cases": len(found)}, about=about)
    return found


async def _pick_up(connection: Connection, uid: str, kind: CaseKind, subject_id: UUID) -> None:
    officer = await staff.deciding(connection, uid, "officer")
    case = await _case(connection, officer.structure_id, kind, subject_id)
    if await store.pick_up(connection, case, officer.id) != officer.id:
        raise CasePickedUp
    await audit.record(connection, officer.id, "pick-up-case", kind, subject_id, about=case.about)


async def _close(connection: Connection, uid: str, kind: CaseKind, subject_id: UUID, done: str) -> None:
    officer = await staff.deciding(connection, uid, "officer")
    case = await _case(connection, officer.structure_id, kind, subject_id)
    await store.close_case(connection, case, officer.id, done)
    await audit.record(connection, officer.id, "close-case", kind, subject_id, about=case.about)


async def _case(connection: Connection, scope: UUID, kind: CaseKind, subject_id: UUID) -> Case:
    found = await store.cases(connection, scope, None, 1, kind, subject_id=subject_id)
    if not found:
        raise NotFound
    return found[0]
