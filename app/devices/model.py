"""Devices as the store returns them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec


class RegisteredDevice(msgspec.Struct, frozen=True):
    member_id: UUID
    id: str
    kind: Literal["fid", "token"]
    value: str
    platform: Literal["android", "ios", "web"]
    locale: Literal["fr", "en"]
    registered_at: datetime
    doubted: bool


class Trial(msgspec.Struct, frozen=True):
    """A test of a phone, as far as it got."""

    id: UUID
    state: Literal["waiting", "sent", "dropped", "dead"]
    reason: str | None

    @property
    def outcome(self) -> Literal["sent", "waiting", "failed"]:
        if self.state == "waiting":
            return "waiting"
        # An address that FCM no longer knows is settled too: nothing more is to be tried there.
        return "sent" if self.reason == "sent" else "failed"
