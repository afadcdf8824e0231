"""What goes over a socket, each way: JSON objects with a `type`."""

from datetime import datetime
from functools import cache
from typing import Any, TypeAlias
from uuid import UUID

import msgspec

from app.complaints import field_errors
from app.errors import DomainError, Invalid, Language
from app.messages.errors import UnreadableFrame
from app.messages.model import Earshot, Message, ReadMark
from app.messages.wire import NewMessage, NewReadMark, SentMessage, sent_message
from app.problems import Problem, problem
from app.wire import Received, Sent

LONGEST_REFERENCE = 64


class SendFrame(NewMessage, tag="send", kw_only=True):
    tandem_id: UUID
    client_id: UUID


class ReadFrame(NewReadMark, tag="read", kw_only=True):
    tandem_id: UUID


class TypingFrame(Received, tag="typing"):
    tandem_id: UUID


Frame: TypeAlias = SendFrame | ReadFrame | TypingFrame


class HeardTandem(Sent, frozen=True):
    """A tandem that the socket tells of, and how far it had come: what is older is to be asked for over HTTP."""

    tandem_id: UUID
    sequence: int
    change: int


class Hello(Sent, frozen=True, tag="hello"):
    member_id: UUID
    tandems: list[HeardTandem]
    until: datetime


class NewTandem(Sent, frozen=True, tag="tandem"):
    tandem_id: UUID
    sequence: int
    change: int


class Ack(Sent, frozen=True, tag="ack"):
    """The message is stored."""

    tandem_id: UUID
    client_id: UUID
    id: UUID
    sequence: int
    sent_at: datetime


class MessageFrame(Sent, frozen=True, tag="message"):
    message: SentMessage


class ChangeFrame(Sent, frozen=True, tag="change"):
    """A message edited or deleted."""

    message: SentMessage


class HasRead(Sent, frozen=True, tag="read"):
    tandem_id: UUID
    member_id: UUID
    sequence: int


class Types(Sent, frozen=True, tag="typing"):
    tandem_id: UUID
    member_id: UUID


class Refused(Sent, frozen=True, tag="error"):
    """Why a frame was not obeyed; the ids are those it bore."""

    tandem_id: str | None
    client_id: str | None
    problem: Problem


def read_frame(text: str, language: Language) -> Frame:
    """Raises Invalid or UnreadableFrame."""
    try:
        return _decoder().decode(text)
    except msgspec.ValidationError as error:
        raise Invalid(language_free=field_errors(str(error), language)) from error
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise UnreadableFrame from error


def written(frame: Sent) -> bytes:
    return msgspec.json.encode(frame)


def hello(earshot: Earshot, until: datetime) -> Hello:
    tandems = [HeardTandem(id, reach.sequence, reach.change) for id, reach in earshot.tandems.items()]
    return Hello(earshot.member_id, tandems, until)


def ack(message: Message) -> Ack:
    return Ack(message.tandem_id, message.client_id, message.id, message.sequence, message.sent_at)


def change(changed: Message | ReadMark) -> Sent:
    if isinstance(changed, ReadMark):
        return HasRead(changed.tandem_id, changed.member_id, changed.sequence)
    return ChangeFrame(sent_message(changed))


def refused(error: DomainError, text: str, language: Language) -> Refused:
    """The answer to a frame that was not obeyed, with the ids it bore, as far as they can be read."""
    try:
        bore = msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        bore = {}
    return Refused(_reference(bore.get("tandemId")), _reference(bore.get("clientId")), problem(error, language))


def _reference(value: object) -> str | None:
    return value[:LONGEST_REFERENCE] if isinstance(value, str) else None


@cache
def _decoder() -> msgspec.json.Decoder[Frame]:
    return msgspec.json.Decoder(Frame)
