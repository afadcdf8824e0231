"""Reports in Postgres."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec.structs import astuple

from app.db import Connection
from app.reports.model import (
    Draft,
    Evidence,
    EvidenceKind,
    History,
    OwnReport,
    QueuedReport,
    Record,
    Said,
    StaffReport,
    Verdict,
)
from app.sql import queries

Q = queries("reports")


async def have_met(connection: Connection, caller_id: UUID, other_id: UUID) -> bool:
    return bool(await connection.fetchval(Q.have_met, caller_id, other_id))


async def reports_today(connection: Connection, reporter_id: UUID) -> int:
    count: int = await connection.fetchval(Q.reports_today, reporter_id)
    return count


async def record_of(connection: Connection, reporter_id: UUID) -> Record:
    row = await connection.fetchrow(Q.record_of, reporter_id)
    return Record(**row) if row else Record(0, 0)


async def put_report(connection: Connection, draft: Draft) -> UUID | None:
    """The structure that looks at it; None when the id is known."""
    structure_id: UUID | None = await connection.fetchval(Q.put_report, *astuple(draft))
    return structure_id


async def messages_around(connection: Connection, message_id: UUID, each_side: int) -> list[Said]:
    return [Said(**row) for row in await connection.fetch(Q.messages_around, message_id, each_side)]


async def put_evidence(connection: Connection, report_id: UUID, evidence: Sequence[Evidence]) -> None:
    await connection.executemany(Q.put_evidence, [(report_id, *astuple(piece)) for piece in evidence])


async def own_report(connection: Connection, uid: str, report_id: UUID) -> OwnReport | None:
    row = await connection.fetchrow(Q.own_report, uid, report_id)
    return OwnReport(**row) if row else None


async def list_own_reports(
    connection: Connection, uid: str, before: tuple[datetime, UUID] | None, limit: int
) -> list[OwnReport]:
    reported_at, report_id = before or (None, None)
    rows = await connection.fetch(Q.list_own_reports, uid, reported_at, report_id, limit)
    return [OwnReport(**row) for row in rows]


async def queue_of_reports(
    connection: Connection,
    staff_id: UUID,
    structure_id: UUID,
    on_top_from: float,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[QueuedReport]:
    place_at, report_id = after or (None, None)
    rows = await connection.fetch(Q.queue_of_reports, staff_id, structure_id, on_top_from, place_at, report_id, limit)
    return [QueuedReport(**row) for row in rows]


async def decided_reports(
    connection: Connection, staff_id: UUID, structure_id: UUID, before: tuple[datetime, UUID] | None, limit: int
) -> list[QueuedReport]:
    decided_at, report_id = before or (None, None)
    rows = await connection.fetch(Q.decided_reports, staff_id, structure_id, decided_at, report_id, limit)
    return [QueuedReport(**row) for row in rows]


async def report_for_staff(
    connection: Connection, staff_id: UUID, structure_id: UUID, report_id: UUID
) -> StaffReport | None:
    row = await connection.fetchrow(Q.report_for_staff, staff_id, structure_id, report_id)
    return StaffReport(**row) if row else None


async def evidence_of(connection: Connection, report_id: UUID, kind: EvidenceKind) -> list[Evidence]:
    return [Evidence(**row) for row in await connection.fetch(Q.evidence_of, report_id, kind)]


async def history_of(connection: Connection, member_id: UUID, besides: UUID) -> History:
    row = await connection.fetchrow(Q.history_of, member_id, besides)
    return History(**row) if row else History(0, 0, 0, 0)


async def take_report(connection: Connection, report_id: UUID, staff_id: UUID) -> bool:
    return await connection.fetchval(Q.take_report, report_id, staff_id) is not None


async def give_back_report(connection: Connection, report_id: UUID) -> bool:
    return await connection.fetchval(Q.give_back_report, report_id) is not None


async def decide_report(connection: Connection, report_id: UUID, staff_id: UUID, verdict: Verdict, why: str) -> bool:
    return await connection.fetchval(Q.decide_report, report_id, staff_id, verdict, why) is not None
