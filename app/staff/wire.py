"""Accounts of the staff as they are received and sent."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from app.staff.model import StaffRole
from app.staff.roles import Matter
from app.wire import END, Name, Received, Sent

Uid = Annotated[str, Meta(min_length=1, max_length=128, pattern=r"^[!-~]+" + END)]


class AccountChange(Received):
    display_name: Name
    role: StaffRole
    structure_id: UUID


class NewAccount(AccountChange, kw_only=True):
    """`uid`: of their sign-in, as Firebase shows it."""

    uid: Uid


class SentAccount(Sent, frozen=True):
    staff_id: UUID
    uid: str
    display_name: str
    role: StaffRole
    structure_id: UUID
    created_at: datetime
    left_at: datetime | None


class Oneself(Sent, frozen=True):
    """The caller as staff, and what they may decide on in their structure and below."""

    staff_id: UUID
    display_name: str
    role: StaffRole
    structure_id: UUID
    decides_on: list[Matter]
