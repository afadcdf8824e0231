"""Swipes in Postgres."""

from collections.abc import Sequence

from app.db import Connection
from app.requests.errors import MOST_WAITING
from app.sql import queries
from app.swipes.model import Ask, Pass
from push.kinds import KINDS

Q = queries("swipes")


async def pass_new_cards(connection: Connection, passes: Sequence[Pass]) -> set[int]:
    """The places, among these, of the first swipes that the rules allow: they are stored now."""
    columns = zip(*((made.uid, made.card_id, made.swiped_at) for made in passes), strict=True)
    return {row["place"] - 1 for row in await connection.fetch(Q.pass_new_cards, *columns)}


async def ask_new_cards(connection: Connection, asks: Sequence[Ask]) -> set[int]:
    """The places, among these, of mentees' first swipes of mentors that wait as requests now."""
    columns = zip(*((made.uid, made.card_id, made.message, made.swiped_at) for made in asks), strict=True)
    horizon = KINDS["RequestReceived"].horizon
    return {row["place"] - 1 for row in await connection.fetch(Q.ask_new_cards, *columns, MOST_WAITING, horizon)}
