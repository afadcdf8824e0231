"""Decks in Postgres."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from uuid import UUID

from app.db import Connection
from app.decks.model import CheckedDeck, DealtCard, LookingMember, MenteeRow, MentorRow, News
from app.sql import queries

Q = queries("decks")

# Members read at once, in a census: little enough not to keep the event loop.
BATCH = 1_000


async def oldest_running(connection: Connection) -> str:
    xid: str = await connection.fetchval(Q.oldest_running)
    return xid


async def news_since(connection: Connection, since: str) -> News:
    row = await connection.fetchrow(Q.news_since, since)
    assert row is not None
    return News(*row.values())


async def somebody_left(connection: Connection, since: str) -> bool:
    left: bool = await connection.fetchval(Q.somebody_left, since)
    return left


async def changed_mentors(connection: Connection, since: str) -> list[MentorRow]:
    return [MentorRow(*row.values()) for row in await connection.fetch(Q.changed_mentors, since)]


async def changed_mentees(connection: Connection, since: str) -> list[MenteeRow]:
    return [MenteeRow(*row.values()) for row in await connection.fetch(Q.changed_mentees, since)]


async def database_identity(connection: Connection) -> str:
    identity: str = await connection.fetchval(Q.database_identity)
    return identity


async def all_mentors(connection: Connection) -> AsyncIterator[list[MentorRow]]:
    """In batches; within a transaction."""
    cursor = await connection.cursor(Q.all_mentors)
    while rows := await cursor.fetch(BATCH):
        yield [MentorRow(*row.values()) for row in rows]


async def all_mentees(connection: Connection) -> AsyncIterator[list[MenteeRow]]:
    """In batches; within a transaction."""
    cursor = await connection.cursor(Q.all_mentees)
    while rows := await cursor.fetch(BATCH):
        yield [MenteeRow(*row.values()) for row in rows]


async def count_members(connection: Connection) -> int:
    many: int = await connection.fetchval(Q.count_members)
    return many


async def mark_shown(connection: Connection, members: Sequence[UUID]) -> None:
    await connection.execute(Q.mark_shown, members)


async def check_deck(connection: Connection, uid: str, cards: Sequence[UUID]) -> CheckedDeck | None:
    row = await connection.fetchrow(Q.check_deck, uid, cards)
    return CheckedDeck(*row.values()) if row else None


async def seeker(connection: Connection, member_id: UUID) -> LookingMember | None:
    row = await connection.fetchrow(Q.seeker, member_id)
    return LookingMember(*row.values()) if row else None


async def seen_cards(connection: Connection, member_id: UUID) -> dict[UUID, str | None]:
    """Those who are proposed, each with the structure's name; and all others who are not dealt by their worth."""
    return {row["id"]: row["proposed_by"] for row in await connection.fetch(Q.seen_cards, member_id)}


async def put_deal(
    connection: Connection, member_id: UUID, cards: Sequence[DealtCard], before: datetime | None
) -> datetime | None:
    """When it was dealt: what the deck is known by; None when there was another deal since `before`."""
    terms = [term for card in cards for term in card.terms]
    randomised = [card.randomised for card in cards]
    ids = [card.id for card in cards]
    dealt_at: datetime | None = await connection.fetchval(Q.put_deal, member_id, ids, terms, randomised, before)
    return dealt_at


async def mark_seen(connection: Connection, member_id: UUID) -> None:
    await connection.execute(Q.mark_seen, member_id)
