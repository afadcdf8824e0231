"""What becomes of sanctions by themselves: they run out, and what crossed them is ended after all."""

from app.db import Connection, Database
from app.sanctions import service, store
from app.sanctions.model import Remainder
from app.sanctions.parting import end_contacts

AT_ONCE = 100


async def keep(db: Database) -> int:
    """How many sanctions ran out, or had something left to end."""
    return await end_overdue(db) + await end_crossed(db)


async def end_overdue(db: Database) -> int:
    """Lifts what was given until a date that has come, each in its own transaction."""
    async with db.connection() as connection:
        overdue = await store.sanctions_run_out(connection, AT_ONCE)
    for sanction in overdue:
        await db.transact(_end, sanction)
    return len(overdue)


async def end_crossed(db: Database) -> int:
    """Ends what was asked or formed in the same instant as a sanction that forbids it."""
    async with db.connection() as connection:
        crossed = await store.sanctions_crossed(connection, AT_ONCE)
    for sanction in crossed:
        await db.transact(_end_contacts, sanction)
    return len(crossed)


async def _end(connection: Connection, overdue: Remainder) -> None:
    sanction = await store.read_sanction(connection, overdue.id)
    if sanction is not None:
        await service.lift(connection, sanction, None)


async def _end_contacts(connection: Connection, crossed: Remainder) -> None:
    member = await store.lock_member(connection, crossed.member_id)
    sanction = await store.read_sanction(connection, crossed.id)
    if member is not None and sanction is not None and sanction.state == "active":
        await end_contacts(connection, member, sanction.kind, sanction.given_by)
