"""Honesty checks as staff record and read them."""

from datetime import date, datetime
from uuid import UUID

from app.verifications.model import ExpiringCheck, HonestyCheck
from app.wire import Received, Sent


class NewHonestyCheck(Received):
    """When the certificate was made out, and until when it is good. What is in it is never kept."""

    checked_on: date
    expires_on: date


class RecordedCheck(Sent, frozen=True):
    member_id: UUID
    checked_on: date
    expires_on: date
    recorded_at: datetime
    recorded_by: str | None


class CheckRunningOut(Sent, frozen=True):
    """A check that has run out (`lapsed`: the mentor has left the cards) or soon will."""

    member_id: UUID
    first_name: str
    last_name: str
    structure_code: str
    checked_on: date
    expires_on: date
    lapsed: bool
    recorded_by: str | None


def recorded_check(check: HonestyCheck) -> RecordedCheck:
    return RecordedCheck(check.member_id, check.checked_on, check.expires_on, check.recorded_at, check.recorded_by)


def check_running_out(check: ExpiringCheck) -> CheckRunningOut:
    return CheckRunningOut(
        member_id=check.member_id,
        first_name=check.first_name,
        last_name=check.last_name,
        structure_code=check.structure_code,
        checked_on=check.checked_on,
        expires_on=check.expires_on,
        lapsed=check.lapsed,
        recorded_by=check.recorded_by,
    )
