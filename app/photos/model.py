"""Photos as the store and the darkroom return them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from app.members.model import Role

PhotoState = Literal["pending", "accepted", "refused"]
PhotoSize = Literal[96, 320, 960]
"""Pixels of the longer side, at most."""


class Prints(msgspec.Struct, frozen=True):
    """A photo as it is kept: WebP of each size, and what stands for it while it loads, in base 64."""

    sizes: dict[PhotoSize, bytes]
    thumbhash: str


class Sender(msgspec.Struct, frozen=True):
    id: UUID
    structure_id: UUID


class WaitingPhoto(msgspec.Struct, frozen=True):
    """A photo that staff have not decided on."""

    id: UUID
    member_id: UUID
    role: Role
    first_name: str
    structure_code: str
    path: str
    thumbhash: str
    sent_at: datetime
    due_at: datetime | None


class LockedPhoto(msgspec.Struct, frozen=True):
    id: UUID
    member_id: UUID
    state: PhotoState


class OwnPhoto(msgspec.Struct, frozen=True):
    """A photo as its owner sees it; without a path once it was refused."""

    id: UUID
    state: PhotoState
    thumbhash: str
    path: str | None
    sent_at: datetime
    decided_at: datetime | None
    refusal: str | None
    refusal_text: str | None
