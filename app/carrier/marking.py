"""What becomes of a notice, from the receipts of its devices or without any."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.carrier.bundles import DIGEST
from app.carrier.model import Bundle, Parcel
from app.outbox.model import Claimed, HeldFor, Mark
from push.kinds import kind_of
from push.model import Receipt

NO_DEVICE = "no device"


def dropped(notice: Claimed, reason: str) -> Mark:
    """Not pushed, and not to be; the inbox has it."""
    return Mark(notice.id, notice.attempts, "dropped", reason, unposted=True)


def unsayable(notice: Claimed) -> Mark:
    return Mark(notice.id, notice.attempts, "dead", "unsayable")


def unheard(notice: Claimed) -> Mark:
    """There is no phone: the inbox has it."""
    return Mark(notice.id, notice.attempts, "sent", NO_DEVICE)


def held(notice: Claimed, kind: str, until: datetime, held_for: HeldFor, reason: str) -> Mark:
    """Not now; its horizon begins when it may go."""
    good_until = until + kind_of(kind).horizon
    return Mark(
        notice.id,
        notice.attempts,
        "waiting",
        reason,
        due_at=until,
        expires_at=min(good_until, notice.starts_at) if notice.starts_at else good_until,
        unposted=True,
        held_for=held_for,
    )


def until_digest(bundle: Bundle, at: datetime, reason: str) -> list[Mark]:
    return [held(notice, DIGEST, at, "digest", reason) for notice in bundle.notices]


def given_back(notice: Claimed) -> Mark:
    """Claimed, and not posted: for another worker."""
    return Mark(notice.id, notice.attempts, "waiting", "given back", wait=0.0, unposted=True)


def marks_of(parcel: Parcel, receipts: Sequence[Receipt]) -> list[Mark]:
    """The same for each notice of the bundle; `receipts` lacks the devices that were given back."""
    heard = {receipt.device_id for receipt in receipts}
    later = [receipt for receipt in receipts if receipt.fate in ("retry", "parked")]
    if later or len(heard) < len(parcel.devices):
        return [_tried_later(notice, parcel, receipts, later) for notice in parcel.bundle.notices]
    return [_ended(notice, parcel, receipts) for notice in parcel.bundle.notices]


def _tried_later(notice: Claimed, parcel: Parcel, receipts: Sequence[Receipt], later: Sequence[Receipt]) -> Mark:
    now = datetime.now(UTC)
    given_back = len(receipts) < len(parcel.devices)
    waits = [max(_retry_at(receipt) - now, timedelta(0)).total_seconds() for receipt in later]
    return Mark(
        notice.id,
        notice.attempts,
        "waiting",
        later[0].reason if later else "given back",
        wait=0.0 if given_back else min(waits),
        told=sorted({receipt.device_id for receipt in receipts if receipt not in later} | set(notice.told)),
        unposted=not any(receipt.sent_at for receipt in receipts),
        pushed_as=UUID(parcel.notice.id),
    )


def _ended(notice: Claimed, parcel: Parcel, receipts: Sequence[Receipt]) -> Mark:
    fates = {receipt.fate for receipt in receipts}
    reason = next((receipt.reason for receipt in receipts if receipt.fate == "sent"), receipts[0].reason)
    if fates <= {"dead"} and not notice.told:
        return Mark(notice.id, notice.attempts, "dead", _explained(receipts[0]))
    if fates <= {"expired"} and not notice.told:
        return Mark(notice.id, notice.attempts, "dropped", reason)
    return Mark(notice.id, notice.attempts, "sent", reason, pushed_as=UUID(parcel.notice.id))


def _explained(receipt: Receipt) -> str:
    return f"{receipt.reason}: {receipt.detail}" if receipt.detail else receipt.reason


def _retry_at(receipt: Receipt) -> datetime:
    # A receipt that asks to come back says when (push.model).
    assert receipt.retry_at is not None
    return receipt.retry_at
