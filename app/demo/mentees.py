"""Mentees who do not exist: pupils, job seekers, people who change trade or set up a business."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from app.demo.cast import Mentee
from app.demo.lore import lore
from app.demo.phrases import mentee_about
from app.demo.traits import (
    CCI,
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

FIRST_NUMBER = 100_000
OF_AGE = 18
GUARDIANS_AGREED = 0.6
# Of the young who look for work and belong to no partner.
PACTE_SHARE = 0.27
GOALS = {1: 15, 2: 30, 3: 30, 4: 15, 5: 10}


def invent_mentees(rng: Random, count: int, now: datetime) -> Iterator[Mentee]:
    return (_mentee(rng, number, now) for number in range(count))


def _mentee(rng: Random, number: int, now: datetime) -> Mentee:
    situations = lore("words")["situations"]
    situation = pick(rng, {name: who["weight"] for name, who in situations.items()})
    age = _age(rng, situations[situation]["ages"])
    birth_date = born(rng, age, now.date())
    identity = Identity(rng, age, from_abroad=situation == "newcomer")
    area_code = home(rng)
    sectors = trades(rng, area_code, own_boss=situation == "founder")
    goals = _goals(rng, situations[situation])
    created_at = now - timedelta(days=rng.uniform(0.3, 182))
    agreed_at = _guardian_agreement(rng, age, created_at, now)
    structure, programme = _membership(rng, situation, area_code, age)
    about = mentee_about(rng, situation, identity.feminine, age, sectors[0], goals)
    return Mentee(
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
        languages=languages(rng, identity, english=0.4 if age < 35 else 0.25),
        availability=availability(rng, OFFICE_HOURS if situation == "seeker" else EVENINGS),
        about=about if rng.random() < 0.85 else None,
        structure=structure,
        programme=programme,
        created_at=created_at,
        ready_at=created_at if age >= OF_AGE else agreed_at,
        last_seen_at=max(created_at, now - timedelta(days=rng.expovariate(1 / 9))),
        guardian_agreed_at=agreed_at,
        exclusive=programme in _exclusive_programmes(),
    )


def _age(rng: Random, ages: list[int]) -> int:
    """Rather young within the ages of the situation."""
    least, most = ages
    return least + int((most - least + 1) * rng.random() ** 1.6)


def _goals(rng: Random, situation: dict[str, list[str]]) -> list[str]:
    """What is wanted most comes first."""
    first = rng.choice(situation["wants"])
    others = [goal for goal in situation["wants"] + situation["also"] if goal != first]
    return [first, *rng.sample(others, pick(rng, GOALS) - 1)]


def _guardian_agreement(rng: Random, age: int, created_at: datetime, now: datetime) -> datetime | None:
    if age >= OF_AGE or rng.random() >= GUARDIANS_AGREED:
        return None
    agreed_at = created_at + timedelta(days=rng.uniform(1, 12))
    return agreed_at if agreed_at < now else None


def _membership(rng: Random, situation: str, area_code: str, age: int) -> tuple[str, str]:
    track = "entrepreneurship" if situation == "founder" else "employment"
    structure, programme = membership(rng, area_code, age, track, 0.3)
    pacte = lore("partners")["programmes"][0]
    if structure == CCI and track == "employment" and age <= pacte["max_age"] and rng.random() < PACTE_SHARE:
        return CCI, pacte["code"]
    return structure, programme


def _exclusive_programmes() -> set[str]:
    return {programme["code"] for programme in lore("partners")["programmes"] if programme["one_tandem_at_a_time"]}
