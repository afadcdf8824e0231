"""Devices: a phone belongs to whoever signed in on it last."""

import asyncio
from typing import Literal
from uuid import UUID

from app.db import Connection, Database
from app.devices import store
from app.devices.errors import MOST_TESTS, TooManyTests
from app.devices.model import Trial
from app.devices.wire import Device, NewDevice
from app.errors import NotFound
from app.members import service as members
from app.outbox import store as outbox
from app.outbox.bell import Bell

# How long a caller waits for the worker, and how often we look.
TRIAL_SECONDS, LOOK_SECONDS = 2.0, 0.1


async def register(db: Database, uid: str, device_id: str, new: NewDevice) -> Device:
    """The phone now receives the caller's notices, and nobody else's."""
    return await db.transact(_register, uid, device_id, new)


async def remove(db: Database, uid: str, device_id: str) -> None:
    """Signing out: the phone receives nothing more."""
    async with db.connection() as connection:
        await store.remove_device(connection, uid, device_id)


async def try_out(db: Database, bell: Bell, uid: str, device_id: str) -> Trial:
    """A notice to one of the caller's phones, and what became of it so far."""
    notice_id = await db.transact(_try_out, uid, device_id)
    bell.ring()
    trial = Trial(notice_id, "waiting", None)
    for _ in range(round(TRIAL_SECONDS / LOOK_SECONDS)):
        await asyncio.sleep(LOOK_SECONDS)
        async with db.connection() as connection:
            trial = await store.read_trial(connection, notice_id) or trial
        if trial.state != "waiting":
            break
    return trial


async def _try_out(connection: Connection, uid: str, device_id: str) -> UUID:
    member = await members.present(connection, uid)
    if not await store.lock_device(connection, member.id, device_id):
        raise NotFound
    if await store.trials_lately(connection, member.id) >= MOST_TESTS:
        raise TooManyTests
    return await outbox.put_test(connection, member.id, device_id)


async def _register(connection: Connection, uid: str, device_id: str, new: NewDevice) -> Device:
    await members.present(connection, uid)
    await members.see(connection, uid)
    locale: Literal["fr", "en"] = "en" if new.locale[:2].lower() == "en" else "fr"
    await store.lock_address(connection, new.kind, new.value)
    await store.release_device(connection, new.kind, new.value, uid)
    await store.release_own_device(connection, new.kind, new.value, uid, device_id)
    await store.put_device(connection, uid, device_id, new.kind, new.value, new.platform, locale)
    return Device(device_id, new.kind, new.platform, locale)
