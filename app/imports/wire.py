"""An invitation, as it is sent to whom it is for."""

from datetime import datetime
from typing import Any

from app.imports.model import Invitation
from app.members.model import Role
from app.wire import Sent


class SentInvitation(Sent, frozen=True):
    """`profile` has what PATCH /v1/me takes, as far as the structure said it."""

    structure_code: str
    structure_name: str
    programme_code: str
    role: Role
    profile: dict[str, Any]
    invited_at: datetime


def sent_invitation(invitation: Invitation) -> SentInvitation:
    return SentInvitation(
        structure_code=invitation.structure_code,
        structure_name=invitation.structure_name,
        programme_code=invitation.programme_code,
        role=invitation.role,
        profile=invitation.profile,
        invited_at=invitation.invited_at,
    )
