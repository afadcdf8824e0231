"""Which dates an honesty check may have."""

from datetime import UTC, date, datetime, timedelta

from app.admin.honesty.wire import NewHonestyCheck
from app.errors import Invalid, Words

LONGEST = timedelta(days=5 * 366)


def read(new: NewHonestyCheck) -> tuple[date, date]:
    """When it was made out, and until when it is good."""
    today = datetime.now(UTC).date()
    if not today - LONGEST <= new.checked_on <= today:
        raise Invalid(("checkedOn", Words("une date passée, de moins de cinq ans", "a past date, within five years")))
    if not today < new.expires_on <= new.checked_on + LONGEST:
        raise Invalid(("expiresOn", Words("une date à venir, à moins de cinq ans", "a coming date, within five years")))
    return new.checked_on, new.expires_on
