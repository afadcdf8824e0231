"""A mentor never holds more tandems than seats, and nobody is turned away from a free one."""

import asyncio
from collections import Counter
from functools import partial
from random import Random
from uuid import uuid4

import asyncpg
import pytest

from app.auth.demo import DemoSigner
from app.db import Database
from app.settings import Settings
from tests.holds import crowd, naive
from tests.holds.conftest import FIGURE, Record
from tests.holds.contest import CAPACITY, CONTENDERS, Contest
from tests.holds.crowd import Person
from tests.holds.driver import Api, serving
from tests.holds.history import Call, wrong_choices, wrong_seats

AT_ONCE = 5
TOGETHER = 10

ROUNDS = pytest.mark.parametrize(
    "rounds", [50, pytest.param(1000, marks=[pytest.mark.campaign, pytest.mark.timeout(1800)])], ids=["50", "campaign"]
)


@ROUNDS
async def test_seats_are_never_overfilled_nor_refused_while_free(
    settings: Settings,
    signer: DemoSigner,
    db: Database,
    witness: asyncpg.Connection,
    seat_history: str,
    rounds: int,
    record: Record,
) -> None:
    await witness.execute(seat_history)
    chance, answers, wrongs, states, refused = Random(12), Counter[tuple[str, int]](), [], 0, 0
    async with serving(settings) as servers:
        for _ in range(rounds // AT_ONCE):
            contests = [await _contest(servers, db, signer, witness, chance) for _ in range(AT_ONCE)]
            await asyncio.gather(*(_hold(contest) for contest in contests))
            for contest in contests:
                seats = await crowd.seats(witness, contest.mentor.id)
                wrongs += wrong_seats(seats, contest.acceptances)
                answers += contest.answers
                states += len(seats)
                refused += sum(call.outcome == "urn:tandem:mentor-full" for call in contest.acceptances)
        drift = await crowd.drift(witness)
    await db.close()
    deadlocks = await crowd.deadlocks(witness)
    told = ", ".join(f"{act} {status}: {times}" for (act, status), times in sorted(answers.items()))
    record("answers", told)
    record(
        FIGURE,
        f"{rounds} x {CONTENDERS} mentees for {CAPACITY} seats, {sum(answers.values())} calls: {states} states of "
        f"seats, {len(wrongs)} wrong; {refused} refused for want of one; {drift} counters drift; {deadlocks} deadlocks",
    )
    assert wrongs == []
    assert [act for act in answers if act[1] >= 500] == []
    assert (drift, deadlocks) == (0, 0)
    assert refused > rounds


@ROUNDS
async def test_of_two_mentors_who_accept_a_one_tandem_mentee_one_wins(
    settings: Settings, signer: DemoSigner, witness: asyncpg.Connection, rounds: int, record: Record
) -> None:
    await witness.execute(
        "insert into programme (structure_id, code, name, one_tandem_at_a_time) "
        "select structure_id, 'one', 'One at a time', true from programme"
    )
    wrongs: list[str] = []
    async with serving(settings) as servers:
        for _ in range(rounds // TOGETHER):
            mentors = await crowd.mentors(witness, signer, 5, capacity=50)
            mentees = await crowd.mentees(witness, signer, TOGETHER, programme="one")
            calls = await asyncio.gather(*(_ask_and_accept(servers, mentee, mentors) for mentee in mentees))
            tandems = await crowd.tandems(witness)
            for mentee, acceptances in zip(mentees, calls, strict=True):
                wrongs += wrong_choices(mentee.id, acceptances, tandems, await _waiting(witness, mentee))
        drift = await crowd.drift(witness)
    deadlocks = await crowd.deadlocks(witness)
    record(FIGURE, f"{rounds} x 4 mentors for a one-tandem mentee: {len(wrongs)} wrong, {deadlocks} deadlocks")
    assert wrongs == []
    assert (drift, deadlocks) == (0, 0)


@pytest.mark.parametrize(
    ("way", "verdict"),
    [
        (naive.count_then_insert, f"seat {CAPACITY + 1} taken of {CAPACITY}"),
        (naive.give_up_at_a_lock, "refused while a seat was free"),
    ],
)
async def test_the_checker_rejects_other_ways_to_take_a_seat(
    database_url: str, witness: asyncpg.Connection, seat_history: str, way: naive.Accept, verdict: str
) -> None:
    mentor_id = str(uuid4())
    async with naive.naive_tables(database_url, witness, size=CONTENDERS) as pool:
        await witness.execute(seat_history)
        await witness.execute("insert into mentor (id, capacity) values ($1, $2)", mentor_id, CAPACITY)
        calls = await asyncio.gather(*(naive.accept(pool, way, (str(uuid4()), mentor_id)) for _ in range(CONTENDERS)))
    wrongs = wrong_seats(await crowd.seats(witness, mentor_id), calls)
    assert any(wrong.endswith(verdict) for wrong in wrongs), wrongs


async def test_the_checker_rejects_a_look_before_a_leap(database_url: str, witness: asyncpg.Connection) -> None:
    mentee_id, mentors = str(uuid4()), [str(uuid4()) for _ in range(2)]
    async with naive.naive_tables(database_url, witness, size=2) as pool:
        accept = partial(naive.accept, pool, naive.look_before_holding)
        calls = await asyncio.gather(*(accept((mentee_id, mentor)) for mentor in mentors))
    wrongs = wrong_choices(mentee_id, calls, await crowd.tandems(witness), waiting=0)
    assert f"{mentee_id} holds 2 tandems" in wrongs


async def test_a_deadlock_is_counted(database_url: str, witness: asyncpg.Connection) -> None:
    await witness.execute("create table lock as select id from generate_series(1, 2) as id")
    pool = await asyncpg.create_pool(database_url, min_size=2, max_size=2)
    outcomes = await asyncio.gather(*(_lock_both(pool, order) for order in ((1, 2), (2, 1))), return_exceptions=True)
    await pool.close()
    assert sum(isinstance(outcome, asyncpg.DeadlockDetectedError) for outcome in outcomes) == 1
    assert await crowd.deadlocks(witness) == 1


async def _contest(
    servers: list[Api], db: Database, signer: DemoSigner, witness: asyncpg.Connection, chance: Random
) -> Contest:
    [mentor] = await crowd.mentors(witness, signer, 1, CAPACITY)
    return Contest(servers, db, chance, mentor, await crowd.mentees(witness, signer, CONTENDERS))


async def _hold(contest: Contest) -> None:
    await contest.prepare()
    await contest.fight()
    await contest.accept_the_rest()


async def _ask_and_accept(servers: list[Api], mentee: Person, mentors: list[Person]) -> list[Call]:
    """Five mentors are asked, and four accept at once."""
    for mentor in mentors:
        await servers[0].call("PUT", f"/v1/swipes/{mentor.id}", mentee.token, {"verdict": "like"})
    at_once = zip(servers * 2, mentors[:4], strict=True)
    return await asyncio.gather(*(_accept(api, mentor, mentee) for api, mentor in at_once))


async def _accept(api: Api, mentor: Person, mentee: Person) -> Call:
    answer = await api.call("POST", f"/v1/requests/{mentee.id}/acceptance", mentor.token)
    outcome = answer.body.get("type", "tandem")
    return Call((mentee.id, mentor.id), answer.status, outcome, None, answer.began, answer.ended)


async def _waiting(witness: asyncpg.Connection, mentee: Person) -> int:
    waiting: int = await witness.fetchval(
        "select count(*) from request where mentee_id = $1 and state = 'waiting'", mentee.id
    )
    return waiting


async def _lock_both(pool: naive.Pool, order: tuple[int, int]) -> None:
    async with pool.acquire() as connection, connection.transaction():
        for id in order:
            await connection.execute("select from lock where id = $1 for update", id)
            await asyncio.sleep(naive.LULL_SECONDS)
