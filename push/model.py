"""What goes in (devices, notices), what comes out (receipts), and who carries it (a sender)."""

from datetime import datetime
from typing import Literal, Protocol, get_args

from msgspec import Struct

from push.kinds import CollapseKey

Locale = Literal["fr", "en"]
Platform = Literal["android", "ios", "web"]
Fate = Literal[
    "sent",  # the provider took it
    "retired",  # done for this device, which is gone: retire it softly, unless it registered after `sent_at`
    "doubted",  # done for this device, kept, but a second such answer retires it: remember the doubt
    "done",  # done for this device, kept: nothing more to try
    "expired",  # its horizon passed before it could be sent
    "dead",  # our own fault: no retry can help, somebody must look
    "parked",  # a configuration is wrong: again at `retry_at`, somebody must look
    "retry",  # a passing trouble: again at `retry_at`
]
Reach = Literal["device", "platform", "project"]

# Apple refuses a longer apns-collapse-id.
LONGEST_ID = 64
COLLAPSE_KEYS: frozenset[str] = frozenset(get_args(CollapseKey))


class Device(Struct, frozen=True):
    """A place to send to. `value` is its Firebase installation id (`fid`) or its FCM token.

    `doubted`: the provider already once called `value` invalid since it was registered.
    """

    id: str
    kind: Literal["fid", "token"]
    value: str
    platform: Platform
    locale: Locale
    registered_at: datetime
    doubted: bool = False


class Notice(Struct, frozen=True):
    """One thing to tell one member. `facts` fill the deep link and the count; after `expires_at` nobody needs it.

    `id` replaces on the phone whatever was shown under the same id (64 bytes at most). `collapse` (one of
    COLLAPSE_KEYS) overrides the kind's own key; `badge` is the number on the app's icon, on iOS.
    Raises ValueError for another collapse key or an id that is too long.
    """

    id: str
    kind: str
    facts: dict[str, str | int]
    expires_at: datetime
    collapse: str | None = None
    badge: int | None = None

    def __post_init__(self) -> None:
        if self.collapse is not None and self.collapse not in COLLAPSE_KEYS:
            raise ValueError(f"collapse key {self.collapse!r} is not one of {sorted(COLLAPSE_KEYS)}")
        if len(self.id.encode()) > LONGEST_ID:
            raise ValueError(f"the id of a notice may have {LONGEST_ID} bytes, and {self.id!r} has more")


class Receipt(Struct, frozen=True, kw_only=True):
    """What became of one notice on one device.

    `reason` is a short stable code (docs/push.md lists them), `detail` the provider's own sentence, if any.
    `retry_at` is set for *parked* and *retry* only. `sent_at` is when it was posted, None if it was not (held,
    expired, unsayable, no access token): such a receipt is no try and need not be counted as an attempt.
    `reach` is how far the trouble goes, `alert` whether somebody must look.
    """

    device_id: str
    fate: Fate
    reason: str
    detail: str = ""
    retry_at: datetime | None = None
    provider_id: str | None = None
    sent_at: datetime | None = None
    reach: Reach = "device"
    alert: bool = False


class Sender(Protocol):
    """Carries notices to devices. `send` always answers with a receipt, whatever the provider does."""

    async def send(self, device: Device, notice: Notice, attempt: int) -> Receipt:
        """Send once. `attempt` counts from 1 and includes this one."""

    async def close(self) -> None:
        """Let go of connections and background work."""
