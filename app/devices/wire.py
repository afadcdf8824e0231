"""Devices as they are received and sent."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from app.devices.model import Trial
from app.errors import Language, Words
from app.wire import END, Received, Sent

Address = Annotated[str, Meta(min_length=1, max_length=4096, pattern=r"^[\x21-\x7e]+" + END)]
Kind = Literal["fid", "token"]
Platform = Literal["android", "ios", "web"]


class NewDevice(Received):
    """Where a phone is reached; `locale` is the language of its notices."""

    kind: Kind
    value: Address
    platform: Platform
    locale: Annotated[str, Meta(min_length=2, max_length=20, pattern=r"^[A-Za-z]{2,3}([_-][A-Za-z0-9]+)*" + END)]


class Device(Sent, frozen=True):
    device_id: str
    kind: Kind
    platform: Platform
    locale: Literal["fr", "en"]


class DeviceTest(Sent, frozen=True):
    """What became of a test: it left for the phone, waits, or cannot reach it (`reason` is docs/push.md's)."""

    notice_id: UUID
    outcome: Literal["sent", "waiting", "failed"]
    reason: str | None
    detail: str


OUTCOMES = {
    "sent": Words(
        "La notification est partie : elle arrive d'ordinaire en quelques secondes.",
        "The notification is on its way: it usually arrives within seconds.",
    ),
    "waiting": Words(
        "La notification partira dès que possible.",
        "The notification will leave as soon as possible.",
    ),
    "failed": Words(
        "Ce téléphone ne peut pas être joint. Rouvrez l'application pour l'enregistrer de nouveau.",
        "This phone cannot be reached. Open the app again to register it anew.",
    ),
}


def device_test(trial: Trial, language: Language) -> DeviceTest:
    return DeviceTest(trial.id, trial.outcome, trial.reason, OUTCOMES[trial.outcome].said(language, {}))
