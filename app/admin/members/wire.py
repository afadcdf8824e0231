"""What staff decide about members, as it is received and sent."""

from datetime import datetime
from uuid import UUID

from app.wire import Received, Sent


class NewGuardianAgreement(Received):
    """An empty one records that staff hold the paper."""


class RecordedAgreement(Sent, frozen=True):
    member_id: UUID
    guardian_agreed_at: datetime
