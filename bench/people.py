"""The bench's people: drawn from the real areas, sectors and goals, and put into the database in one go."""

from datetime import UTC, date, datetime
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

import asyncpg
import numpy as np

from app.areas.atlas import load_atlas
from app.decks.service import DEALT
from app.goals.vocabulary import all_goals
from app.members.model import DAY_PARTS, Role
from app.sectors.vocabulary import all_sectors

CAPACITY = 50
HIGHEST_NUMBER = 10_000_000
TERRITORY = "13"

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

_COLUMNS = (
    "uid", "role", "phone", "first_name", "last_name", "birth_date", "area_code", "sectors", "goals", "modalities",
    "languages", "availability", "about", "structure_id", "programme_id",
)  # fmt: skip

ADD_MENTEES = """
insert into mentee (id) select id from member where role = 'mentee' and not exists (
    select from mentee where mentee.id = member.id
)
"""
ADD_MENTORS = """
insert into mentor (id, job_title, company_name, capacity, hours_per_month, verified_at)
select id, 'Responsable', 'Atelier ' || rank, $1, 4, now() from member where role = 'mentor' and not exists (
    select from mentor where mentor.id = member.id
)
"""


class Person(NamedTuple):
    id: UUID
    phone: str


async def add_people(connection: Connection, role: Role, many: int, rng: np.random.Generator) -> None:
    """So many more people of this role, ready to meet."""
    first = await connection.fetchval("select count(*) from member")
    programme_id, structure_id = (await connection.fetch("select id, structure_id from programme limit 1"))[0]
    drawn = _Drawn(rng, many)
    rows = (
        (f"demo:{phone}", role, phone, *drawn.profile(place), structure_id, programme_id)
        for place in range(many)
        for phone in [f"+336{HIGHEST_NUMBER + first + place}"]
    )
    await connection.copy_records_to_table("member", records=rows, columns=_COLUMNS)
    if role == "mentee":
        await connection.execute(ADD_MENTEES)
    else:
        await connection.execute(ADD_MENTORS, CAPACITY)


async def people(connection: Connection, role: Role) -> list[Person]:
    rows = await connection.fetch("select id, phone from member where role = $1 order by rank", role)
    return [Person(*row.values()) for row in rows]


async def deal_cards(
    connection: Connection, mentees: list[Person], mentors: list[Person], rng: np.random.Generator
) -> list[list[Person]]:
    """What each mentee was dealt last: cards at random, with terms, as a deck would have left them."""
    dealt = [rng.permutation(len(mentors))[:DEALT].tolist() for _ in mentees]
    hands = [[mentors[place] for place in places] for places in dealt]
    terms = rng.random(4 * len(hands[0])).tolist()
    rows = [(mentee.id, [card.id for card in hand], terms) for mentee, hand in zip(mentees, hands, strict=True)]
    await connection.copy_records_to_table("deal", records=rows, columns=("member_id", "cards", "terms"))
    return hands


async def like_beforehand(connection: Connection, likes: list[tuple[Person, Person, Role]]) -> None:
    """Likes (mentee, mentor, whose) made before the bench; a mentee's waits as a request."""
    now = datetime.now(UTC)
    pairs = [
        (mentee.id, mentor.id, *(("like", now, None, None) if whose == "mentee" else (None, None, "like", now)))
        for mentee, mentor, whose in likes
    ]
    verdicts = ("mentee_verdict", "mentee_swiped_at", "mentor_verdict", "mentor_swiped_at")
    await connection.copy_records_to_table("pair", records=pairs, columns=("mentee_id", "mentor_id", *verdicts))
    asked = [(mentee.id, mentor.id) for mentee, mentor, whose in likes if whose == "mentee"]
    await connection.copy_records_to_table("request", records=asked, columns=("mentee_id", "mentor_id"))


class _Drawn:
    """Profiles at random; areas by population."""

    def __init__(self, rng: np.random.Generator, many: int) -> None:
        areas = [area for area in load_atlas().find(TERRITORY, 1000) if area.code.startswith(TERRITORY)]
        population = np.array([area.population for area in areas], dtype=np.float64)
        self._rng = rng
        self._areas = [areas[place].code for place in rng.choice(len(areas), many, p=population / population.sum())]
        self._sectors = [sector.code for sector in all_sectors()]
        self._goals = [goal.code for goal in all_goals()]

    def profile(self, place: int) -> tuple[Any, ...]:
        rng = self._rng
        return (
            f"Prénom{place}",
            f"Nom{place}",
            date(int(rng.integers(1960, 2005)), 5, 17),
            self._areas[place],
            self._some(self._sectors, 3),
            self._some(self._goals, 5),
            [["in_person"], ["remote"], ["in_person", "remote"]][int(rng.integers(3))],
            ["fr", "en"] if rng.random() < 0.3 else ["fr"],
            self._some(DAY_PARTS, 6) if rng.random() < 0.7 else [],
            "Vingt ans de métier, et l'envie d'ouvrir des portes à qui commence.",
        )

    def _some(self, codes: list[str], most: int) -> list[str]:
        many = int(self._rng.integers(1, most + 1))
        return [codes[place] for place in self._rng.choice(len(codes), many, replace=False)]
