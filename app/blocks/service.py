"""Blocks: both ways, everywhere, at once."""

from uuid import UUID

from app.blocks import store
from app.blocks.model import BlockedPair
from app.db import Connection, Database
from app.errors import NotFound
from app.members import service as members
from app.requests import service as requests
from app.requests import store as request_store
from app.tandems import service as tandems


async def block(db: Database, uid: str, other_id: UUID) -> None:
    """The two no longer meet anywhere; what they had open ends."""
    await db.transact(part, uid, other_id)


async def lift(db: Database, uid: str, other_id: UUID) -> None:
    """The other may be met again; what ended stays ended."""
    async with db.connection() as connection:
        await members.present(connection, uid)
        await store.lift_block(connection, uid, other_id)


async def part(connection: Connection, uid: str, other_id: UUID) -> None:
    """The same, within a longer story that has locked nothing before."""
    await members.present(connection, uid)
    pair = await store.pair_to_block(connection, uid, other_id)
    if pair is None:
        raise NotFound
    if pair.makes_a_pair:
        await store.hold_mentee(connection, pair.mentee_id)
        await _end(connection, pair)
    await store.put_block(connection, pair.blocker_id, other_id)


async def _end(connection: Connection, pair: BlockedPair) -> None:
    await store.turn_away(connection, pair.mentee_id, pair.mentor_id, pair.role)
    request_id = await store.waiting_request_between(connection, pair.mentee_id, pair.mentor_id)
    if request_id is not None:
        await request_store.close_request(connection, request_id, "released")
        if pair.role == "mentor":
            await requests.tell_closed(connection, request_id, pair.mentee_id)
    await tandems.end_by_block(connection, pair.mentee_id, pair.mentor_id)
