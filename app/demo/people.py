"""The demo's people, put into a migrated database in one transaction."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from random import Random
from typing import TypeAlias, TypeVar
from uuid import UUID

import asyncpg
import msgspec

from app.demo import mentees as all_mentees
from app.demo import mentors as all_mentors
from app.demo import rows
from app.demo.cast import Mentee, Mentor
from app.demo.firsts import as_ines, as_karim
from app.demo.history import History
from app.demo.lore import lore
from app.demo.rows import Place
from app.demo.season import Season
from app.demo.traits import phone
from app.sql import queries

Q = queries("demo")

STAFF_PHONE = phone(0)
MENTOR_PHONE = phone(all_mentors.FIRST_NUMBER)
MENTEE_PHONE = phone(all_mentees.FIRST_NUMBER)
STAFF_NAME = "Sylvie Reboul"
# Numbers of mentors run up to those of mentees.
MOST_MENTORS = all_mentees.FIRST_NUMBER - all_mentors.FIRST_NUMBER

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
P = TypeVar("P", Mentor, Mentee)
Progress: TypeAlias = Callable[[str, int, int], None]


class Census(msgspec.Struct, frozen=True):
    """How many there are; of requests, those that wait."""

    mentors: int
    mentees: int
    requests: int
    tandems: int


class Town(msgspec.Struct, frozen=True):
    """Everybody, and what has happened between them."""

    mentors: list[Mentor]
    mentees: list[Mentee]
    history: History


def _silence(_what: str, _done: int, _of: int) -> None:
    """Nobody watches."""


async def populate(
    url: str, progress: Progress = _silence, *, mentors: int = 1000, mentees: int = 3000, seed: int = 13
) -> Census | None:
    """All of the demo's people or none; None, and nothing changed, when they are already there."""
    connection = await asyncpg.connect(url, timeout=10)
    try:
        async with connection.transaction():
            staff_id = await connection.fetchval(Q.add_first_staff, f"demo:{STAFF_PHONE}", STAFF_NAME)
            if staff_id is None:
                return None
            town = imagine(mentors, mentees, seed, datetime.now(UTC), progress)
            await _settle(connection, town, staff_id, progress)
        await connection.execute("analyze")
    finally:
        await connection.close()
    waiting = sum(request.state == "waiting" for request in town.history.requests)
    return Census(mentors, mentees, waiting, len(town.history.tandems))


def imagine(mentors: int, mentees: int, seed: int, now: datetime, progress: Progress = _silence) -> Town:
    """The same town for the same seed, but for its times and ids."""
    if not (1 <= mentors <= MOST_MENTORS and mentees >= 1):
        raise ValueError(f"a town needs a mentee, and 1 to {MOST_MENTORS} mentors")
    rng = Random(seed)
    helping = list(_counted(all_mentors.invent_mentors(rng, mentors, now), "mentors", mentors, progress))
    seeking = list(_counted(all_mentees.invent_mentees(rng, mentees, now), "mentees", mentees, progress))
    helping[0] = as_karim(helping[0], rng, now)
    seeking[0] = as_ines(seeking[0], rng, now)
    progress("history", 0, 1)
    history = Season(rng, helping, seeking, now).play()
    progress("history", 1, 1)
    return Town(helping, seeking, history)


def _counted(people: Iterable[P], what: str, of: int, progress: Progress) -> Iterator[P]:
    for done, person in enumerate(people):
        if done % 100 == 0:
            progress(what, done, of)
        yield person
    progress(what, of, of)


async def _settle(connection: Connection, town: Town, staff_id: UUID, progress: Progress) -> None:
    history = town.history
    await _add_structures(connection)
    places = {row["code"]: Place(row["id"], row["structure_id"]) for row in await connection.fetch(Q.list_programmes)}
    tables = [
        rows.members([*town.mentors, *town.mentees], places),
        rows.mentors(town.mentors, history, staff_id),
        rows.mentees(town.mentees, history),
        rows.pairs(history),
        rows.requests(history),
        rows.tandems(history, places),
        rows.swipes(history),
    ]
    copied, of = 0, sum(len(table.rows) for table in tables)
    for table in tables:
        await connection.copy_records_to_table(table.name, records=table.rows, columns=table.columns)
        copied += len(table.rows)
        progress("rows", copied, of)


async def _add_structures(connection: Connection) -> None:
    for partner in lore("partners")["partners"]:
        await connection.execute(Q.add_partner, partner["code"], partner["name"])
    programmes = [
        *lore("partners")["programmes"],
        *({**partner["programme"], "structure": partner["code"]} for partner in lore("partners")["partners"]),
    ]
    for programme in programmes:
        await connection.execute(
            Q.add_programme,
            programme["structure"],
            programme["code"],
            programme["name"],
            programme.get("min_age", 15),
            programme.get("max_age"),
            programme.get("one_tandem_at_a_time", False),
        )
