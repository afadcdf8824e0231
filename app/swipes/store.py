"""Swipes in Postgres."""

from datetime import datetime
from uuid import UUID

from asyncpg import ForeignKeyViolationError

from app.db import Connection
from app.requests.errors import MOST_WAITING
from app.sql import queries
from push.kinds import KINDS

Q = queries("swipes")


async def pass_new_card(connection: Connection, uid: str, card_id: UUID, swiped_at: datetime | None) -> bool:
    """Whether the pass was a first swipe that the rules allow, and is stored."""
    try:
        return await connection.fetchval(Q.pass_new_card, uid, card_id, swiped_at) is not None
    except ForeignKeyViolationError:  # one of the two was erased meanwhile
        return False


async def ask_new_card(
    connection: Connection, uid: str, card_id: UUID, message: str | None, swiped_at: datetime | None
) -> bool:
    """Whether the like was a mentee's first swipe of a mentor, and now waits as a request."""
    horizon = KINDS["RequestReceived"].horizon
    try:
        asked = await connection.fetchval(Q.ask_new_card, uid, card_id, message, swiped_at, MOST_WAITING, horizon)
    except ForeignKeyViolationError:  # one of the two was erased meanwhile
        return False
    return asked is not None
