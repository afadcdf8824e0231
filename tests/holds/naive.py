"""Broken variants of the service's promises, on tables of their own: the checkers must reject each of them."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeAlias

import asyncpg

from app.db import Connection
from tests.holds.delivery import Post, Pushed
from tests.holds.history import Acknowledged, Call, Dealt, Pair

# What a slow network or a busy server puts between two statements.
LULL_SECONDS = 0.02

TABLES = """
create schema naive;
set search_path to naive, public;
create table swipe (member_id uuid, card_id uuid, primary key (member_id, card_id));
create table mentor (id uuid primary key, capacity integer not null, seats_taken integer not null default 0);
create table tandem (
    id uuid primary key default uuid_v7(), mentee_id uuid, mentor_id uuid, state text not null default 'formed'
);
create table outbox (event_id uuid, recipient_id uuid, kind text, state text not null default 'waiting');
"""

Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
Accept = Callable[[Connection, Pair], Awaitable[str | None]]


@asynccontextmanager
async def naive_tables(url: str, witness: asyncpg.Connection, size: int) -> AsyncIterator[Pool]:
    """Connections that find the naive tables first, as the witness does from now on."""
    await witness.execute(TABLES)
    async with asyncpg.create_pool(
        url, min_size=size, max_size=size, reset=_keep, server_settings={"search_path": "naive, public"}
    ) as pool:
        yield pool


async def like_in_one_transaction(pool: Pool, pair: Pair, role: str) -> Call:
    """Two swipe rows and "is there a reverse like?": likes that cross do not see each other."""
    began = time.time()
    async with pool.acquire() as connection, connection.transaction():
        tandem_id = await _like(connection, *(pair if role == "mentee" else pair[::-1]), pair)
    return Call(pair, 200, "tandem" if tandem_id else "waiting", tandem_id, began, time.time())


async def like_in_autocommit(pool: Pool, pair: Pair, role: str) -> Call:
    """The same, each statement committed by itself: likes that cross both see each other."""
    began = time.time()
    async with pool.acquire() as connection:
        tandem_id = await _like(connection, *(pair if role == "mentee" else pair[::-1]), pair)
    return Call(pair, 200, "tandem" if tandem_id else "waiting", tandem_id, began, time.time())


async def accept(pool: Pool, way: Accept, pair: Pair) -> Call:
    """An acceptance by one of the ways below."""
    began = time.time()
    async with pool.acquire() as connection, connection.transaction():
        refusal = await way(connection, pair)
    return Call(pair, 409 if refusal else 201, refusal or "tandem", None, began, time.time())


async def count_then_insert(connection: Connection, pair: Pair) -> str | None:
    """Whoever counts before another's commit overfills the mentor."""
    free = await connection.fetchval(
        "select capacity > (select count(*) from tandem where mentor_id = $1) from mentor where id = $1", pair[1]
    )
    await asyncio.sleep(LULL_SECONDS)
    if not free:
        return "urn:tandem:mentor-full"
    await _form(connection, pair)
    return None


async def give_up_at_a_lock(connection: Connection, pair: Pair) -> str | None:
    """Never overfilled; but whoever meets another's lock is refused, though a seat is free."""
    try:
        async with connection.transaction():
            await connection.execute("select from mentor where id = $1 for update nowait", pair[1])
    except asyncpg.LockNotAvailableError:
        return "urn:tandem:mentor-full"
    await asyncio.sleep(LULL_SECONDS)
    return await count_then_insert(connection, pair)


async def look_before_holding(connection: Connection, pair: Pair) -> str | None:
    """One tandem at a time, as a look and then a leap: two mentors look at once."""
    if await connection.fetchval("select exists (select from tandem where mentee_id = $1)", pair[0]):
        return "urn:tandem:request-closed"
    await asyncio.sleep(LULL_SECONDS)
    await _form(connection, pair)
    return None


class HastySwipes:
    """Acknowledges a swipe at once and stores it soon after: what a kill loses, nobody knows."""

    def __init__(self, cards: list[str]) -> None:
        self.stored: dict[Pair, str] = {}
        self.acknowledged: dict[Pair, Acknowledged] = {}
        self.decks: list[Dealt] = []
        self._cards = cards
        self._unstored: dict[Pair, str] = {}

    def deal(self, member_id: str, limit: int) -> list[str]:
        cards = [card for card in self._cards if (member_id, card) not in self.stored | self._unstored][:limit]
        self.decks.append(Dealt(member_id, cards, time.time()))
        return cards

    def swipe(self, member_id: str, card: str) -> None:
        self._unstored[member_id, card] = "pass"
        self.acknowledged.setdefault((member_id, card), Acknowledged("pass", time.time()))

    def store(self) -> None:
        self.stored |= self._unstored
        self._unstored = {}

    def kill(self) -> None:
        self._unstored = {}


class HastyCarrier:
    """Marks a notice as sent and sends it soon after: what a kill catches in between, no phone ever shows."""

    def __init__(self, notices: int) -> None:
        self.posts: list[Post] = []
        self._states = {str(number): "waiting" for number in range(notices)}
        self._unsent: list[str] = []

    def notices(self) -> list[Pushed]:
        return [Pushed(id, state) for id, state in self._states.items()]

    def carry(self, notices: int) -> None:
        waiting = [id for id, state in self._states.items() if state == "waiting"][:notices]
        self._states |= dict.fromkeys(waiting, "sent")
        self._unsent += waiting

    def kill(self, unsent: int = 2) -> None:
        """While so many are marked and not yet sent."""
        self.posts += [Post(id, True, True) for id in self._unsent[: len(self._unsent) - unsent]]
        self._unsent = []


async def _like(connection: Connection, member_id: str, card_id: str, pair: Pair) -> str | None:
    new = await connection.fetchval(
        "insert into swipe values ($1, $2) on conflict do nothing returning true", member_id, card_id
    )
    await asyncio.sleep(LULL_SECONDS)
    reverse = "select true from swipe where member_id = $1 and card_id = $2"
    if new and await connection.fetchval(reverse, card_id, member_id):
        return await _form(connection, pair)
    formed = await connection.fetchval("select id from tandem where mentee_id = $1 and mentor_id = $2", *pair)
    return formed and str(formed)


async def _form(connection: Connection, pair: Pair) -> str:
    tandem_id = await connection.fetchval(
        "insert into tandem (mentee_id, mentor_id) values ($1, $2) returning id", *pair
    )
    await connection.execute(
        "insert into outbox (event_id, recipient_id, kind) select $1, unnest($2::uuid[]), 'TandemFormed'",
        tandem_id,
        pair,
    )
    await connection.execute("update mentor set seats_taken = seats_taken + 1 where id = $1", pair[1])
    return str(tandem_id)


async def _keep(_: object) -> None:
    """The search path stays."""
