"""Messages in Postgres."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from app.db import Connection
from app.errors import Language
from app.messages.model import Admitted, Earshot, Evidence, Message, Reach, ReadMark, Talk
from app.sql import queries

Q = queries("messages")


async def own_message(connection: Connection, tandem_id: UUID, member_id: UUID, client_id: UUID) -> Message | None:
    row = await connection.fetchrow(Q.own_message, tandem_id, member_id, client_id)
    return Message(**row) if row else None


async def add_message(
    connection: Connection, tandem_id: UUID, member_id: UUID, client_id: UUID, body: str
) -> Message | None:
    """The message with its number; None when the tandem closed or the same message came meanwhile."""
    row = await connection.fetchrow(Q.add_message, tandem_id, member_id, client_id, body)
    return Message(**row) if row else None


async def edit_message(connection: Connection, tandem_id: UUID, message_id: UUID, body: str) -> Message | None:
    row = await connection.fetchrow(Q.edit_message, tandem_id, message_id, body)
    return Message(**row) if row else None


async def delete_message(connection: Connection, tandem_id: UUID, message_id: UUID) -> bool:
    return await connection.fetchval(Q.delete_message, tandem_id, message_id) is not None


async def mark_read(connection: Connection, tandem_id: UUID, member_id: UUID, sequence: int) -> bool:
    """Whether the mark moved."""
    return await connection.fetchval(Q.mark_read, tandem_id, member_id, sequence) is not None


async def standing_of_talk(connection: Connection, tandem_id: UUID, member_id: UUID) -> Talk:
    row = await connection.fetchrow(Q.standing_of_talk, tandem_id, member_id)
    assert row is not None
    return Talk(**row)


async def messages_before(connection: Connection, tandem_id: UUID, sequence: int | None, limit: int) -> list[Message]:
    return [Message(**row) for row in await connection.fetch(Q.messages_before, tandem_id, sequence, limit)]


async def messages_after(connection: Connection, tandem_id: UUID, sequence: int, limit: int) -> list[Message]:
    return [Message(**row) for row in await connection.fetch(Q.messages_after, tandem_id, sequence, limit)]


async def messages_changed(connection: Connection, tandem_id: UUID, change: int, limit: int) -> list[Message]:
    return [Message(**row) for row in await connection.fetch(Q.messages_changed, tandem_id, change, limit)]


async def messages_among(connection: Connection, member_id: UUID, message_ids: Sequence[UUID]) -> list[Message]:
    """Those of the messages that the member may read."""
    return [Message(**row) for row in await connection.fetch(Q.messages_among, member_id, message_ids)]


async def minors_among(connection: Connection, member_ids: Sequence[UUID]) -> set[UUID]:
    """Those whose guardian has not agreed yet."""
    return {row["id"] for row in await connection.fetch(Q.minors_among, member_ids)}


async def renew_notice(
    connection: Connection, member_id: UUID, tandem_id: UUID, sequence: int, horizon: timedelta
) -> bool:
    """Whether a notice still waited that now tells of this message too."""
    return await connection.fetchval(Q.renew_notice, member_id, tandem_id, sequence, horizon) is not None


async def message_as_evidence(connection: Connection, member_id: UUID, message_id: UUID) -> Evidence | None:
    """What a report about a message keeps of it: for one of the two only, whatever became of the tandem since."""
    row = await connection.fetchrow(Q.message_as_evidence, member_id, message_id)
    return Evidence(**row) if row else None


async def issue_ticket(
    connection: Connection,
    uid: str,
    digest: bytes,
    language: Language,
    lifetime: timedelta,
    signed_in_until: datetime,
    most: int,
) -> bool:
    issued = await connection.fetchval(Q.issue_ticket, uid, digest, language, lifetime, signed_in_until, most)
    return issued is not None


async def take_ticket(connection: Connection, digest: bytes) -> Admitted | None:
    row = await connection.fetchrow(Q.take_ticket, digest)
    return Admitted(**row) if row else None


async def purge_tickets(connection: Connection) -> None:
    await connection.execute(Q.purge_tickets)


async def earshot(connection: Connection, uids: Sequence[str]) -> dict[str, Earshot]:
    """What each uid may hear; whoever is no member is missing."""
    heard: dict[str, Earshot] = {}
    for row in await connection.fetch(Q.earshot, uids):
        one = heard.setdefault(row["uid"], Earshot(row["member_id"], row["allowed"], {}))
        if row["tandem_id"] is not None:
            one.tandems[row["tandem_id"]] = Reach(row["sequence"], row["change"])
    return heard


async def new_to(connection: Connection, told: Mapping[UUID, int], limit: int) -> list[Message]:
    """Messages after the number told of each tandem, in order."""
    rows = await connection.fetch(Q.new_to, list(told), list(told.values()), limit)
    return [Message(**row) for row in rows]


async def changed_to(connection: Connection, told: Mapping[UUID, int], limit: int) -> list[Message | ReadMark]:
    """Edits, deletions and read marks after the change told of each tandem, in order."""
    rows = await connection.fetch(Q.changed_to, list(told), list(told.values()), limit)
    return [
        Message(**row)
        if row["id"] is not None
        else ReadMark(row["tandem_id"], row["sender_id"], row["sequence"], row["change"])
        for row in rows
    ]
