"""What came back from FCM, read without trusting it: it may be empty, HTML, half a JSON, or nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

import msgspec
from msgspec import Struct, field

Sign = int | Literal["refused", "unheard", "token-late", "token-denied"]
"""An HTTP status, or: no connection · sent but no whole answer · no OAuth token yet · OAuth says no."""

# Longer than any TTL that FCM accepts (28 days): nobody waits longer, and dates cannot overflow.
LONGEST_RETRY_AFTER = timedelta(days=28)


class Answer(Struct, frozen=True):
    """One answer of the provider, or the sign that there was none. Header names are lower case."""

    sign: Sign
    headers: Mapping[str, str] = {}
    body: bytes = b""


class Trouble(Struct, frozen=True):
    """The error an answer tells of: FCM's own code if it gave one, and whether it blames the address."""

    code: str | None = None
    blames_address: bool = False
    message: str = ""


class _Violation(Struct):
    field: str = ""


class _Detail(Struct):
    type: str = field(name="@type", default="")
    error_code: str | None = field(name="errorCode", default=None)
    violations: list[_Violation] = field(name="fieldViolations", default_factory=list)


class _Error(Struct):
    message: str = ""
    details: list[_Detail] = []


class _ErrorBody(Struct):
    error: _Error


class _SentBody(Struct):
    name: str


def trouble_of(answer: Answer) -> Trouble:
    """The error in a v1 error body; an empty Trouble if the body is anything else."""
    try:
        error = msgspec.json.decode(answer.body, type=_ErrorBody).error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Trouble()
    code = next((d.error_code for d in error.details if d.type.endswith(".FcmError") and d.error_code), None)
    return Trouble(code, _blames_address(code, error), error.message)


def provider_id_of(answer: Answer) -> str | None:
    """The name that FCM gave the message, if the body can be read."""
    try:
        return msgspec.json.decode(answer.body, type=_SentBody).name
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def is_html(answer: Answer) -> bool:
    """Whether a page came back, as from a proxy or a captive portal: FCM answers a send with JSON only."""
    return answer.body.lstrip()[:1] == b"<"


def retry_after(answer: Answer, now: datetime) -> timedelta:
    """How long the answer asks to wait (RFC 9110 §10.2.3: seconds or a date); zero if it does not say."""
    value = answer.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        # Ten digits already exceed the bound; more would overflow.
        return min(timedelta(seconds=int(value[:10])), LONGEST_RETRY_AFTER)
    at = _date(value)
    if at is None:
        return timedelta(0)
    # Measured on the provider's own clock where it tells it: ours may be a minute and a half off.
    wait = at - (_date(answer.headers.get("date", "")) or now)
    return max(timedelta(0), min(wait, LONGEST_RETRY_AFTER))


def _blames_address(code: str | None, error: _Error) -> bool:
    fields = {violation.field for detail in error.details for violation in detail.violations}
    if fields:
        return bool(fields & {"message.token", "message.fid"})
    # FCM's other form of the same answer names no field, only this sentence.
    return code == "INVALID_ARGUMENT" and "registration token" in error.message


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    return date if date.tzinfo else None
