"""The state of a pair after a swipe."""

from typing import Literal
from uuid import UUID

import msgspec

from app.pairs.model import Verdict

Outcome = Literal["passed", "requested", "waiting", "tandem"]


class Swiped(msgspec.Struct, frozen=True):
    """What the caller's verdict has come to."""

    member_id: UUID
    verdict: Verdict
    outcome: Outcome
    tandem_id: UUID | None = None
