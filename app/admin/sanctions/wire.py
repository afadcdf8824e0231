"""Sanctions as staff give and read them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from app.sanctions.model import Kind, Sanction, State
from app.wire import Received, Said, Sent


class NewSanction(Received):
    """`reason` is what the member reads. It is lifted as the day `untilOn` begins; without it, it stays until then."""

    member_id: UUID
    kind: Kind
    reason: Said
    until_on: date | None = None
    report_id: UUID | None = None


class NewLifting(Received):
    """`why` stays among staff."""

    why: Said


class NewReadmission(Received):
    """Of somebody who was barred and has no account any more. `why` stays among staff."""

    phone: Annotated[str, Meta(min_length=4, max_length=40)]
    why: Said


class GivenSanction(Sent, frozen=True):
    id: UUID
    member_id: UUID
    report_id: UUID | None
    kind: Kind
    reason: str
    state: State
    until: datetime | None
    given_by: UUID
    given_at: datetime
    confirmed_by: UUID | None
    confirmed_at: datetime | None
    lifted_by: UUID | None
    lifted_at: datetime | None


def given_sanction(sanction: Sanction) -> GivenSanction:
    return GivenSanction(
        sanction.id,
        sanction.member_id,
        sanction.report_id,
        sanction.kind,
        sanction.reason,
        sanction.state,
        sanction.until,
        sanction.given_by,
        sanction.given_at,
        sanction.confirmed_by,
        sanction.confirmed_at,
        sanction.lifted_by,
        sanction.lifted_at,
    )
