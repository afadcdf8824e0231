"""Phones that receive notices."""

from typing import Annotated

from litestar import delete, put
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter

from app.auth import Claims
from app.db import Database
from app.devices import service
from app.devices.wire import Device, NewDevice

DeviceId = Annotated[str, PathParameter(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$")]


@put("/devices/{device_id:str}", operation_id="putDevice")
async def put_device(
    db: NamedDependency[Database],
    caller: NamedDependency[Claims],
    device_id: DeviceId,
    data: JSONBody[NewDevice],
) -> Device:
    """Registers the phone for the caller's notices, and takes it from whoever had it before."""
    return await service.register(db, caller.uid, device_id, data)


@delete("/devices/{device_id:str}", operation_id="deleteDevice", status_code=204)
async def delete_device(db: NamedDependency[Database], caller: NamedDependency[Claims], device_id: DeviceId) -> None:
    """Signing out: the phone is told nothing more."""
    await service.remove(db, caller.uid, device_id)
