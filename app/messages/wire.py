"""Messages as they are received and sent over HTTP."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from app.messages.model import Message, Talk
from app.wire import LongText, Received, Sent

Sequence = Annotated[int, Meta(ge=0, le=2**63 - 1)]


class NewMessage(Received):
    """With `sure` it is sent although it was asked about."""

    text: LongText
    sure: bool = False


class MessageChange(Received):
    text: LongText
    sure: bool = False


class NewReadMark(Received):
    sequence: Sequence


class SentMessage(Sent, frozen=True):
    """A message; `text` is null once its sender deleted it."""

    id: UUID
    tandem_id: UUID
    client_id: UUID
    sequence: int
    sender_id: UUID
    text: str | None
    sent_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    change: int | None


class MessagePage(Sent, frozen=True):
    """Messages, and how far the talk has come: `change` is where to go on with `changedAfter`."""

    items: list[SentMessage]
    next: str | None
    latest: int
    change: int
    read_by_you: int
    read_by_other: int


class NewTicket(Sent, frozen=True):
    """Opens one socket, within `expires_in` seconds."""

    ticket: str
    expires_in: int


def sent_message(message: Message) -> SentMessage:
    return SentMessage(
        id=message.id,
        tandem_id=message.tandem_id,
        client_id=message.client_id,
        sequence=message.sequence,
        sender_id=message.sender_id,
        text=message.body,
        sent_at=message.sent_at,
        edited_at=message.edited_at,
        deleted_at=message.deleted_at,
        change=message.change,
    )


def sent_page(messages: list[Message], talk: Talk, limit: int, counted: Literal["sequence", "change"]) -> MessagePage:
    """`next` is the number to go on from, in the same direction; null when there is no more."""
    return MessagePage(
        items=[sent_message(message) for message in messages],
        next=str(getattr(messages[-1], counted)) if len(messages) == limit else None,
        latest=talk.latest,
        change=talk.change,
        read_by_you=talk.read_by_you,
        read_by_other=talk.read_by_other,
    )
