"""What a member shows of themselves to another."""

from uuid import UUID

import msgspec

from app.members.model import Role


class Face(msgspec.Struct, frozen=True):
    """The public side of a member: never a last name, an age or a precise place.

    The version is another when anything here is; the address of a photo lives for twelve hours at least.
    """

    id: UUID
    role: Role
    version: int
    first_name: str
    area_code: str
    sectors: list[str]
    goals: list[str]
    modalities: list[str]
    about: str | None
    job_title: str | None
    company_name: str | None
    photo_path: str | None
    photo_hash: str | None
