"""A like in one statement sees what happened behind the mentee's lock while it waited for it."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from app.sql import queries
from tests.people import Caller, Town

ASK = queries("swipes").texts["ask_new_cards"]
# What may come between a look and a lock then takes as long as a test likes.
WAITING = ASK.replace(" skip locked", "")
GUARD = "        and pg_visible_in_snapshot(mentee.changed_xid, pg_current_snapshot())\n"


async def test_a_like_that_waited_for_a_block_is_not_found(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    answer = await _while_blocked(town, mentee, mentor, mentee.like(mentor))
    assert answer.status_code == 404
    assert await town.value("select count(*) from request") == 0


@pytest.mark.parametrize(
    ("ask", "asked"), [(WAITING, False), (WAITING.replace(GUARD, ""), True)], ids=["ours", "naive"]
)
async def test_without_its_guard_the_statement_would_ask_whoever_has_just_blocked(
    town: Town, ask: str, asked: bool
) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    connection = await asyncpg.connect(town.settings.database_url)
    try:
        like = connection.fetchval(ask, [mentee.uid], [UUID(mentor.id)], [None], [None], 5, timedelta(days=1))
        assert (await _while_blocked(town, mentee, mentor, like) is not None) is asked
    finally:
        await connection.close()


async def test_likes_of_one_mentee_at_once_all_ask(town: Town) -> None:
    mentee = await town.mentee()
    mentors = [await town.mentor() for _ in range(5)]
    answers = await asyncio.gather(*(mentee.like(mentor) for mentor in mentors))
    assert [answer.json()["outcome"] for answer in answers] == ["requested"] * 5
    assert await town.value("select requests_waiting from mentee") == 5
    assert await town.value("select count(*) from outbox where kind = 'RequestReceived'") == 5


async def _while_blocked(town: Town, mentee: Caller, mentor: Caller, like: Awaitable[Any]) -> Any:
    """The like's answer, when a block commits while the like waits."""
    async with town.db.connection() as connection:
        begun = connection.transaction()
        await begun.start()
        await connection.execute(queries("blocks").texts["hold_mentee"], UUID(mentee.id))
        await connection.execute(queries("blocks").texts["put_block"], UUID(mentor.id), UUID(mentee.id))
        liking = asyncio.ensure_future(like)
        # Postgres tells nobody that somebody waits.
        while not await town.value("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await begun.commit()
        return await liking
