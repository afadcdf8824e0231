"""The lock that every change to a pair takes first, and who may hold it."""

from datetime import datetime
from uuid import UUID

from app.db import Connection
from app.errors import NotFound
from app.members import service as members
from app.pairs import store
from app.pairs.model import Pair, PairState, Verdict


async def lock(connection: Connection, uid: str, other_id: UUID) -> Pair:
    """The caller's pair with another member, its mentee locked; says why not where the rules forbid it."""
    pair = await store.lock_pair(connection, uid, other_id)
    if pair is None or not pair.may_meet:
        await members.ready(connection, uid)
        raise NotFound
    return pair


async def lock_to_leave(connection: Connection, uid: str, other_id: UUID) -> Pair:
    """The same for who takes something back, be it from somebody whom they could not meet now."""
    await members.present(connection, uid)
    pair = await store.lock_pair(connection, uid, other_id)
    if pair is None:
        raise NotFound
    return pair


async def record(connection: Connection, pair: Pair, verdict: Verdict, swiped_at: datetime | None = None) -> PairState:
    state = await store.record_verdict(connection, pair, verdict, swiped_at)
    if state is None:
        raise NotFound
    return state


async def read(connection: Connection, pair: Pair) -> PairState:
    state = await store.pair_state(connection, pair)
    if state is None:
        raise NotFound
    return state
