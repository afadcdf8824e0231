"""How staff handle reports: one at a time, each by one of them, decided once."""

from uuid import UUID

from app.db import Connection
from app.delays import service as delays
from app.errors import DomainError, NotFound
from app.paging import Cursor
from app.reports import store
from app.reports.errors import ReportDecided, ReportTaken
from app.reports.model import QueuedReport, StaffReport, Verdict
from app.reports.service import tell_answered
from app.reports.standing import PROPOSES_HIDING
from app.staff.model import Staff


async def queue(connection: Connection, staff: Staff, after: Cursor | None, limit: int) -> list[QueuedReport]:
    """What awaits a decision, the most pressing first."""
    return await store.queue_of_reports(connection, staff.id, staff.structure_id, PROPOSES_HIDING, after, limit)


async def decided(connection: Connection, staff: Staff, before: Cursor | None, limit: int) -> list[QueuedReport]:
    return await store.decided_reports(connection, staff.id, staff.structure_id, before, limit)


async def in_scope(connection: Connection, staff: Staff, report_id: UUID) -> StaffReport:
    """A report of a member of the caller's structures; another's is not found, nor is one about oneself."""
    report = await store.report_for_staff(connection, staff.id, staff.structure_id, report_id)
    if report is None:
        raise NotFound
    return report


async def take(connection: Connection, staff: Staff, report_id: UUID) -> StaffReport:
    """Staff handle the report from now on, and have looked at it in time or not. The report as it was."""
    before = await in_scope(connection, staff, report_id)
    if not await store.take_report(connection, report_id, staff.id):
        raise _why_not(await in_scope(connection, staff, report_id))
    await delays.keep(connection, "report-looked-at", report_id)
    return before


async def give_back(connection: Connection, staff: Staff, report_id: UUID) -> StaffReport:
    """Anybody may handle it again, be it that whoever did is away. The report as it was."""
    before = await in_scope(connection, staff, report_id)
    if not await store.give_back_report(connection, report_id):
        raise ReportDecided
    return before


async def decide(connection: Connection, staff: Staff, report_id: UUID, verdict: Verdict, why: str) -> StaffReport:
    """Upheld or dismissed, once; its maker is told that it was read. The report as it was: the same again is fine."""
    before = await in_scope(connection, staff, report_id)
    if await store.decide_report(connection, report_id, staff.id, verdict, why):
        await delays.keep(connection, "report-looked-at", report_id)
        await tell_answered(connection, report_id, before.reporter_id)
        return before
    now = await in_scope(connection, staff, report_id)
    if (now.state, now.decided_by) == (verdict, staff.id):
        return now
    raise _why_not(now)


def _why_not(report: StaffReport) -> DomainError:
    return ReportTaken() if report.state == "open" else ReportDecided()
