"""Many people at once, and what the database says became of them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

import asyncpg

from app.auth.demo import DemoSigner
from tests.holds.history import Notice, Pair, SeatState, Tandem

_numbers = count(1)


@dataclass(frozen=True)
class Person:
    id: str
    token: str


async def mentees(db: asyncpg.Connection, signer: DemoSigner, number: int, programme: str = "tandem") -> list[Person]:
    people = await _members(db, signer, "mentee", number, programme)
    await db.executemany("insert into mentee (id) values ($1)", [(person.id,) for person in people])
    return people


async def mentors(db: asyncpg.Connection, signer: DemoSigner, number: int, capacity: int) -> list[Person]:
    """Verified, and with so many seats."""
    people = await _members(db, signer, "mentor", number, "tandem")
    await db.executemany(
        "insert into mentor (id, job_title, capacity, hours_per_month, verified_at) values ($1, 'Chef', $2, 4, now())",
        [(person.id, capacity) for person in people],
    )
    return people


async def tandems(db: asyncpg.Connection) -> list[Tandem]:
    rows = await db.fetch("select id, mentee_id, mentor_id, state <> 'closed' as open from tandem")
    return [Tandem(str(row["id"]), (str(row["mentee_id"]), str(row["mentor_id"])), row["open"]) for row in rows]


async def notices(db: asyncpg.Connection) -> list[Notice]:
    rows = await db.fetch("select event_id, recipient_id, state from outbox where kind = 'TandemFormed'")
    return [Notice(str(row["event_id"]), str(row["recipient_id"]), row["state"]) for row in rows]


async def seats(db: asyncpg.Connection, mentor_id: str) -> list[SeatState]:
    """Every committed state, in the order of the commits."""
    rows = await db.fetch(
        "select distinct on (xid) extract(epoch from at)::double precision as at, taken, capacity, open, id "
        "from seat_history where mentor_id = $1 order by xid, id desc",
        mentor_id,
    )
    return [SeatState(*list(row.values())[:4]) for row in sorted(rows, key=lambda row: row["id"])]


async def swipes(db: asyncpg.Connection) -> dict[Pair, str]:
    """What each member said of each card."""
    rows = await db.fetch(
        "select mentee_id as member_id, mentor_id as card_id, mentee_verdict as verdict from pair "
        "where mentee_verdict is not null union all "
        "select mentor_id, mentee_id, mentor_verdict from pair where mentor_verdict is not null"
    )
    return {(str(row["member_id"]), str(row["card_id"])): row["verdict"] for row in rows}


async def mutual(db: asyncpg.Connection) -> set[Pair]:
    """The pairs of whom each likes the other."""
    rows = await db.fetch(
        "select mentee_id, mentor_id from pair where mentee_verdict = 'like' and mentor_verdict = 'like'"
    )
    return {(str(row["mentee_id"]), str(row["mentor_id"])) for row in rows}


async def drift(db: asyncpg.Connection) -> int:
    """How many counters differ from what they count."""
    drifting: int = await db.fetchval(
        "select"
        " (select count(*) from mentor where seats_taken <> (select count(*) from tandem"
        "   where mentor_id = mentor.id and state <> 'closed')"
        "   or requests_waiting <> (select count(*) from request where mentor_id = mentor.id and state = 'waiting'))"
        " + (select count(*) from mentee where tandems_open <> (select count(*) from tandem"
        "   where mentee_id = mentee.id and state <> 'closed')"
        "   or requests_waiting <> (select count(*) from request where mentee_id = mentee.id and state = 'waiting'))"
    )
    return drifting


async def deadlocks(db: asyncpg.Connection) -> int:
    """How many there were in this database, told once everybody else has left it: each counts them as it leaves."""
    while await db.fetchval(  # noqa: ASYNC110 (nothing tells of another's leaving)
        "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        " and backend_type = 'client backend'"
    ):
        await asyncio.sleep(0.02)
    counted: int = await db.fetchval("select deadlocks from pg_stat_database where datname = current_database()")
    return counted


async def _members(db: asyncpg.Connection, signer: DemoSigner, role: str, number: int, programme: str) -> list[Person]:
    phones = [f"+3361{next(_numbers):07d}" for _ in range(number)]
    rows: Sequence[asyncpg.Record] = await db.fetch(
        "insert into member (uid, role, phone, first_name, last_name, birth_date, area_code, sectors, goals,"
        " modalities, languages, structure_id, programme_id) "
        "select 'demo:' || phone, $2, phone, 'Alix', 'Martin', '1990-01-01', '13208', '{G01}', '{find-internship}',"
        " '{in_person,remote}', '{fr}', programme.structure_id, programme.id "
        "from unnest($1::text[]) as phone, programme where programme.code = $3 returning id, phone",
        phones,
        role,
        programme,
    )
    return [Person(str(row["id"]), signer.sign_in(row["phone"])) for row in rows]
