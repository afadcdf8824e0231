"""Stalls: both members are nudged first; staff learn of it two weeks later, if nothing changed."""

from uuid import UUID

from app.db import Connection, Database
from app.stalls import store
from app.stalls.model import Watched
from app.stalls.rules import ESCALATED_AFTER_DAYS, Reason, over, stalled

WATCHED_AT_ONCE = 500


async def watch(db: Database) -> int:
    """Looks at every tandem that lives, many at a time; returns how many stalls began, went to staff or ended."""
    done, last = 0, None
    while True:
        last, some = await db.transact(_watch_some, last)
        done += some
        if last is None:
            return done


async def _watch_some(connection: Connection, after: UUID | None) -> tuple[UUID | None, int]:
    watched = await store.gather_signs(connection, after, WATCHED_AT_ONCE)
    done = await settle(connection, watched)
    return (watched[-1].tandem_id if len(watched) == WATCHED_AT_ONCE else None), done


async def settle(connection: Connection, watched: list[Watched]) -> int:
    """What follows from the signs of some tandems."""
    quiet: dict[UUID, list[Reason]] = {}
    still: dict[UUID, list[Reason]] = {}
    escalated, resolved = [], []
    for one in watched:
        reasons = stalled(one.signs) if one.active else []
        if one.stall is None:
            if reasons and not one.nudged_lately:
                quiet[one.tandem_id] = reasons
        elif over(reasons, one.stall.in_touch_again):
            resolved.append(one.stall.id)
        else:
            still[one.stall.id] = reasons
            if one.stall.days >= ESCALATED_AFTER_DAYS and not one.stall.escalated:
                escalated.append(one.stall.id)
    await store.keep_reasons(connection, still)
    await store.escalate_stalls(connection, escalated)
    await store.resolve_stalls(connection, resolved)
    return await store.open_stalls(connection, quiet) + len(escalated) + len(resolved)
