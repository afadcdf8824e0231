"""What moderators do with members' reports."""

from typing import Literal
from uuid import UUID

from app.admin.reports.wire import NewReportDecision
from app.audit import service as audit
from app.db import Connection, Database
from app.paging import Cursor
from app.people import store as people
from app.people.model import Face
from app.reports import handling
from app.reports import store as reports
from app.reports.model import Evidence, History, QueuedReport, StaffReport
from app.staff import service as staff


async def list_reports(
    db: Database, uid: str, state: Literal["open", "decided"], place: Cursor | None, limit: int
) -> list[QueuedReport]:
    async with db.connection() as connection:
        moderator = await staff.deciding(connection, uid, "moderator")
        listed = handling.queue if state == "open" else handling.decided
        return await listed(connection, moderator, place, limit)


async def read(
    db: Database, uid: str, report_id: UUID
) -> tuple[StaffReport, dict[UUID, Face], History, list[Evidence]]:
    return await db.transact(_read, uid, report_id)


async def take(db: Database, uid: str, report_id: UUID) -> None:
    await db.transact(_take, uid, report_id)


async def give_back(db: Database, uid: str, report_id: UUID) -> None:
    await db.transact(_give_back, uid, report_id)


async def decide(db: Database, uid: str, report_id: UUID, new: NewReportDecision) -> None:
    await db.transact(_decide, uid, report_id, new)


async def read_messages(db: Database, uid: str, report_id: UUID, why: str) -> list[Evidence]:
    """The one way to a member's message; who read it and why is written down first."""
    return await db.transact(_read_messages, uid, report_id, why)


async def _read(
    connection: Connection, uid: str, report_id: UUID
) -> tuple[StaffReport, dict[UUID, Face], History, list[Evidence]]:
    moderator = await staff.deciding(connection, uid, "moderator")
    report = await handling.in_scope(connection, moderator, report_id)
    faces = await people.faces(connection, report.members)
    cards = await reports.evidence_of(connection, report_id, "card")
    await _note(connection, moderator.id, "read-report", report)
    return report, faces, await reports.history_of(connection, report.reported_id, report_id), cards


async def _take(connection: Connection, uid: str, report_id: UUID) -> None:
    moderator = await staff.deciding(connection, uid, "moderator")
    before = await handling.take(connection, moderator, report_id)
    if before.taken_by is None:
        await _note(connection, moderator.id, "take-report", before)


async def _give_back(connection: Connection, uid: str, report_id: UUID) -> None:
    moderator = await staff.deciding(connection, uid, "moderator")
    before = await handling.give_back(connection, moderator, report_id)
    if before.taken_by is not None:
        await _note(connection, moderator.id, "give-back-report", before)


async def _decide(connection: Connection, uid: str, report_id: UUID, new: NewReportDecision) -> None:
    moderator = await staff.deciding(connection, uid, "moderator")
    before = await handling.decide(connection, moderator, report_id, new.verdict, new.why)
    if before.state != "open":
        return
    await audit.record(
        connection, moderator.id, "decide-report", "report", report_id, why=new.why,
        before={"state": before.state}, after={"state": new.verdict}, about=before.members,
    )  # fmt: skip


async def _read_messages(connection: Connection, uid: str, report_id: UUID, why: str) -> list[Evidence]:
    moderator = await staff.deciding(connection, uid, "moderator")
    report = await handling.in_scope(connection, moderator, report_id)
    await _note(connection, moderator.id, "read-evidence", report, why)
    return await reports.evidence_of(connection, report_id, "message")


async def _note(connection: Connection, staff_id: UUID, act: str, report: StaffReport, why: str | None = None) -> None:
    await audit.record(connection, staff_id, act, "report", report.id, why=why, about=report.members)
