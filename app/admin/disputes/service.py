"""What staff do about meetings on which the two disagree."""

from uuid import UUID

from app.admin.disputes.wire import NewSettlement
from app.audit import service as audit
from app.db import Connection, Database
from app.meetings.attendances import service as attendances
from app.meetings.attendances.model import Dispute, Reliability
from app.paging import Cursor
from app.staff import service as staff


async def list_disputes(db: Database, uid: str, settled: bool, before: Cursor | None, limit: int) -> list[Dispute]:
    """Disputes about members in the caller's scope, the latest first."""
    return await db.transact(_list_disputes, uid, settled, before, limit)


async def settle(db: Database, uid: str, dispute_id: UUID, settlement: NewSettlement) -> Dispute:
    """The dispute is settled, once; the member is told, and may appeal."""
    return await db.transact(_settle, uid, dispute_id, settlement)


async def read_reliability(db: Database, uid: str, member_id: UUID) -> Reliability:
    """How well a member in the caller's scope keeps meetings."""
    return await db.transact(_read_reliability, uid, member_id)


async def _list_disputes(
    connection: Connection, uid: str, settled: bool, before: Cursor | None, limit: int
) -> list[Dispute]:
    reader = await staff.reading(connection, uid)
    disputes = await attendances.list_disputes(connection, reader.structure_id, settled, before, limit)
    about = {dispute.member_id for dispute in disputes}
    await audit.record(connection, reader.id, "list-disputes", "dispute", None, after={"settled": settled}, about=about)
    return disputes


async def _settle(connection: Connection, uid: str, dispute_id: UUID, settlement: NewSettlement) -> Dispute:
    officer = await staff.deciding(connection, uid, "officer")
    dispute, is_new = await attendances.settle(
        connection, officer.structure_id, officer.id, dispute_id, settlement.verdict, settlement.why
    )
    if is_new:
        after, about = {"verdict": dispute.verdict}, [dispute.member_id]
        await audit.record(
            connection, officer.id, "settle-dispute", "dispute", dispute_id,
            why=settlement.why, after=after, about=about,
        )  # fmt: skip
    return dispute


async def _read_reliability(connection: Connection, uid: str, member_id: UUID) -> Reliability:
    reader = await staff.reading(connection, uid)
    found = await attendances.reliability_in_scope(connection, reader.structure_id, member_id)
    await audit.record(connection, reader.id, "read-reliability", "member", member_id)
    return found
