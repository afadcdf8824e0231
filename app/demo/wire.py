"""What only the demo sends and receives."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from app.wire import Received, Sent


class NewSignIn(Received):
    phone: Annotated[str, Meta(min_length=4, max_length=30)]


class SignIn(Sent, frozen=True):
    token: str
    member_id: UUID | None


class ShownNotice(Sent, frozen=True):
    """A push, as a phone would have shown it."""

    id: UUID
    kind: str
    title: str
    body: str
    link: str
    sent_at: datetime
