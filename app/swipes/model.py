"""First swipes, and the state of a pair after a swipe."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from app.pairs.model import Verdict

Outcome = Literal["passed", "requested", "waiting", "tandem"]


class Pass(msgspec.Struct, frozen=True):
    """Who passes which card, and when by the phone's clock."""

    uid: str
    card_id: UUID
    swiped_at: datetime | None


class Ask(msgspec.Struct, frozen=True):
    """A mentee's like of a mentor that is to become a request."""

    uid: str
    card_id: UUID
    message: str | None
    swiped_at: datetime | None


class Swiped(msgspec.Struct, frozen=True):
    """What the caller's verdict has come to."""

    member_id: UUID
    verdict: Verdict
    outcome: Outcome
    tandem_id: UUID | None = None
