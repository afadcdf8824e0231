from collections.abc import AsyncIterator

import pytest

from push.fcm import FcmSender
from tests.push.fcm_server import FcmServer, running_fcm
from tests.push.samples import a_sender


@pytest.fixture
async def fcm() -> AsyncIterator[FcmServer]:
    async with running_fcm() as server:
        yield server


@pytest.fixture
async def sender(fcm: FcmServer) -> AsyncIterator[FcmSender]:
    sender = a_sender(fcm.url)
    yield sender
    await sender.close()
