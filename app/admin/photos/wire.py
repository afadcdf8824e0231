"""Photos that await a look, as staff read and decide on them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from app.members.model import Role
from app.photos.model import WaitingPhoto as StoredPhoto
from app.wire import Received, Sent, ShortText

Reason = Literal["face-hidden", "several-people", "not-a-person", "poor-quality", "unsuitable", "other"]


class NewRefusal(Received):
    """Why, and what the owner reads beside the reason's own words."""

    reason: Reason
    note: ShortText | None = None


class WaitingPhoto(Sent, frozen=True):
    """A photo, whose it is, and until when a look was promised."""

    photo_id: UUID
    member_id: UUID
    role: Role
    first_name: str
    structure_code: str
    photo_url: str
    photo_hash: str
    sent_at: datetime
    due_at: datetime | None


def waiting_photo(photo: StoredPhoto) -> WaitingPhoto:
    return WaitingPhoto(
        photo_id=photo.id,
        member_id=photo.member_id,
        role=photo.role,
        first_name=photo.first_name,
        structure_code=photo.structure_code,
        photo_url=photo.path,
        photo_hash=photo.thumbhash,
        sent_at=photo.sent_at,
        due_at=photo.due_at,
    )
