"""A moved clock: what was stored becomes older, and whoever looks by the database's clock sees time go by."""

import asyncio

from app.feedback import service as feedback
from app.outcomes import service as outcomes
from app.pulses import service as pulses
from app.stalls import service as stalls
from tests.people import Town

# What the life of a tandem is dated by.
_DATED = (
    "tandem", "tandem_event", "signature", "meeting", "dispute", "message", "feedback", "pulse", "outcome", "stall",
    "outbox",
)  # fmt: skip
_TIMES = "select table_name, column_name from information_schema.columns where udt_name = 'timestamptz'"


async def pass_days(town: Town, days: float) -> None:
    """All that is stored of tandems is older by so many days."""
    columns: dict[str, list[str]] = {}
    for table, column in await town.rows(_TIMES):
        columns.setdefault(table, []).append(column)
    older = [
        f"update {table} set " + ", ".join(f"{column} = {column} - interval '{days} days'" for column in columns[table])
        for table in _DATED
    ]
    older.append(
        "update booking set during = tstzrange("
        f"lower(during) - interval '{days} days', upper(during) - interval '{days} days')"
    )
    # Without the triggers, to which a change of what was is no move of a tandem.
    await town.run("; ".join(["begin", "set local session_replication_role = replica", *older, "commit"]))


async def ask(town: Town, workers: int = 1) -> None:
    """All that falls due is asked, by so many workers at once, none of whom knows of the others."""

    async def all_that_falls_due() -> None:
        for falls_due in (pulses.ask, feedback.ask, feedback.remind, outcomes.ask):
            await falls_due(town.db)

    await asyncio.gather(*(all_that_falls_due() for _ in range(workers)))


async def watch(town: Town, workers: int = 1) -> None:
    """Tandems are looked at, by so many workers at once."""
    await asyncio.gather(*(stalls.watch(town.db) for _ in range(workers)))


async def told(town: Town, member_id: str) -> list[str]:
    """The kinds of the follow-up notices that this member was told, in the order they were."""
    rows = await town.rows(
        "select kind from outbox where recipient_id = $1 and facts ? 'followUpId' order by created_at, kind", member_id
    )
    return [row["kind"] for row in rows]
