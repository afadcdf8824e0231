"""Swipes in Postgres."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import ForeignKeyViolationError

from app.db import Connection
from app.requests.errors import MOST_WAITING
from app.sql import queries
from app.swipes.model import Pass
from push.kinds import KINDS

Q = queries("swipes")


async def pass_new_cards(connection: Connection, passes: Sequence[Pass]) -> set[int]:
    """The places, among these, of the first swipes that the rules allow: they are stored now."""
    columns = zip(*((made.uid, made.card_id, made.swiped_at) for made in passes), strict=True)
    return {row["place"] - 1 for row in await connection.fetch(Q.pass_new_cards, *columns)}


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
