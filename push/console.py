"""Shows notices instead of sending them: one readable line each."""

from collections.abc import Callable
from datetime import UTC, datetime

from push.fates import expired, unsayable
from push.model import Device, Notice, Receipt
from push.words import words


class ConsoleSender:
    """A Sender that writes what each phone would show."""

    def __init__(
        self,
        write: Callable[[str], object] = print,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._write = write
        self._clock = clock

    async def send(self, device: Device, notice: Notice, attempt: int) -> Receipt:
        """Write one line; it always arrives, unless it is too late or has no words, and then the line says so."""
        now = self._clock()
        if notice.expires_at <= now:
            self._write(f"no push to {device.platform} {device.id}: {notice.kind} is too late")
            return expired(device)
        try:
            said = words(notice.kind, device.locale, notice.facts)
        except (KeyError, ValueError) as error:
            self._write(f"no push to {device.platform} {device.id}: {error}")
            return unsayable(device, error)
        self._write(f"push to {device.platform} {device.id}: {said.title} | {said.body} → {said.link}")
        return Receipt(device_id=device.id, fate="sent", reason="sent", provider_id=f"console/{notice.id}", sent_at=now)

    async def close(self) -> None:
        """Nothing to let go of."""
