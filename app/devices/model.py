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
