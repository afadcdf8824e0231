"""The kinds of change a member may make, and for each two mentors by whom it shows.

The two alone speak a language, so that they are the whole deck of whoever speaks only that one. The first is dealt
first until the change, and second, or not at all, until it is taken back.
"""

from typing import NamedTuple, TypeAlias
from uuid import UUID

import asyncpg

from app.decks import columns
from app.decks.model import LookingMember
from app.members.model import LANGUAGES
from ranking import Seeker

AREA, FAR_AREA, SECTOR = "13201", "13001", "A01"
GOALS = ["find-apprenticeship", "find-internship", "find-first-job"]
FIRST_LANGUAGE = 2  # those before it are spoken by many

ARRANGE = """
update member set
    area_code = $2, sectors = array[$3], goals = $4, modalities = '{in_person,remote}', languages = array[$5],
    availability = '{}', last_seen_at = now()
where id = $1
"""
ONE_SEAT = "update mentor set capacity = 1 where id = any($1)"
MEET = """
insert into pair (mentee_id, mentor_id) select id, $1 from mentee order by id limit 1
"""

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


class Kind(NamedTuple):
    """Statements about member $1."""

    name: str
    change: str
    take_back: str


KINDS = (
    Kind(
        "pause",
        "update member set paused_at = now() where id = $1",
        "update member set paused_at = null where id = $1",
    ),
    Kind(
        "suspension",
        "update member set suspended_at = now() where id = $1",
        "update member set suspended_at = null where id = $1",
    ),
    Kind(
        "verification",
        "update mentor set verified_at = null where id = $1",
        "update mentor set verified_at = now() where id = $1",
    ),
    Kind(
        "capacity",
        "update mentor set capacity = 0 where id = $1",
        "update mentor set capacity = 1 where id = $1",
    ),
    Kind(
        "area",
        f"update member set area_code = '{FAR_AREA}' where id = $1",
        f"update member set area_code = '{AREA}' where id = $1",
    ),
    Kind(
        "goals",
        f"update member set goals = '{{{GOALS[2]}}}' where id = $1",
        f"update member set goals = '{{{','.join(GOALS)}}}' where id = $1",
    ),
    Kind(
        "load",
        "insert into request (mentee_id, mentor_id) select mentee_id, mentor_id from pair where mentor_id = $1",
        "delete from request where mentor_id = $1",
    ),
)


async def arrange(connection: Connection) -> list[UUID]:
    """The mentor whose change is seen, of each kind; the other of the two helps with one goal less."""
    rows = await connection.fetch("select id from member where role = 'mentor' order by rank limit $1", 2 * len(KINDS))
    ids = [row["id"] for row in rows]
    for place, member_id in enumerate(ids):
        goals = GOALS[: 3 - place % 2]
        await connection.execute(ARRANGE, member_id, AREA, SECTOR, goals, _language(place // 2))
    await connection.execute(ONE_SEAT, ids)
    changing: list[UUID] = ids[::2]
    await connection.execute(MEET, changing[[kind.name for kind in KINDS].index("load")])
    return changing


def onlookers() -> list[Seeker]:
    """Who is dealt just these two, of each kind."""
    return [
        columns.seeker_of(
            LookingMember("mentee", AREA, [SECTOR], GOALS, ["in_person", "remote"], [_language(place)], [])
        )
        for place in range(len(KINDS))
    ]


def _language(place: int) -> str:
    return LANGUAGES[FIRST_LANGUAGE + place]
