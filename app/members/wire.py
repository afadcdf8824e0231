"""Profiles as they are received and sent."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from app.members.model import Role
from app.wire import END, Code, Line, Name, Received, Sent, Text

Modality = Literal["in_person", "remote"]
SpokenLanguage = Annotated[str, Meta(pattern=r"^[a-z]{2}" + END)]
DayPart = Annotated[str, Meta(pattern=r"^(mon|tue|wed|thu|fri|sat|sun)_(am|pm|eve)" + END)]

Sectors = Annotated[list[Code], Meta(min_length=1, max_length=3)]
Goals = Annotated[list[Code], Meta(min_length=1, max_length=5)]
Modalities = Annotated[list[Modality], Meta(min_length=1, max_length=2)]
Languages = Annotated[list[SpokenLanguage], Meta(min_length=1, max_length=10)]
Availability = Annotated[list[DayPart], Meta(max_length=21)]
Capacity = Annotated[int, Meta(ge=1, le=20)]
HoursPerMonth = Annotated[int, Meta(ge=1, le=100)]
Siret = Annotated[str, Meta(max_length=40)]


class NewCompany(Received):
    name: Line
    siret: Siret | None = None


class NewProfile(Received):
    """A whole profile; the fields of a mentor only for a mentor."""

    role: Role
    first_name: Name
    last_name: Name
    birth_date: date
    area_code: Code
    sectors: Sectors
    goals: Goals
    modalities: Modalities
    languages: Languages
    availability: Availability = []
    about: Text | None = None
    structure_code: Code | None = None
    programme_code: Code | None = None
    job_title: Line | None = None
    company: NewCompany | None = None
    capacity: Capacity | None = None
    hours_per_month: HoursPerMonth | None = None


class ProfileChange(Received):
    """Only what changes."""

    first_name: Name | UnsetType = UNSET
    last_name: Name | UnsetType = UNSET
    birth_date: date | UnsetType = UNSET
    area_code: Code | UnsetType = UNSET
    sectors: Sectors | UnsetType = UNSET
    goals: Goals | UnsetType = UNSET
    modalities: Modalities | UnsetType = UNSET
    languages: Languages | UnsetType = UNSET
    availability: Availability | UnsetType = UNSET
    about: Text | None | UnsetType = UNSET
    job_title: Line | UnsetType = UNSET
    company: NewCompany | None | UnsetType = UNSET
    capacity: Capacity | UnsetType = UNSET
    hours_per_month: HoursPerMonth | UnsetType = UNSET


class Company(Sent, frozen=True):
    name: str
    siret: str | None


class OwnProfile(Sent, frozen=True):
    """A member, as they read themselves."""

    member_id: UUID
    role: Role
    first_name: str
    last_name: str
    phone: str | None
    birth_date: date
    area_code: str
    area_name: str
    sectors: list[str]
    goals: list[str]
    modalities: list[str]
    languages: list[str]
    availability: list[str]
    about: str | None
    photo_url: str
    structure_code: str
    programme_code: str
    paused: bool
    awaits_guardian_agreement: bool
    created_at: datetime
    job_title: str | None
    company: Company | None
    capacity: int | None
    seats_taken: int | None
    hours_per_month: int | None
    verified: bool | None
