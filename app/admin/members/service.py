"""What staff record about members."""

from uuid import UUID

from app.audit import service as audit
from app.db import Connection, Database
from app.errors import NotFound
from app.members import store as members
from app.members.model import GuardianAgreement
from app.staff import service as staff


async def record_guardian_agreement(db: Database, uid: str, member_id: UUID) -> GuardianAgreement:
    """The minor may be dealt cards, swipe and write."""
    return await db.transact(_record_guardian_agreement, uid, member_id)


async def _record_guardian_agreement(connection: Connection, uid: str, member_id: UUID) -> GuardianAgreement:
    officer = await staff.deciding(connection, uid, "officer")
    agreement = await members.record_guardian_agreement(connection, member_id, officer.structure_id)
    if agreement is None:
        raise NotFound
    after = {"guardianAgreedAt": agreement.guardian_agreed_at}
    await audit.record(connection, officer.id, "record-guardian-agreement", "member", member_id, after=after)
    return agreement
