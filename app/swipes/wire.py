"""Swipes as they are received and sent."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from app.pairs.model import Verdict
from app.swipes.model import Outcome
from app.wire import Received, Sent, ShortText

Moment = Annotated[datetime, Meta(tz=True)]

MOST_AT_ONCE = 100


class NewSwipe(Received):
    """A verdict on a card; `swipedAt` is the phone's clock and only orders the swipes of a batch."""

    verdict: Verdict
    message: ShortText | None = None
    swiped_at: Moment | None = None

    def __post_init__(self) -> None:
        _refuse_the_ends_of_time(self.swiped_at)


class OfflineSwipe(Received):
    """A swipe made without a network."""

    member_id: UUID
    verdict: Verdict
    swiped_at: Moment
    message: ShortText | None = None

    def __post_init__(self) -> None:
        _refuse_the_ends_of_time(self.swiped_at)


class NewSwipes(Received):
    swipes: Annotated[list[OfflineSwipe], Meta(min_length=1, max_length=MOST_AT_ONCE)]


class SwipeState(Sent, frozen=True):
    """The pair's state after the call."""

    member_id: UUID
    verdict: Verdict
    outcome: Outcome
    tandem_id: UUID | None


class SwipeResult(Sent, frozen=True, omit_defaults=True):
    """One swipe of a batch: its state, or the problem that refused it."""

    member_id: UUID
    verdict: Verdict | UnsetType = UNSET
    outcome: Outcome | UnsetType = UNSET
    tandem_id: UUID | UnsetType | None = UNSET
    type: str | UnsetType = UNSET
    title: str | UnsetType = UNSET
    status: int | UnsetType = UNSET
    detail: str | UnsetType = UNSET


class SwipeResults(Sent, frozen=True):
    results: list[SwipeResult]


def _refuse_the_ends_of_time(moment: datetime | None) -> None:
    # In another time zone these would be outside the calendar. msgspec tells the caller of a ValueError.
    if moment is not None and not 1 < moment.year < 9999:
        raise ValueError("Invalid RFC3339 encoded datetime")
