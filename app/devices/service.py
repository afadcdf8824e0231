"""Devices: a phone belongs to whoever signed in on it last."""

from typing import Literal

from app.db import Connection, Database
from app.devices import store
from app.devices.wire import Device, NewDevice
from app.members import service as members


async def register(db: Database, uid: str, device_id: str, new: NewDevice) -> Device:
    """The phone now receives the caller's notices, and nobody else's."""
    return await db.transact(_register, uid, device_id, new)


async def remove(db: Database, uid: str, device_id: str) -> None:
    """Signing out: the phone receives nothing more."""
    async with db.connection() as connection:
        await store.remove_device(connection, uid, device_id)


async def _register(connection: Connection, uid: str, device_id: str, new: NewDevice) -> Device:
    await members.present(connection, uid)
    locale: Literal["fr", "en"] = "en" if new.locale[:2].lower() == "en" else "fr"
    await store.lock_address(connection, new.kind, new.value)
    await store.release_device(connection, new.kind, new.value, uid)
    await store.release_own_device(connection, new.kind, new.value, uid, device_id)
    await store.put_device(connection, uid, device_id, new.kind, new.value, new.platform, locale)
    return Device(device_id, new.kind, new.platform, locale)
