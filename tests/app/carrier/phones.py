"""Phones whose answers a test chooses, and members who are told at any hour."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from app.carrier.model import Post
from app.db import Database
from app.notices.manners import Choice
from push.model import Device, Fate, Notice, Receipt
from tests.people import Caller, Town


class Phones:
    """A sender whose answers a test chooses; what is not ours to run is scripted."""

    def __init__(self, answer: Callable[[Device, int], Fate] = lambda device, attempt: "sent") -> None:
        self._answer = answer
        self.sent: list[tuple[str, str, int]] = []
        self.names: list[str] = []
        self.facts: list[dict[str, str | int]] = []
        self.badges: list[int | None] = []

    async def send(self, device: Device, notice: Notice, attempt: int) -> Receipt:
        self.sent.append((device.id, notice.kind, attempt))
        self.names.append(notice.id)
        self.facts.append(notice.facts)
        self.badges.append(notice.badge)
        fate = self._answer(device, attempt)
        later = datetime.now(UTC) + timedelta(hours=1) if fate in ("retry", "parked") else None
        return Receipt(device_id=device.id, fate=fate, reason=fate, retry_at=later, sent_at=datetime.now(UTC))

    async def close(self) -> None:
        pass


def at_any_hour(db: Database, phones: Phones) -> Post:
    """Members who chose nothing are told by day and by night, so that no test depends on the time of day."""
    return Post(db, phones, usual=Choice(quiet=None))


async def asked_mentor(town: Town, *devices: str) -> Caller:
    mentee, mentor = await town.mentee(), await town.mentor()
    for device in devices:
        body = {"kind": "token", "value": f"token-{device}", "platform": "android", "locale": "fr-FR"}
        assert (await mentor.put(f"/v1/devices/{device}", body)).status_code == 200
    await mentee.like(mentor)
    return mentor
