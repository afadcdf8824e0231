"""What staff say to the members of their structure."""

from datetime import datetime
from uuid import UUID

from app.members.model import Role
from app.wire import Line, Received, Sent, Text


class Title(Received):
    fr: Line
    en: Line


class Body(Received):
    fr: Text
    en: Text


class NewAnnouncement(Received):
    """Read in the inbox; the push only says that there is one. `role`: to mentees or to mentors only."""

    title: Title
    body: Body
    role: Role | None = None


class SentAnnouncement(Sent, frozen=True):
    id: UUID
    recipients: int
    announced_at: datetime
