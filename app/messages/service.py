"""Messages inside a tandem: sent once, in one order for both, and corrected for a while. A closed tandem is only read.

A paused tandem is written in like any other: a word is how the two find back.
"""

from uuid import UUID

from app.db import Connection, Crossed, Database
from app.errors import Invalid, NotFound, Words
from app.messages import store
from app.messages.errors import (
    ContactDetailsEarly,
    MessageAlreadySent,
    MessageDeleted,
    MessagesNotOpen,
    TooLateToChange,
    WordsMayHurt,
)
from app.messages.live import Live
from app.messages.model import Message
from app.messages.talks import talking
from app.messages.wire import MessageChange, NewMessage
from app.messages.wording import may_hurt, tells_contact
from app.outbox import store as outbox
from app.tandems.errors import TandemClosed
from app.tandems.model import Joined
from push.kinds import kind_of

KIND = "MessageReceived"


async def send(
    db: Database, live: Live, uid: str, tandem_id: UUID, client_id: UUID, new: NewMessage
) -> tuple[Message, bool]:
    """The message, stored; the flag says whether by this call. Told to both only once it is committed."""
    _check_filled(new.text)
    message, is_new = await db.transact(_send, uid, tandem_id, client_id, new)
    if is_new:
        live.tell(tandem_id)
    return message, is_new


async def edit(db: Database, live: Live, uid: str, tandem_id: UUID, client_id: UUID, change: MessageChange) -> Message:
    """The caller's message with other words, within 15 minutes."""
    _check_filled(change.text)
    message, is_new = await db.transact(_edit, uid, tandem_id, client_id, change)
    if is_new:
        live.tell(tandem_id)
    return message


async def delete(db: Database, live: Live, uid: str, tandem_id: UUID, client_id: UUID) -> None:
    """Only the number of the caller's message stays, within 15 minutes. Repeating it is fine."""
    if await db.transact(_delete, uid, tandem_id, client_id):
        live.tell(tandem_id)


async def _send(
    connection: Connection, uid: str, tandem_id: UUID, client_id: UUID, new: NewMessage
) -> tuple[Message, bool]:
    joined = await talking(connection, uid, tandem_id)
    stored = await store.own_message(connection, tandem_id, joined.member_id, client_id)
    if stored is not None:
        return _as_sent(stored, new.text), False
    await _check_open(connection, joined)
    _ask_first(new.text, joined, sure=new.sure)
    message = await store.add_message(connection, tandem_id, joined.member_id, client_id, new.text)
    if message is None:
        raise Crossed
    await _notify(connection, joined, message)
    return message, True


def _as_sent(stored: Message, text: str) -> Message:
    """The answer to a repeated call; what was edited since cannot be compared, and reads as it does now."""
    if stored.change is None and stored.body != text:
        raise MessageAlreadySent
    return stored


async def _notify(connection: Connection, joined: Joined, message: Message) -> None:
    """One notice waits per tandem, however many messages it tells of."""
    horizon = kind_of(KIND).horizon
    if await store.renew_notice(connection, joined.other_id, joined.id, message.sequence, horizon):
        return
    facts: dict[str, str | int] = {"tandemId": str(joined.id), "sequence": message.sequence}
    await outbox.put_notices(connection, KIND, message.id, [joined.other_id], facts)


async def _edit(
    connection: Connection, uid: str, tandem_id: UUID, client_id: UUID, change: MessageChange
) -> tuple[Message, bool]:
    joined = await talking(connection, uid, tandem_id)
    message = await _own(connection, joined, client_id)
    if message.deleted_at is not None:
        raise MessageDeleted
    if message.body == change.text:
        return message, False
    await _check_changeable(connection, joined, message)
    _ask_first(change.text, joined, sure=change.sure)
    edited = await store.edit_message(connection, tandem_id, message.id, change.text)
    if edited is None:
        raise Crossed
    return edited, True


async def _delete(connection: Connection, uid: str, tandem_id: UUID, client_id: UUID) -> bool:
    joined = await talking(connection, uid, tandem_id)
    message = await _own(connection, joined, client_id)
    if message.deleted_at is not None:
        return False
    await _check_changeable(connection, joined, message)
    if not await store.delete_message(connection, tandem_id, message.id):
        raise Crossed
    return True


async def _check_open(connection: Connection, joined: Joined) -> None:
    if not joined.writable:
        raise TandemClosed
    if await store.minors_among(connection, [joined.other_id]):
        raise MessagesNotOpen


async def _check_changeable(connection: Connection, joined: Joined, message: Message) -> None:
    await _check_open(connection, joined)
    if not message.fresh:
        raise TooLateToChange


async def _own(connection: Connection, joined: Joined, client_id: UUID) -> Message:
    message = await store.own_message(connection, joined.id, joined.member_id, client_id)
    if message is None:
        raise NotFound
    return message


def _ask_first(text: str, joined: Joined, *, sure: bool) -> None:
    """A question, not a refusal: it is asked once, and nobody else hears of it."""
    if sure:
        return
    if may_hurt(text):
        raise WordsMayHurt
    if not joined.both_signed and tells_contact(text):
        raise ContactDetailsEarly


def _check_filled(text: str) -> None:
    if not text.strip():
        raise Invalid(("text", Words("écrivez quelques mots", "write a few words")))
