"""Ways to number and acknowledge messages that lose or double some: the checker must reject them."""

import asyncio
from uuid import uuid4

import asyncpg

from tests.holds.talk_history import Side, Stored

TABLE = "create table naive_message (sequence bigint not null, client_id text not null)"


async def number_without_a_lock(pool: "asyncpg.Pool[asyncpg.Record]", sides: list[Side], messages: int) -> list[Stored]:
    """Each message takes the greatest number there is, and one more."""
    await pool.execute(TABLE)
    await asyncio.gather(*(_send(pool, side) for side in sides for _ in range(messages)))
    rows = await pool.fetch("select sequence, client_id from naive_message order by sequence")
    return [Stored(row["sequence"], row["client_id"]) for row in rows]


async def _send(pool: "asyncpg.Pool[asyncpg.Record]", side: Side) -> None:
    client_id = str(uuid4())
    async with pool.acquire() as connection, connection.transaction():
        sequence = await connection.fetchval(
            "insert into naive_message select coalesce(max(sequence), 0) + 1, $1 from naive_message returning sequence",
            client_id,
        )
    side.sent.append(client_id)
    side.acknowledged[client_id] = sequence


class HastyTalk:
    """Acknowledges at once, and stores a while later; killed in between, it has lost what it promised."""

    def __init__(self) -> None:
        self.stored: list[Stored] = []
        self._promised: list[Stored] = []

    def send(self, side: Side) -> None:
        message = Stored(len(self.stored) + len(self._promised) + 1, str(uuid4()))
        self._promised.append(message)
        side.sent.append(message.client_id)
        side.acknowledged[message.client_id] = message.sequence

    def store(self) -> None:
        self.stored += self._promised
        self._promised = []

    def kill(self) -> None:
        self._promised = []
