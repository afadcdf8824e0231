"""Swipes in Postgres."""

from datetime import datetime
from uuid import UUID

from asyncpg import ForeignKeyViolationError

from app.db import Connection
from app.sql import queries

Q = queries("swipes")


async def pass_new_card(connection: Connection, uid: str, card_id: UUID, swiped_at: datetime | None) -> bool:
    """Whether the pass was a first swipe that the rules allow, and is stored."""
    try:
        return await connection.fetchval(Q.pass_new_card, uid, card_id, swiped_at) is not None
    except ForeignKeyViolationError:  # one of the two was erased meanwhile
        return False
