"""The people of the demo, as they are invented."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

Temper = Literal["quick", "slow", "silent"]


class Person(msgspec.Struct, kw_only=True):
    """What a mentor and a mentee have alike; nobody meets them before `ready_at`, if ever."""

    id: UUID
    phone: str
    feminine: bool
    first_name: str
    last_name: str
    birth_date: date
    area_code: str
    sectors: list[str]
    goals: list[str]
    modalities: list[str]
    languages: list[str]
    availability: list[str]
    about: str | None
    structure: str
    programme: str
    created_at: datetime
    ready_at: datetime | None
    last_seen_at: datetime
    paused_at: datetime | None = None
    guardian_agreed_at: datetime | None = None


class Mentor(Person, kw_only=True):
    """A mentor; `temper` is how they answer requests."""

    job_title: str
    company_name: str | None
    company_siret: str | None
    capacity: int
    hours_per_month: int
    temper: Temper


class Mentee(Person, kw_only=True):
    """A mentee; `exclusive` where the programme allows one tandem at a time."""

    exclusive: bool
