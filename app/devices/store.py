"""Devices in Postgres."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from app.db import Connection
from app.devices.model import RegisteredDevice, Trial
from app.sql import queries

Q = queries("devices")


async def lock_address(connection: Connection, kind: str, value: str) -> None:
    await connection.execute(Q.lock_address, kind, value)


async def release_device(connection: Connection, kind: str, value: str, uid: str) -> None:
    await connection.execute(Q.release_device, kind, value, uid)


async def release_own_device(connection: Connection, kind: str, value: str, uid: str, device_id: str) -> None:
    await connection.execute(Q.release_own_device, kind, value, uid, device_id)


async def put_device(
    connection: Connection, uid: str, device_id: str, kind: str, value: str, platform: str, locale: str
) -> None:
    await connection.execute(Q.put_device, uid, device_id, kind, value, platform, locale)


async def remove_device(connection: Connection, uid: str, device_id: str) -> None:
    await connection.execute(Q.remove_device, uid, device_id)


async def devices_of(connection: Connection, member_ids: Iterable[UUID]) -> dict[UUID, list[RegisteredDevice]]:
    """The devices to tell, by member."""
    found: dict[UUID, list[RegisteredDevice]] = {}
    for row in await connection.fetch(Q.devices_of, list(member_ids)):
        found.setdefault(row["member_id"], []).append(RegisteredDevice(**row))
    return found


async def lock_device(connection: Connection, member_id: UUID, device_id: str) -> bool:
    return await connection.fetchval(Q.lock_device, member_id, device_id) is not None


async def trials_lately(connection: Connection, member_id: UUID) -> int:
    trials: int = await connection.fetchval(Q.trials_lately, member_id)
    return trials


async def read_trial(connection: Connection, notice_id: UUID) -> Trial | None:
    row = await connection.fetchrow(Q.read_trial, notice_id)
    return Trial(**row) if row else None


async def retire_device(connection: Connection, member_id: UUID, device_id: str, sent_at: datetime) -> None:
    await connection.execute(Q.retire_device, member_id, device_id, sent_at)


async def doubt_device(connection: Connection, member_id: UUID, device_id: str, doubted: bool) -> None:
    await connection.execute(Q.doubt_device, member_id, device_id, doubted)
