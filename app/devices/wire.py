"""Devices as they are received and sent."""

from typing import Annotated, Literal

from msgspec import Meta

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
