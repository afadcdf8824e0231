"""What staff send and read."""

from datetime import datetime
from uuid import UUID

from app.wire import Received, Sent


class NewVerification(Received):
    """An empty one verifies."""


class VerifiedMentor(Sent, frozen=True):
    member_id: UUID
    verified_at: datetime


class NewGuardianAgreement(Received):
    """An empty one records that staff hold the paper."""


class RecordedAgreement(Sent, frozen=True):
    member_id: UUID
    guardian_agreed_at: datetime
