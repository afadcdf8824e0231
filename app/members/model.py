"""Members as the store returns them."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

Role = Literal["mentee", "mentor"]

DAY_PARTS = [
    f"{day}_{part}" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") for part in ("am", "pm", "eve")
]
# Spoken in the territory and in France; ranking has room for 32.
LANGUAGES = (
    "fr", "en", "ar", "es", "it", "pt", "de", "tr", "hy", "ru", "uk", "pl", "ro", "zh", "vi", "fa",
    "ku", "so", "wo", "bm", "ff", "km", "ta", "hi", "ur", "bn", "sq", "bg", "nl", "ja", "br", "oc",
)  # fmt: skip


class Present(msgspec.Struct, frozen=True):
    """The caller as a member, and what keeps them from decks and swipes."""

    id: UUID
    role: Role
    profile_version: int
    suspended: bool
    hidden: bool
    paused: bool
    awaits_guardian: bool
    awaits_verification: bool
    awaits_training: bool


class Profile(msgspec.Struct, frozen=True):
    """Everything a member reads of themselves."""

    id: UUID
    role: Role
    phone: str | None
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
    paused_at: datetime | None
    suspended_at: datetime | None
    created_at: datetime
    awaits_guardian: bool
    structure_code: str
    programme_code: str
    job_title: str | None
    company_name: str | None
    company_siret: str | None
    capacity: int | None
    seats_taken: int | None
    hours_per_month: int | None
    verified_at: datetime | None
    photo_path: str | None


class Draft(msgspec.Struct, frozen=True):
    """A profile that may be stored, in the order of its columns."""

    phone: str | None
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
    structure_id: UUID
    programme_id: UUID


class MentorDraft(msgspec.Struct, frozen=True):
    """A mentor's side that may be stored, in the order of its columns."""

    job_title: str
    company_name: str | None
    company_siret: str | None
    capacity: int
    hours_per_month: int


class Known(msgspec.Struct, frozen=True):
    """A member who is about to change their profile."""

    id: UUID
    role: Role


class GuardianAgreement(msgspec.Struct, frozen=True):
    """The moment staff recorded the agreement of a minor's guardian."""

    id: UUID
    guardian_agreed_at: datetime
