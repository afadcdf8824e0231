"""Never more than so many pushes a day that could have waited; what is above it goes in tomorrow's digest."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from app.carrier import marking
from app.carrier.model import Parcel, Sorted
from app.db import Connection
from app.notices import store as notices
from app.notices.manners import Choice, day_of, digest_of_tomorrow
from push.kinds import kind_of


async def within_the_days_limit(
    connection: Connection, found: Sorted, choices: Mapping[UUID, Choice], most: int
) -> Sorted:
    """The same, with those above the limit held."""
    wanted = Counter(_recipient(parcel) for parcel in found.parcels if _counts(parcel))
    if not wanted:
        return found
    day = day_of(found.parcels[0].bundle.notices[0].claimed_at)
    left = await notices.take_turns(connection, wanted, day, most)
    within = Sorted(marks=found.marks)
    for parcel in found.parcels:
        member_id = _recipient(parcel)
        if _counts(parcel) and left[member_id] < 1:
            at = digest_of_tomorrow(choices[member_id], parcel.bundle.notices[0].claimed_at)
            within.marks.extend(marking.until_digest(parcel.bundle, at, "enough for today"))
            continue
        left[member_id] = left.get(member_id, 0) - _counts(parcel)
        within.parcels.append(parcel)
    return within


def _counts(parcel: Parcel) -> bool:
    """Whether it could have waited, was not asked for, and was not counted at an earlier try."""
    first = parcel.bundle.notices[0]
    return not kind_of(parcel.bundle.kind).urgent and first.device_id is None and first.pushed_as is None


def _recipient(parcel: Parcel) -> UUID:
    return parcel.bundle.notices[0].recipient_id
