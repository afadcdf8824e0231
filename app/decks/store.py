"""Decks in Postgres."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.db import Connection
from app.decks.model import CheckedDeck, LookingMember, MenteeRow, MentorRow
from app.sql import queries

Q = queries("decks")


async def oldest_running(connection: Connection) -> str:
    xid: str = await connection.fetchval(Q.oldest_running)
    return xid


async def changed_mentors(connection: Connection, since: str) -> list[MentorRow]:
    return [MentorRow(*row.values()) for row in await connection.fetch(Q.changed_mentors, since)]


async def changed_mentees(connection: Connection, since: str) -> list[MenteeRow]:
    return [MenteeRow(*row.values()) for row in await connection.fetch(Q.changed_mentees, since)]


async def member_ids(connection: Connection) -> set[UUID]:
    return {row["id"] for row in await connection.fetch(Q.member_ids)}


async def check_deck(connection: Connection, uid: str, cards: Sequence[UUID]) -> CheckedDeck | None:
    row = await connection.fetchrow(Q.check_deck, uid, cards)
    return CheckedDeck(*row.values()) if row else None


async def seeker(connection: Connection, member_id: UUID) -> LookingMember | None:
    row = await connection.fetchrow(Q.seeker, member_id)
    return LookingMember(*row.values()) if row else None


async def seen_cards(connection: Connection, member_id: UUID) -> list[UUID]:
    return [row["id"] for row in await connection.fetch(Q.seen_cards, member_id)]


async def put_deal(connection: Connection, member_id: UUID, cards: Sequence[UUID], terms: Sequence[float]) -> datetime:
    dealt_at: datetime = await connection.fetchval(Q.put_deal, member_id, cards, terms)
    return dealt_at


async def mark_seen(connection: Connection, member_id: UUID) -> None:
    await connection.execute(Q.mark_seen, member_id)
