"""Announcements as the store returns them."""

from datetime import datetime
from uuid import UUID

import msgspec


class Announcement(msgspec.Struct, frozen=True):
    """What staff said, and to how many."""

    id: UUID
    recipients: int
    announced_at: datetime
