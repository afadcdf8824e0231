"""Mentors who do not exist, as Bouches-du-Rhône might have them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Literal

from app.demo.cast import Mentor, Temper
from app.demo.firms import company_name, siret
from app.demo.lore import lore
from app.demo.phrases import mentor_about, title
from app.demo.traits import (
    EVENINGS,
    OFFICE_HOURS,
    Identity,
    availability,
    born,
    home,
    languages,
    membership,
    modalities,
    phone,
    pick,
    trades,
    version_7,
)
from app.goals.vocabulary import all_goals

Kind = Literal["owner", "employee", "retired"]

FIRST_NUMBER = 1000
TEMPERS: dict[Temper, float] = {"quick": 70, "slow": 20, "silent": 10}
LAST_SEEN_DAYS: dict[Temper, tuple[float, float]] = {"quick": (0, 9), "slow": (3, 24), "silent": (34, 150)}
CAPACITIES = {1: 22, 2: 33, 3: 25, 4: 13, 5: 7}  # 2.5 on average
HOURS = {1: 10, 2: 30, 3: 20, 4: 22, 6: 10, 8: 8}
PAUSED = 0.05
# How much of a mentor's help is for people who set up a business.
FOUNDERS_SHARE: dict[Kind, float] = {"owner": 0.55, "employee": 0.12, "retired": 0.4}


def invent_mentors(rng: Random, count: int, now: datetime) -> Iterator[Mentor]:
    return (_mentor(rng, number, now) for number in range(count))


def _mentor(rng: Random, number: int, now: datetime) -> Mentor:
    age = round(rng.triangular(25, 75, 46))
    birth_date = born(rng, age, now.date())
    identity = Identity(rng, age)
    area_code = home(rng)
    sectors = trades(rng, area_code)
    kind = _kind(rng, age, sectors[0])
    goals = _offers(rng, kind)
    job = _job(rng, kind, identity.feminine, sectors[0])
    # Most came with the first campaigns, before the mentees of today.
    days_here = rng.uniform(5, 180) if rng.random() < 0.15 else rng.uniform(190, 900)
    created_at = now - timedelta(days=days_here)
    verified_at = created_at + timedelta(hours=rng.uniform(3, 45))
    temper: Temper = pick(rng, TEMPERS)
    company = _company(rng, kind, identity, sectors[0])
    track = "entrepreneurship" if kind == "owner" else "employment"
    structure, programme = membership(rng, area_code, age, track, 0.25)
    return Mentor(
        id=version_7(rng, created_at),
        phone=phone(FIRST_NUMBER + number),
        feminine=identity.feminine,
        first_name=identity.first_name,
        last_name=identity.last_name,
        birth_date=birth_date,
        area_code=area_code,
        sectors=sectors,
        goals=goals,
        modalities=modalities(rng),
        languages=languages(rng, identity, english=0.45),
        availability=availability(rng, OFFICE_HOURS if kind == "retired" else EVENINGS),
        about=mentor_about(rng, kind, identity.feminine, sectors[0], goals, job=job, years=_years(rng, kind, age)),
        structure=structure,
        programme=programme,
        created_at=created_at,
        ready_at=verified_at,
        last_seen_at=_last_seen(rng, temper, verified_at, now),
        paused_at=_pause(rng, verified_at, now),
        job_title=job,
        company_name=company,
        company_siret=siret(number) if company and rng.random() < 0.7 else None,
        capacity=pick(rng, CAPACITIES),
        hours_per_month=pick(rng, HOURS),
        temper=temper,
    )


def _kind(rng: Random, age: int, sector: str) -> Kind:
    if age >= 67 or (age >= 62 and rng.random() < 0.6):
        return "retired"
    own_boss = "bosses" in lore("trades")["sectors"][sector]
    return "owner" if own_boss and age >= 27 and rng.random() < 0.55 else "employee"


def _offers(rng: Random, kind: Kind) -> list[str]:
    """Two to five goals; nobody chose one of the two tracks only because of who they are."""
    share = FOUNDERS_SHARE[kind]
    weights = {
        goal.code: lore("words")["goals"][goal.code].get("weight", 1)
        * (share if goal.track == "entrepreneurship" else 1 - share)
        for goal in all_goals()
    }
    wanted = rng.randint(2, 5)
    offered: dict[str, None] = {}
    while len(offered) < wanted:
        offered[pick(rng, weights)] = None
    return list(offered)


def _job(rng: Random, kind: Kind, feminine: bool, sector: str) -> str:
    trade = lore("trades")["sectors"][sector]
    job = title(rng, trade["bosses"] if kind == "owner" else trade["jobs"], feminine)
    if kind == "retired":
        # "Ancien" before a vowel or a consonant is the same: no elision to get wrong.
        return f"{'Ancienne' if feminine else 'Ancien'} {job}"
    return job[0].upper() + job[1:]


def _years(rng: Random, kind: Kind, age: int) -> int:
    return rng.randint(20 if kind == "retired" else 3, age - 21)


def _company(rng: Random, kind: Kind, identity: Identity, sector: str) -> str | None:
    if kind == "retired" or rng.random() < 0.1:
        return None
    families = list(lore("names").values())
    family = identity.last_name if kind == "owner" else rng.choice(rng.choice(families)["last"])
    return company_name(rng, sector, family)


def _last_seen(rng: Random, temper: Temper, verified_at: datetime, now: datetime) -> datetime:
    return max(verified_at, now - timedelta(days=rng.uniform(*LAST_SEEN_DAYS[temper])))


def _pause(rng: Random, verified_at: datetime, now: datetime) -> datetime | None:
    if rng.random() >= PAUSED:
        return None
    return max(verified_at, now - timedelta(days=rng.uniform(0.2, 40)))
