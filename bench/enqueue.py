"""What a notice costs the swipe that causes it: likes as they are, and the same likes that tell nobody, in turn."""

import asyncio
import re
import time
from collections.abc import Iterator
from itertools import product
from statistics import median
from uuid import UUID

import asyncpg

from app.db import Database
from app.requests.errors import MOST_WAITING
from app.swipes import service
from app.swipes.firsts import FirstSwipes
from app.swipes.store import Q
from app.swipes.wire import NewSwipe

CALLERS = 16
PEOPLE = """
with people as (
    insert into member (
        uid, role, first_name, last_name, birth_date, area_code, sectors, goals, modalities, languages, structure_id,
        programme_id
    )
    select $2::text || ':' || place, $2, 'Alix', 'Martin', '1990-01-01', '13208', '{G01}', '{find-internship}',
        '{remote}', '{fr}', programme.structure_id, programme.id
    from programme, generate_series(1, $1::integer) as place where programme.code = 'tandem'
    returning id, uid
),
mentees as (insert into mentee (id) select id from people where $2 = 'mentee'),
mentors as (
    insert into mentor (id, job_title, capacity, hours_per_month, verified_at)
    select id, 'Chef', 3, 4, now() from people where $2 = 'mentor'
)
select id, uid from people
"""

NOTICES = "select count(*) from outbox"


async def enqueue_cost(url: str, likes: int, rounds: int) -> dict[str, float]:
    """How much longer a like takes because it tells the mentor, as a share of the like that tells nobody."""
    db = Database(url, CALLERS)
    await db.open()
    connection = await asyncpg.connect(url)
    before = await connection.fetchval(NOTICES)
    mentors = [row["id"] for row in await connection.fetch(PEOPLE, 500, "mentor")]
    needed = 2 * likes * (rounds + 1) // MOST_WAITING + 1
    mentees = [row["uid"] for row in await connection.fetch(PEOPLE, needed, "mentee")]
    await connection.execute("analyze")
    pairs = _pairs(mentees, mentors)
    telling, silent = Q.texts["ask_new_cards"], _silenced(Q.texts["ask_new_cards"])
    took: dict[str, list[float]] = {telling: [], silent: []}
    for _ in range(rounds + 1):
        for text, seconds in took.items():
            Q.texts["ask_new_cards"] = text
            seconds.append(await _likes(db, pairs, likes))
    Q.texts["ask_new_cards"] = telling
    told = await connection.fetchval(NOTICES) - before
    await connection.close()
    await db.close()
    assert told == likes * (rounds + 1), f"{told} notices"
    # The first round plans the statements.
    cost = median(a / b for a, b in zip(took[telling][1:], took[silent][1:], strict=True)) - 1
    return {"enqueue_cost": round(cost, 3), "likes_per_s": round(likes / median(took[telling][1:]))}


def _silenced(text: str) -> str:
    """The same statement without its notice."""
    silent, cuts = re.subn(r"told as \(.*?\n\)", "told as (select $6::interval)", text, flags=re.DOTALL)
    assert cuts == 1
    return silent


def _pairs(mentees: list[str], mentors: list[UUID]) -> Iterator[tuple[str, UUID]]:
    # Each mentee's likes far apart: those of one mentee at once would wait for each other.
    for place, (turn, mentee) in enumerate(product(range(MOST_WAITING), mentees)):
        yield mentee, mentors[(place * 7 + turn) % len(mentors)]


async def _likes(db: Database, pairs: Iterator[tuple[str, UUID]], likes: int) -> float:
    mine = iter([next(pairs) for _ in range(likes)])
    firsts = FirstSwipes(db)

    async def one_after_the_other() -> None:
        for uid, card_id in mine:
            swiped = await service.swipe(firsts, uid, card_id, NewSwipe("like", None, None))
            assert swiped.outcome == "requested"

    began = time.perf_counter()
    await asyncio.gather(*(one_after_the_other() for _ in range(CALLERS)))
    return time.perf_counter() - began
