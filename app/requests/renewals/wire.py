"""Renewals as they are sent."""

from typing import Literal

from app.tandems.wire import SentTandem
from app.wire import Sent


class SentRenewal(Sent, frozen=True):
    """`asked`: the other may now agree, of the tandem as it is. `renewed`: both did, of the next tandem."""

    outcome: Literal["asked", "renewed"]
    tandem: SentTandem
