"""What carrying needs, and what is carried."""

from collections.abc import Sequence

import msgspec

from app.db import Database
from app.notices.manners import MOST_A_DAY, Choice
from app.outbox.model import Claimed, Mark
from push.model import Device, Notice, Sender


class Post(msgspec.Struct, frozen=True):
    """What carrying needs; `stand_in` is told instead of a member without a phone (in the demo).

    `usual` is how members who chose nothing are told; nobody gets more than `most_a_day` that could have waited.
    """

    db: Database
    sender: Sender
    stand_in: Device | None = None
    usual: Choice = Choice()
    most_a_day: int = MOST_A_DAY


class Bundle(msgspec.Struct, frozen=True):
    """Notices of one member that go in one push as one of this kind, oldest first."""

    kind: str
    notices: Sequence[Claimed]


class Parcel(msgspec.Struct, frozen=True):
    """A bundle that goes now, as one notice, to these devices."""

    bundle: Bundle
    notice: Notice
    devices: Sequence[Device]
    attempt: int


class Sorted(msgspec.Struct, frozen=True):
    """What goes now, and what became of the rest."""

    parcels: list[Parcel] = []
    marks: list[Mark] = []
