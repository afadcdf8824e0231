"""What staff decide about members, under /v1/staff."""

from uuid import UUID

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from app.admin.members import service
from app.admin.members.wire import NewGuardianAgreement, RecordedAgreement
from app.auth.guard import SignedIn
from app.db import Database


@post("/members/{member_id:uuid}/guardian-agreement", operation_id="recordGuardianAgreement", status_code=201)
async def record_guardian_agreement(
    request: SignedIn,
    db: NamedDependency[Database],
    member_id: FromPath[UUID],
    data: JSONBody[NewGuardianAgreement | None] = None,
) -> RecordedAgreement:
    """Records that a minor's guardian agrees."""
    agreement = await service.record_guardian_agreement(db, request.user.uid, member_id)
    return RecordedAgreement(agreement.id, agreement.guardian_agreed_at)
