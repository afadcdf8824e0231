"""What each answer of FCM means for the notice and for the device: one table, read from the top."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from push.answers import Answer, Sign, Trouble, is_html, provider_id_of, retry_after, trouble_of
from push.breaker import Hold
from push.model import Device, Fate, Reach, Receipt
from push.waits import Jitter, Wait, soonest_for, wait_for

LONGEST_DETAIL = 300
NOT_POSTED: Collection[Sign] = ("token-late", "token-denied")
# A last try begins this long before the horizon, and up to LAST_MINUTES earlier.
TO_ARRIVE = timedelta(seconds=5)
LAST_MINUTES = timedelta(minutes=5)


class Case(Struct, frozen=True):
    """One answer, read, beside the device it is about and the time of its send."""

    answer: Answer
    trouble: Trouble
    device: Device
    sent_at: datetime


class Rule(Struct, frozen=True, kw_only=True):
    """One row: an answer with this sign, FCM code (None: any) and condition has this fate."""

    signs: Collection[Sign]
    code: str | None = None
    when: Callable[[Case], bool] | None = None
    fate: Fate
    reason: str
    wait: Wait | None = None
    reach: Reach = "device"
    alert: bool = False
    renews_token: bool = False


def judge(
    answer: Answer,
    device: Device,
    *,
    attempt: int,
    sent_at: datetime,
    now: datetime,
    expires_at: datetime,
    jitter: Jitter,
) -> Receipt:
    """What became of the try number `attempt` (from 1) sent at `sent_at` and answered by `now`.

    Times are aware; `jitter` draws from [0, 1). The table is RULES, the waits are in push.waits.
    """
    rule, trouble = rule_for(answer, device, sent_at)
    receipt = Receipt(
        device_id=device.id,
        fate=rule.fate,
        reason=rule.reason,
        detail=trouble.message[:LONGEST_DETAIL],
        provider_id=provider_id_of(answer) if rule.fate == "sent" else None,
        sent_at=None if answer.sign in NOT_POSTED else sent_at,
        reach=rule.reach,
        alert=rule.alert,
    )
    if rule.wait is None:
        return receipt
    asked = retry_after(answer, now)
    again = replace(receipt, retry_at=now + wait_for(rule.wait, attempt, asked, jitter))
    return within_horizon(again, now + soonest_for(rule.wait, asked), expires_at, jitter)


def held(device: Device, hold: Hold, expires_at: datetime, jitter: Jitter) -> Receipt:
    """For a notice that was not posted because a breaker is open."""
    receipt = Receipt(device_id=device.id, fate="retry", reason="held", retry_at=hold.back_at, reach=hold.reach)
    return within_horizon(receipt, hold.soonest, expires_at, jitter)


def within_horizon(receipt: Receipt, soonest: datetime, expires_at: datetime, jitter: Jitter) -> Receipt:
    """The same receipt; with a last try just before its horizon, if it would come later; or *expired*.

    A try may come at `soonest` but not before. The last ones are spread over LAST_MINUTES.
    """
    if receipt.retry_at is None or receipt.retry_at < expires_at:
        return receipt
    latest = expires_at - TO_ARRIVE
    if soonest > latest:
        return replace(receipt, fate="expired", retry_at=None)
    return replace(receipt, retry_at=latest - jitter() * min(latest - soonest, LAST_MINUTES))


def expired(device: Device) -> Receipt:
    """For a notice that nobody needs any more, before it was sent."""
    return Receipt(device_id=device.id, fate="expired", reason="expired")


def unsayable(device: Device, error: Exception) -> Receipt:
    """For a notice that has no words or cannot be put into a message."""
    return Receipt(device_id=device.id, fate="dead", reason="unsayable", detail=str(error), alert=True)


def rule_for(answer: Answer, device: Device, sent_at: datetime) -> tuple[Rule, Trouble]:
    """The first row of RULES that fits, and the error that was read in the answer."""
    case = Case(answer, trouble_of(answer), device, sent_at)
    return next(rule for rule in RULES if _fits(rule, case)), case.trouble


def _fits(rule: Rule, case: Case) -> bool:
    return (
        case.answer.sign in rule.signs
        and rule.code in (None, case.trouble.code)
        and (rule.when is None or rule.when(case))
    )


def _is_page(case: Case) -> bool:
    return is_html(case.answer)


def _registered_before_send(case: Case) -> bool:
    return case.device.registered_at <= case.sent_at


def _blames_address(case: Case) -> bool:
    return case.trouble.blames_address


def _blames_address_again(case: Case) -> bool:
    return case.trouble.blames_address and case.device.doubted


RULES: tuple[Rule, ...] = (
    Rule(
        signs={200},
        when=_is_page,
        fate="parked",
        wait="config",
        reason="not-fcm",
        reach="project",
        alert=True,
    ),
    Rule(signs={200}, fate="sent", reason="sent"),
    Rule(
        signs={404},
        code="UNREGISTERED",
        when=_registered_before_send,
        fate="retired",
        reason="unregistered",
    ),
    Rule(signs={404}, code="UNREGISTERED", fate="done", reason="registered-since"),
    Rule(signs={404}, fate="parked", wait="config", reason="not-found", reach="project", alert=True),
    Rule(signs={400}, when=_blames_address_again, fate="retired", reason="invalid-address"),
    Rule(signs={400}, when=_blames_address, fate="doubted", reason="invalid-address"),
    Rule(signs={400}, fate="dead", reason="invalid-message", alert=True),
    Rule(signs={403}, code="SENDER_ID_MISMATCH", fate="retired", reason="other-sender"),
    Rule(
        signs={401},
        code="THIRD_PARTY_AUTH_ERROR",
        fate="parked",
        wait="config",
        reason="third-party-auth",
        reach="platform",
        alert=True,
    ),
    Rule(
        signs={401, 403},
        fate="parked",
        wait="config",
        reason="not-allowed",
        reach="project",
        alert=True,
        renews_token=True,
    ),
    Rule(signs={429}, fate="retry", wait="quota", reason="quota", reach="project"),
    Rule(signs={408, *range(500, 600)}, fate="retry", wait="server", reason="server", reach="project"),
    Rule(signs={"unheard"}, fate="retry", wait="unheard", reason="unheard", reach="project"),
    Rule(signs={"refused"}, fate="retry", wait="refused", reason="no-connection", reach="project"),
    Rule(signs={"token-late"}, fate="retry", wait="refused", reason="no-access-token", reach="project"),
    Rule(
        signs={"token-denied"},
        fate="parked",
        wait="config",
        reason="access-token-denied",
        reach="project",
        alert=True,
    ),
    # What FCM never answers: a redirect, a method refused … Something stands between us and it.
    Rule(signs=range(100, 1000), fate="parked", wait="config", reason="not-fcm", reach="project", alert=True),
)
