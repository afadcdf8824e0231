"""Reading what was said in a tandem, and letting the other see that one reads or types."""

from uuid import UUID

from app.db import Connection, Database
from app.members.errors import AwaitsGuardian
from app.messages import store
from app.messages.live import Live
from app.messages.model import Message, Talk
from app.tandems import service as tandems
from app.tandems.model import Joined


async def talking(connection: Connection, uid: str, tandem_id: UUID) -> Joined:
    """The tandem as the caller stands in it, of an age to read its messages."""
    joined = await tandems.joined(connection, uid, tandem_id)
    if await store.minors_among(connection, [joined.member_id]):
        raise AwaitsGuardian
    return joined


async def newest(db: Database, uid: str, tandem_id: UUID, before: int | None, limit: int) -> tuple[list[Message], Talk]:
    """Newest first, before a number."""
    async with db.connection() as connection:
        talk = await _talk(connection, uid, tandem_id)
        return await store.messages_before(connection, tandem_id, before, limit), talk


async def since(db: Database, uid: str, tandem_id: UUID, after: int, limit: int) -> tuple[list[Message], Talk]:
    """In order, after a number."""
    async with db.connection() as connection:
        talk = await _talk(connection, uid, tandem_id)
        return await store.messages_after(connection, tandem_id, after, limit), talk


async def changed(db: Database, uid: str, tandem_id: UUID, after: int, limit: int) -> tuple[list[Message], Talk]:
    """What was edited or deleted after a change, in the order of that."""
    async with db.connection() as connection:
        talk = await _talk(connection, uid, tandem_id)
        return await store.messages_changed(connection, tandem_id, after, limit), talk


async def mark_read(db: Database, live: Live, uid: str, tandem_id: UUID, sequence: int) -> None:
    """The caller has read all up to a number: what waits to be pushed about it is no news any more."""
    if await db.transact(_mark_read, uid, tandem_id, sequence):
        live.tell(tandem_id)


async def show_typing(db: Database, live: Live, uid: str, tandem_id: UUID) -> None:
    """The other sees that the caller types; nothing of it is stored."""
    async with db.connection() as connection:
        joined = await talking(connection, uid, tandem_id)
    if joined.writable:
        live.show_typing(tandem_id, joined.member_id)


async def _talk(connection: Connection, uid: str, tandem_id: UUID) -> Talk:
    """Read before the messages are: whoever asks again from here misses nothing."""
    joined = await talking(connection, uid, tandem_id)
    return await store.standing_of_talk(connection, tandem_id, joined.member_id)


async def _mark_read(connection: Connection, uid: str, tandem_id: UUID, sequence: int) -> bool:
    joined = await talking(connection, uid, tandem_id)
    return await store.mark_read(connection, tandem_id, joined.member_id, sequence)
