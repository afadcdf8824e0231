"""First swipes that arrive together are stored together, and none of them suffers from another."""

import asyncio
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.db import Database
from app.embedded.process import free_port
from app.errors import DependencyDown
from app.sql import queries
from app.swipes.firsts import MOST_TOGETHER, FirstSwipes
from app.swipes.model import Ask, Pass
from tests.people import Caller, Town

PASS = queries("swipes").texts["pass_new_cards"]


async def test_passes_at_the_same_time_share_a_statement(town: Town) -> None:
    mentees, mentors = [await town.mentee() for _ in range(8)], [await town.mentor() for _ in range(10)]
    passes = FirstSwipes(town.db).passes
    made = [_pass(mentee, mentor) for mentee in mentees for mentor in mentors]
    assert await asyncio.gather(*map(passes.store, made)) == [True] * 80
    assert await town.value("select count(*) from pair where mentee_verdict = 'pass'") == 80
    assert await town.value("select count(*) from swipe_log") == 80
    assert await town.value("select count(distinct xmin::text) from pair") == -(-80 // MOST_TOGETHER)


async def test_none_waits_for_ever_however_they_arrive(town: Town) -> None:
    mentees, mentors = [await town.mentee() for _ in range(10)], [await town.mentor() for _ in range(12)]
    passes = FirstSwipes(town.db).passes

    async def store(place: int, new: Pass) -> bool:
        for _ in range(place):  # one more turn of the loop each
            await asyncio.sleep(0)
        return await passes.store(new)

    made = [_pass(mentee, mentor) for mentee in mentees for mentor in mentors]
    async with asyncio.timeout(30):
        assert all(await asyncio.gather(*(store(place, new) for place, new in enumerate(made))))


async def test_what_the_rules_refuse_is_left_out_and_the_others_are_stored(town: Town) -> None:
    mentee, other, mentor = await town.mentee(), await town.mentee(), await town.mentor()
    unverified, blocked, passed = await town.mentor(verified=False), await town.mentor(), await town.mentor()
    await mentee.put(f"/v1/blocks/{blocked.id}")
    await mentee.pass_(passed)
    made = [
        (_pass(mentee, mentor), True),
        (_pass(mentee, mentor), False),  # sent twice
        (_pass(mentor, mentee), False),  # both at once: the second finds the pair
        (_pass(mentor, other), True),
        (_pass(mentee, other), False),  # their own role
        (_pass(mentee, mentee), False),
        (_pass(mentee, unverified), False),
        (_pass(mentee, blocked), False),
        (_pass(blocked, mentee), False),
        (_pass(mentee, passed), False),  # not new
        (Pass(mentee.uid, uuid4(), None), False),
        (Pass("demo:nobody", UUID(mentor.id), None), False),
    ]
    assert await _store(town, [new for new, _ in made]) == [stored for _, stored in made]
    assert await town.value("select count(*) from swipe_log") == 3


async def test_both_sides_passing_at_once_leave_both_verdicts(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    answers = await asyncio.gather(mentee.pass_(mentor), mentor.pass_(mentee), mentee.pass_(mentor))
    assert [answer.json()["outcome"] for answer in answers] == ["passed"] * 3
    [pair] = await town.rows("select mentee_verdict, mentor_verdict from pair")
    assert tuple(pair) == ("pass", "pass")


async def test_likes_at_the_same_time_share_a_statement(town: Town) -> None:
    mentees, mentors = [await town.mentee() for _ in range(30)], [await town.mentor() for _ in range(3)]
    asks = FirstSwipes(town.db).asks
    made = [_ask(mentee, mentors[place % 3], f"Bonjour de {place}") for place, mentee in enumerate(mentees)]
    assert await asyncio.gather(*map(asks.store, made)) == [True] * 30
    assert await town.value("select count(distinct xmin::text) from pair") == 1
    assert await town.value("select array_agg(requests_waiting) from mentor") == [10, 10, 10]
    assert await town.value("select count(*) from outbox where kind = 'RequestReceived'") == 30
    assert await town.value("select count(*) from swipe_log where verdict = 'like'") == 30
    message = "select message from request where mentee_id = $1 and mentor_id = $2"
    assert await town.value(message, mentees[7].id, mentors[1].id) == "Bonjour de 7"


async def test_one_of_each_mentee_is_asked_and_what_the_rules_refuse_is_left_out(town: Town) -> None:
    mentee, other, mentor = await town.mentee(), await town.mentee(), await town.mentor()
    unverified, blocked, liked = await town.mentor(verified=False), await town.mentor(), await town.mentor()
    await other.put(f"/v1/blocks/{blocked.id}")
    await other.like(liked)
    made = [
        (_ask(mentee, mentor), True),
        (_ask(mentee, liked), False),  # how many wait is known after the first
        (_ask(mentor, mentee), False),  # a mentor asks nobody
        (_ask(mentee, unverified), False),
        (Ask(mentee.uid, uuid4(), None, None), False),
        (Ask("demo:nobody", UUID(mentor.id), None, None), False),
    ]
    asks = FirstSwipes(town.db).asks
    assert await asyncio.gather(*(asks.store(new) for new, _ in made)) == [stored for _, stored in made]
    assert [await asks.store(_ask(other, card)) for card in (blocked, liked)] == [False, False]
    assert await town.value("select count(*) from request") == 2


async def test_five_likes_wait_and_the_sixth_is_told_so_however_they_arrive(town: Town) -> None:
    mentee, mentors = await town.mentee(), [await town.mentor() for _ in range(7)]
    answers = await asyncio.gather(*(mentee.like(mentor) for mentor in mentors))
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [409] * 2
    assert await town.value("select requests_waiting from mentee") == 5


async def test_a_like_does_not_hold_up_others_while_its_mentee_is_held(town: Town) -> None:
    held, free, mentor = await town.mentee(), await town.mentee(), await town.mentor()
    async with town.db.connection() as connection, connection.transaction():
        await connection.execute("select from mentee where id = $1 for update", held.id)
        asks = FirstSwipes(town.db).asks
        of_held, of_free = await asyncio.gather(asks.store(_ask(held, mentor)), asks.store(_ask(free, mentor)))
        assert (of_held, of_free) == (False, True)


@pytest.mark.parametrize(("statement", "waits"), [(PASS, False), (PASS.replace("skip locked", ""), True)])
async def test_nobody_waits_for_anothers_erasure(town: Town, statement: str, waits: bool) -> None:
    mentee, mentor, leaving = await town.mentee(), await town.mentor(), await town.mentor()
    made = [_pass(mentee, mentor), _pass(mentee, leaving)]
    columns = [list(column) for column in zip(*((new.uid, new.card_id, new.swiped_at) for new in made), strict=True)]
    eraser = await asyncpg.connect(town.settings.database_url)
    passer = await asyncpg.connect(town.settings.database_url, server_settings={"lock_timeout": "300ms"})
    try:
        async with eraser.transaction():
            await eraser.execute("delete from member where id = $1", leaving.id)
            if waits:
                with pytest.raises(asyncpg.LockNotAvailableError):
                    await passer.fetch(statement, *columns)
            else:
                assert [row["place"] for row in await passer.fetch(statement, *columns)] == [1]
    finally:
        await passer.close()
        await eraser.close()


async def test_one_that_postgres_cannot_read_spoils_no_other(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    # Nobody's pass is lost: who is told False tells it alone.
    assert await _store(town, [Pass("\0", UUID(mentor.id), None), _pass(mentee, mentor)]) == [False, False]
    assert await town.value("select count(*) from pair") == 0
    assert await _store(town, [_pass(mentee, mentor)]) == [True]


async def test_whoever_hangs_up_takes_no_other_along(town: Town) -> None:
    mentee, mentors = await town.mentee(), [await town.mentor() for _ in range(3)]
    passes = FirstSwipes(town.db).passes
    impatient, *patient = [asyncio.create_task(passes.store(_pass(mentee, mentor))) for mentor in mentors]
    await asyncio.sleep(0)
    impatient.cancel()
    assert await asyncio.gather(*patient) == [True, True]


async def test_without_postgres_each_is_told(town: Town) -> None:
    mentee, mentors = await town.mentee(), [await town.mentor() for _ in range(3)]
    away = Database(f"postgresql://tandem@127.0.0.1:{free_port(None)}/tandem", 2)
    await away.open()
    passes = FirstSwipes(away).passes
    told = await asyncio.gather(*(passes.store(_pass(mentee, mentor)) for mentor in mentors), return_exceptions=True)
    assert [type(answer) for answer in told] == [DependencyDown] * 3
    await away.close()


def _pass(swiper: Caller, card: Caller) -> Pass:
    return Pass(swiper.uid, UUID(card.id), None)


def _ask(mentee: Caller, mentor: Caller, message: str | None = None) -> Ask:
    return Ask(mentee.uid, UUID(mentor.id), message, None)


async def _store(town: Town, made: list[Pass]) -> list[bool]:
    passes = FirstSwipes(town.db).passes
    return list(await asyncio.gather(*map(passes.store, made)))
