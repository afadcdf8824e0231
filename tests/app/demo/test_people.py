"""The demo's people are true to the territory, and to the service's rules."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import msgspec
import numpy as np
import phonenumbers
import pytest

from app.areas.atlas import load_atlas
from app.db import Database
from app.decks import columns
from app.decks.census import take_census
from app.decks.model import LookingMember
from app.demo.cast import Mentee, Mentor, Person
from app.demo.firms import siret
from app.demo.lore import lore
from app.demo.people import MENTEE_PHONE, MENTOR_PHONE, STAFF_PHONE, Census, Town, imagine, populate
from app.members import rules
from app.members.model import DAY_PARTS
from app.members.wire import NewProfile
from app.migrations import migrate
from app.sectors.search import find
from app.sectors.vocabulary import all_sectors, by_code
from app.swipes.wire import NewSwipe
from app.wire import Name

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TABLES = (
    "member",
    "mentee",
    "mentor",
    "pair",
    "request",
    "tandem",
    "swipe_log",
    "staff",
    "structure",
    "programme",
)


@pytest.fixture(scope="module")
def town() -> Town:
    return imagine(1000, 3000, 13, datetime.now(UTC))


@pytest.fixture(scope="module")
async def url(postgres_url: str) -> AsyncIterator[str]:
    """A database with the whole town in it."""
    name = f"town_{uuid4().hex}"
    server = await asyncpg.connect(postgres_url)
    await server.execute(f"create database {name} encoding 'UTF8' template template0")
    url = urlsplit(postgres_url)._replace(path=f"/{name}").geturl()
    await migrate(url)
    await populate(url)
    yield url
    await server.execute(f"drop database {name} with (force)")
    await server.close()


@pytest.fixture
async def inside(url: str) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(url)
    yield connection
    await connection.close()


# As people


def test_every_profile_passes_the_services_own_check(town: Town) -> None:
    for person in [*town.mentors, *town.mentees]:
        rules.check(msgspec.convert(profile(person), NewProfile))


def test_every_message_may_be_sent_with_a_swipe(town: Town) -> None:
    for request in town.history.requests:
        msgspec.convert({"verdict": "like", "message": request.message}, NewSwipe)


def test_every_mentee_is_of_an_age_for_the_programme(town: Town) -> None:
    partners = [partner["programme"] for partner in lore("partners")["partners"]]
    ages = {programme["code"]: programme for programme in [*lore("partners")["programmes"], *partners]}
    for mentee in town.mentees:
        programme = ages.get(mentee.programme, {})
        assert programme.get("min_age", 15) <= age(mentee) <= programme.get("max_age", 110)


def test_the_same_seed_makes_the_same_town_but_for_its_times() -> None:
    today, in_spring = imagine(60, 200, 5, NOW), imagine(60, 200, 5, NOW + timedelta(days=131, hours=7))
    assert lasting(today) == lasting(in_spring)
    assert imagine(60, 200, 5, NOW).mentees == today.mentees


def test_another_seed_makes_another_town() -> None:
    assert lasting(imagine(60, 200, 5, NOW)) != lasting(imagine(60, 200, 6, NOW))


def test_numbers_are_valid_french_mobiles_in_a_row(town: Town) -> None:
    for people, first in ((town.mentors, MENTOR_PHONE), (town.mentees, MENTEE_PHONE)):
        numbers = [int(person.phone) for person in people]
        assert numbers == list(range(int(first), int(first) + len(people)))
    for number in (STAFF_PHONE, *(person.phone for person in [*town.mentors, *town.mentees])):
        parsed = phonenumbers.parse(number)
        assert phonenumbers.is_valid_number(parsed)
        assert phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.MOBILE
        assert phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) == number


def test_people_live_all_over_bouches_du_rhone_as_its_population_does(town: Town) -> None:
    homes = Counter(person.area_code for person in [*town.mentors, *town.mentees])
    areas = [load_atlas().by_code(f"13{number:03}") for number in range(1, 300)]
    populations = {area.code: area.population for area in areas if area}
    assert homes.keys() <= populations.keys()
    assert len(homes) > 110
    counts = [homes[code] for code in populations]
    assert np.corrcoef(counts, list(populations.values()))[0, 1] > 0.98
    marseille = sum(count for code, count in homes.items() if code.startswith("132"))
    assert marseille / 4000 == pytest.approx(0.41, abs=0.05)


def test_trades_are_what_the_territory_employs(town: Town) -> None:
    people: list[Person] = [*town.mentors, *town.mentees]
    fields = Counter(person.sectors[0][0] for person in people)
    assert all(fields[field] > 0.06 * len(people) for field in "DKMNJGFH")
    assert all(fields[field.code] > 30 for field in (sector.field for sector in all_sectors()))
    assert len({sector for person in people for sector in person.sectors}) == len(all_sectors())
    industry = [person for person in people if person.sectors[0][0] in "HI"]
    assert share_around_the_airport(industry) > 1.6 * share_around_the_airport(people)


@pytest.mark.parametrize("code", [sector.code for sector in all_sectors()])
def test_the_job_titles_of_a_sector_find_its_field(code: str) -> None:
    trade = lore("trades")["sectors"][code]
    own = by_code(code)
    assert own is not None
    for written in [*trade["jobs"], *trade.get("bosses", [])]:
        for form in written.split("|"):
            assert own.field in [sector.field for sector in find(form)[:4]], form


def test_ages_are_those_of_mentors_and_mentees(town: Town) -> None:
    assert {age(mentor) for mentor in town.mentors} <= set(range(25, 76))
    ages = Counter(age(mentee) for mentee in town.mentees)
    assert ages.keys() <= set(range(16, 61))
    assert sum(ages[years] for years in range(18, 31)) > 1500
    minors = [mentee for mentee in town.mentees if age(mentee) < 18]
    agreed = [mentee for mentee in minors if mentee.guardian_agreed_at]
    assert 100 < len(agreed) < len(minors) - 50


def test_first_names_and_last_names_are_many_and_of_all_origins(town: Town) -> None:
    people = [*town.mentors, *town.mentees]
    assert len({person.first_name for person in people}) >= 200
    assert len({person.last_name for person in people}) >= 270
    assert all(msgspec.convert(name, Name) for group in lore("names").values() for name in group["last"])


def test_companies_have_sirets_of_their_own_that_no_real_one_has(town: Town) -> None:
    sirets = [mentor.company_siret for mentor in town.mentors if mentor.company_siret]
    assert len(sirets) > 400
    assert len(set(sirets)) == len(sirets)
    assert all(number.startswith("0") for number in sirets)
    assert siret(9) == "01300009600019"
    assert not any(mentor.company_siret and not mentor.company_name for mentor in town.mentors)


def test_what_people_say_is_finished_varied_and_not_too_long(town: Town) -> None:
    about = [person.about for person in [*town.mentors, *town.mentees] if person.about]
    assert len(about) > 3300
    assert len(set(about)) > 0.93 * len(about)
    for text in [*about, *(request.message or "Oui." for request in town.history.requests)]:
        assert len(text) <= 500
        assert re.fullmatch(r"[A-ZÀÉÊ0-9][^{}\[\]|]+[.!?]", text), text
        assert "  " not in text
    assert all(re.match(r"(le|la|les) |l'", trade["world"]) for trade in lore("trades")["sectors"].values())


def test_offers_wishes_and_hours_are_as_varied_as_people(town: Town) -> None:
    assert 2.3 < sum(mentor.capacity for mentor in town.mentors) / 1000 < 2.7
    assert {mentor.capacity for mentor in town.mentors} == {1, 2, 3, 4, 5}
    assert {len(mentor.goals) for mentor in town.mentors} == {2, 3, 4, 5}
    assert {len(mentee.goals) for mentee in town.mentees} == {1, 2, 3, 4, 5}
    people: list[Person] = [*town.mentors, *town.mentees]
    assert 0.55 < sum(bool(person.availability) for person in people) / 4000 < 0.65
    assert all("fr" in person.languages for person in people)
    spoken = {language for person in people for language in person.languages}
    assert {"en", "ar", "es", "it", "hy", "pt", "vi", "tr"} <= spoken
    assert all(set(person.availability) <= set(DAY_PARTS) for person in people)


# In the database

COUNTERS_THAT_LIE = """
select 'requests of mentee' as what, mentee.id from mentee
where requests_waiting <> (select count(*) from request where mentee_id = mentee.id and state = 'waiting')
union all
select 'requests of mentor', mentor.id from mentor
where requests_waiting <> (select count(*) from request where mentor_id = mentor.id and state = 'waiting')
union all
select 'seats', mentor.id from mentor
where seats_taken <> (select count(*) from tandem where mentor_id = mentor.id and state <> 'closed')
union all
select 'tandems', mentee.id from mentee
where tandems_open <> (select count(*) from tandem where mentee_id = mentee.id and state <> 'closed')
union all
select 'over capacity', mentor.id from mentor where seats_taken > capacity
union all
select 'answers', mentor.id
from mentor
cross join lateral (
    select
        coalesce(sum(weight), 0) as answered,
        coalesce(sum(weight) filter (where state = 'accepted'), 0) as accepted
    from (
        select state, power(0.5, extract(epoch from answered_at - closed_at)::double precision / (90 * 86400)) as weight
        from request
        where mentor_id = mentor.id and state in ('accepted', 'refused', 'expired')
    ) as each
) as history
where abs(answer_weight - answered) > 1e-6 or abs(yes_weight - accepted) > 1e-6
"""

# What the service's rules could not have led to.
IMPOSSIBLE = """
select 'a request without its likes' as what, count(*) from request left join pair using (mentee_id, mentor_id)
where not coalesce(
    mentee_verdict = case state when 'withdrawn' then 'pass' else 'like' end
    and mentee_swiped_at = case state when 'withdrawn' then closed_at else sent_at end
    and mentor_verdict is not distinct from case state when 'accepted' then 'like' when 'refused' then 'pass' end
    and mentor_swiped_at is not distinct from case when state in ('accepted', 'refused') then closed_at end,
    false
)
union all
select 'a like of a mentee without its request', count(*) from pair
where mentee_verdict = 'like'
and not exists (select from request where (mentee_id, mentor_id) = (pair.mentee_id, pair.mentor_id))
union all
select 'two requests of one pair', count(*) from (
    select from request group by mentee_id, mentor_id having count(*) > 1
) as twice
union all
select 'a tandem without its request', count(*) from tandem left join request using (mentee_id, mentor_id)
where request.state is distinct from 'accepted' or request.closed_at <> formed_at
union all
select 'an acceptance without its tandem', count(*) from request left join tandem using (mentee_id, mentor_id)
where request.state = 'accepted' and tandem.id is null
union all
select 'a mutual like without its tandem', count(*) from pair left join tandem using (mentee_id, mentor_id)
where mentee_verdict = 'like' and mentor_verdict = 'like' and tandem.id is null
union all
select 'a time to come, or out of order', count(*) from request
where greatest(sent_at, opened_at, closed_at) > now()
or sent_at > opened_at or opened_at > closed_at or closed_at > expires_at
or expires_at <> sent_at + interval '14 days' or (state = 'expired') <> coalesce(closed_at = expires_at, false)
union all
select 'a wait of more than 13 days', count(*) from request
where state = 'waiting' and sent_at < now() - interval '13 days 1 hour'
union all
select 'someone met before they were ready', count(*) from pair
join member as mentee on mentee.id = mentee_id
join member as mentor on mentor.id = mentor_id
join mentor as post on post.id = mentor_id
where not may_meet(mentee) or not may_meet(mentor)
or least(mentee_swiped_at, mentor_swiped_at) < greatest(mentee.created_at, mentee.guardian_agreed_at, verified_at)
union all
select 'an act after the last sign of life', count(*) from pair
join member as mentee on mentee.id = mentee_id
join member as mentor on mentor.id = mentor_id
where mentee_swiped_at > mentee.last_seen_at or mentor_swiped_at > mentor.last_seen_at
union all
select 'a rule of another programme', count(*) from tandem
join member on member.id = mentee_id
join programme on programme.id = member.programme_id
where tandem.programme_id <> member.programme_id or tandem.exclusive <> programme.one_tandem_at_a_time
union all
select 'a request beside an only tandem', count(*) from request join tandem using (mentee_id)
where request.state = 'waiting' and exclusive
union all
select 'a programme of another structure', count(*) from member
join programme on programme.id = programme_id
where programme.structure_id <> member.structure_id
union all
select 'a verdict that was not logged', count(*) from (
    select mentee_id, mentor_id, mentee_verdict from pair where mentee_verdict is not null
    union all
    select mentor_id, mentee_id, mentor_verdict from pair where mentor_verdict is not null
    except
    select member_id, card_id, verdict from swipe_log
) as missing
"""


async def test_every_counter_is_what_it_counts(inside: Connection) -> None:
    assert [tuple(row) for row in await inside.fetch(COUNTERS_THAT_LIE)] == []


async def test_the_history_is_one_that_the_rules_allow(inside: Connection) -> None:
    assert {row["what"]: row["count"] for row in await inside.fetch(IMPOSSIBLE) if row["count"]} == {}


async def test_these_checks_would_see_a_wrong_row(inside: Connection) -> None:
    spoiled = inside.transaction()
    await spoiled.start()
    await inside.execute("update mentor set seats_taken = seats_taken + 1, yes_weight = 99 where seats_taken = 1")
    await inside.execute("update pair set mentee_verdict = 'pass' where mentor_verdict = 'like'")
    assert {row["what"] for row in await inside.fetch(COUNTERS_THAT_LIE)} >= {"seats", "answers"}
    assert sum(row["count"] for row in await inside.fetch(IMPOSSIBLE)) > 200
    await spoiled.rollback()


async def test_some_mentors_are_full_paused_or_silent(inside: Connection) -> None:
    shares = await inside.fetchrow("""
        select
            avg((verified_at is not null)::integer) as verified,
            avg((seats_taken = capacity)::integer) as full,
            avg((paused_at is not null)::integer) as paused,
            avg((yes_weight = 0 and answer_weight > 0 and last_seen_at < now() - interval '30 days')::integer) as silent
        from mentor join member using (id)
    """)
    assert shares is not None
    assert shares["verified"] == 1
    assert 0.08 <= shares["full"] <= 0.12
    assert 0.03 <= shares["paused"] <= 0.07
    assert 0.06 <= shares["silent"] <= 0.12


async def test_requests_wait_some_opened_some_parked(inside: Connection) -> None:
    counts = await inside.fetchrow("""
        select
            count(*) as waiting,
            count(opened_at) as opened,
            count(message) as written,
            count(*) filter (where seats_taken = capacity or paused_at is not null) as parked,
            (select count(*) from request where state = 'refused') as refused,
            (select count(*) from request where state = 'expired') as expired,
            (select count(*) from tandem) as tandems
        from request join mentor on mentor.id = mentor_id join member on member.id = mentor_id
        where state = 'waiting'
    """)
    assert counts is not None
    assert 400 <= counts["waiting"] <= 900
    assert 80 <= counts["opened"] <= counts["waiting"] / 2
    assert counts["written"] > counts["waiting"] / 2
    assert counts["parked"] >= 10
    assert counts["refused"] >= 60
    assert counts["expired"] >= 100
    assert 230 <= counts["tandems"] <= 270


async def test_the_hub_has_partners_and_a_programme_of_one_tandem(
    inside: Connection,
) -> None:
    members = {
        row["code"]: row["count"]
        for row in await inside.fetch("""
            select programme.code, count(*) from mentee
            join member using (id) join programme on programme.id = programme_id
            group by programme.code
        """)
    }
    assert len(members) == 6
    assert min(members.values()) >= 10
    assert 0.12 <= members["pacte-emploi"] / 3000 <= 0.18
    pacte = await inside.fetchrow("""
        select structure.code, one_tandem_at_a_time, max_age,
            (select max(tandems_open) from mentee join member using (id) where programme_id = programme.id) as most
        from programme join structure on structure.id = structure_id where programme.code = 'pacte-emploi'
    """)
    assert pacte is not None
    assert tuple(pacte) == ("cci-amp", True, 30, 1)


async def test_people_joined_over_half_a_year_in_the_order_of_their_ranks(
    inside: Connection,
) -> None:
    months = await inside.fetch("""
        select extract(day from now() - waiting_since)::integer / 30 as month, count(*) from mentee group by 1
    """)
    counts = {row["month"]: row["count"] for row in months}
    assert all(300 < counts[month] < 700 for month in range(6))
    assert await inside.fetchval("""
        select bool_and(later) from (
            select created_at >= lag(created_at) over (order by rank) as later from member
        ) as arrival
    """)
    assert await inside.fetchval("""
        select bool_and(substring(id::text, 15, 1) = '7' and created_at < now()) from member
    """)


async def test_the_first_mentee_is_new_and_finds_the_first_mentor_among_her_first_cards(
    inside: Connection, url: str
) -> None:
    ines = await whole_member(inside, MENTEE_PHONE)
    karim = await whole_member(inside, MENTOR_PHONE)
    assert await inside.fetchval("select count(*) from pair where mentee_id = $1", ines["id"]) == 0
    assert karim["seats_taken"] == 1 < karim["capacity"]
    assert karim["mentor_waiting"] == 2
    cards = await first_cards(url, ines)
    assert karim["id"] in cards[:5]
    assert len(cards) == 20


async def test_the_staff_member_administers_the_cci(inside: Connection) -> None:
    rows = await inside.fetch("""
        select staff.uid, role, structure.code from staff join structure on structure.id = structure_id
    """)
    assert [tuple(row) for row in rows] == [(f"demo:{STAFF_PHONE}", "administrator", "cci-amp")]


# As a whole


async def test_a_second_call_changes_nothing(database_url: str) -> None:
    told: list[tuple[str, int, int]] = []
    census = await populate(database_url, lambda *step: told.append(step), mentors=40, mentees=100)
    before = await contents(database_url)
    assert census == Census(40, 100, before["waiting"], before["tandem"])
    assert ("mentors", 40, 40) in told
    assert await populate(database_url, mentors=50, mentees=200, seed=2) is None
    assert await contents(database_url) == before


async def test_of_two_calls_at_once_one_populates(database_url: str) -> None:
    both = await asyncio.gather(*(populate(database_url, mentors=40, mentees=100) for _ in range(2)))
    assert [census is None for census in both].count(True) == 1
    assert (await contents(database_url))["member"] == 140


async def test_a_call_that_ends_half_way_leaves_nothing(database_url: str) -> None:
    before = await contents(database_url)

    def end_before_the_last_table(what: str, done: int, of: int) -> None:
        if what == "rows" and done > of / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await populate(database_url, end_before_the_last_table, mentors=40, mentees=100)
    assert await contents(database_url) == before
    assert await populate(database_url, mentors=40, mentees=100)


@pytest.mark.parametrize(("mentors", "mentees"), [(1, 1), (3, 2), (40, 1), (1, 40)])
async def test_a_town_may_be_very_small(database_url: str, mentors: int, mentees: int) -> None:
    assert await populate(database_url, mentors=mentors, mentees=mentees)


def age(person: Person) -> int:
    today = datetime.now(UTC).date()
    born = person.birth_date
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def share_around_the_airport(people: Sequence[Person]) -> float:
    return sum(person.area_code in ("13054", "13117", "13102") for person in people) / len(people)


def profile(person: Person) -> dict[str, Any]:
    """What this person would have sent to join."""
    sent: dict[str, Any] = {
        "firstName": person.first_name,
        "lastName": person.last_name,
        "birthDate": person.birth_date.isoformat(),
        "areaCode": person.area_code,
        "sectors": person.sectors,
        "goals": person.goals,
        "modalities": person.modalities,
        "languages": person.languages,
        "availability": person.availability,
        "about": person.about,
        "structureCode": person.structure,
        "programmeCode": person.programme,
    }
    assert all(len(set(codes)) == len(codes) for codes in sent.values() if isinstance(codes, list))
    if not isinstance(person, Mentor):
        return sent | {"role": "mentee"}
    company = {"name": person.company_name, "siret": person.company_siret} if person.company_name else None
    return sent | {
        "role": "mentor",
        "jobTitle": person.job_title,
        "company": company,
        "capacity": person.capacity,
        "hoursPerMonth": person.hours_per_month,
    }


def lasting(town: Town) -> list[tuple[Any, ...]]:
    """All that does not depend on the moment."""
    people: list[Mentor | Mentee] = [*town.mentors, *town.mentees]
    changing = ("id", "birth_date")
    traits = [
        tuple(
            value
            for field, value in msgspec.structs.asdict(person).items()
            if field not in changing and not field.endswith("_at")
        )
        for person in people
    ]
    history = town.history
    return [
        *traits,
        *((asked.mentee.phone, asked.mentor.phone, asked.message, asked.state) for asked in history.requests),
        *((formed.mentee.phone, formed.mentor.phone) for formed in history.tandems),
        *(
            (pair.mentee.phone, pair.mentor.phone, pair.mentee_verdict, pair.mentor_verdict)
            for pair in history.pairs.values()
        ),
    ]


async def whole_member(connection: Connection, phone: str) -> asyncpg.Record:
    row = await connection.fetchrow(
        """
        select member.*, seats_taken, capacity, mentor.requests_waiting as mentor_waiting
        from member left join mentor using (id) where phone = $1
        """,
        phone,
    )
    assert row is not None
    assert row["uid"] == f"demo:{phone}"
    return row


async def first_cards(url: str, member: asyncpg.Record) -> list[Any]:
    db = Database(url, 2)
    await db.open()
    sides = await take_census(db)
    await db.close()
    looking = LookingMember(**{field: member[field] for field in LookingMember.__struct_fields__})
    side = sides.mentors if member["role"] == "mentee" else sides.mentees
    best = side.index.top(columns.seeker_of(looking), 20, columns.rules())
    return [side.directory.id_at(place) for place in best.positions.tolist()]


async def contents(url: str) -> dict[str, int]:
    connection = await asyncpg.connect(url)
    counts = {table: await connection.fetchval(f"select count(*) from {table}") for table in TABLES}
    counts["waiting"] = await connection.fetchval("select count(*) from request where state = 'waiting'")
    await connection.close()
    return counts
