"""Members as others see them."""

from uuid import UUID

from app.areas.names import area_name
from app.members.model import Role
from app.people.model import Face
from app.portraits import portrait_url
from app.wire import Sent


class Person(Sent, frozen=True):
    """A member, as another sees them outside the deck."""

    member_id: UUID
    role: Role
    first_name: str
    job_title: str | None
    company: str | None
    area_name: str
    sectors: list[str]
    goals: list[str]
    modalities: list[str]
    about: str | None
    photo_url: str
    photo_hash: str | None


def person(face: Face) -> Person:
    return Person(
        member_id=face.id,
        role=face.role,
        first_name=face.first_name,
        job_title=face.job_title,
        company=face.company_name,
        area_name=area_name(face.area_code),
        sectors=face.sectors,
        goals=face.goals,
        modalities=face.modalities,
        about=face.about,
        photo_url=face.photo_path or portrait_url(face.id, face.first_name),
        photo_hash=face.photo_hash,
    )
