"""Phones that receive notices."""

from typing import Annotated

from litestar import Response, delete, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter

from app.auth.guard import SignedIn
from app.db import Database
from app.devices import service
from app.devices.wire import Device, DeviceTest, NewDevice, device_test
from app.errors import language_of
from app.outbox.bell import Bell
from app.wire import END

DeviceId = Annotated[str, PathParameter(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:-]+" + END)]


@put("/devices/{device_id:str}", operation_id="putDevice")
async def put_device(
    request: SignedIn,
    db: NamedDependency[Database],
    device_id: DeviceId,
    data: JSONBody[NewDevice],
) -> Device:
    """Registers the phone for the caller's notices, and takes it from whoever had it before."""
    return await service.register(db, request.user.uid, device_id, data)


@delete("/devices/{device_id:str}", operation_id="deleteDevice", status_code=204)
async def delete_device(request: SignedIn, db: NamedDependency[Database], device_id: DeviceId) -> None:
    """Signing out: the phone is told nothing more."""
    await service.remove(db, request.user.uid, device_id)


@post("/devices/{device_id:str}/test", operation_id="testDevice", status_code=200)
async def test_device(
    request: SignedIn, db: NamedDependency[Database], bell: NamedDependency[Bell], device_id: DeviceId
) -> Response[DeviceTest]:
    """Sends a notice to this phone only, whatever the hour, and says what became of it (202: nothing yet)."""
    trial = await service.try_out(db, bell, request.user.uid, device_id)
    return Response(device_test(trial, language_of(request)), status_code=202 if trial.state == "waiting" else 200)
