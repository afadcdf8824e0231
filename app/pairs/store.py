"""Pairs in Postgres: one row for ever per mentee and mentor."""

from datetime import datetime
from uuid import UUID

from app.db import Connection
from app.members.model import Role
from app.pairs.model import Pair, PairState, Verdict
from app.sql import queries

Q = queries("pairs")


async def lock_pair(connection: Connection, uid: str, other_id: UUID) -> Pair | None:
    row = await connection.fetchrow(Q.lock_pair, uid, other_id)
    return Pair(*row.values()) if row else None


async def record_verdict(
    connection: Connection, pair: Pair, verdict: Verdict, swiped_at: datetime | None
) -> PairState | None:
    """The pair after the caller's verdict; None when one has blocked the other."""
    row = await connection.fetchrow(Q.record_verdict, pair.mentee_id, pair.mentor_id, pair.role, verdict, swiped_at)
    return PairState(*row.values()) if row else None


async def pair_state(connection: Connection, pair: Pair) -> PairState | None:
    """The pair as it is; None when one has blocked the other."""
    row = await connection.fetchrow(Q.pair_state, pair.mentee_id, pair.mentor_id)
    return PairState(*row.values()) if row else None


async def forget_verdict(connection: Connection, mentee_id: UUID, mentor_id: UUID, role: Role) -> None:
    await connection.execute(Q.forget_verdict, mentee_id, mentor_id, role)
