from collections.abc import AsyncIterator

import pytest

from push.fcm import FcmSender
from tests.push.certificates import loopback_tls
from tests.push.fcm_server import FcmServer, running_fcm
from tests.push.samples import a_sender


@pytest.fixture
async def fcm() -> AsyncIterator[FcmServer]:
    """As Google: HTTP/2 over TLS."""
    async with running_fcm(loopback_tls()[0]) as server:
        yield server


@pytest.fixture(params=["http2", "http1"])
async def any_fcm(request: pytest.FixtureRequest) -> AsyncIterator[FcmServer]:
    """As Google, and as a plain stand-in that `FCM_URL` names."""
    async with running_fcm(loopback_tls()[0] if request.param == "http2" else None) as server:
        yield server


@pytest.fixture
async def plain_fcm() -> AsyncIterator[FcmServer]:
    async with running_fcm() as server:
        yield server


@pytest.fixture
async def sender(fcm: FcmServer) -> AsyncIterator[FcmSender]:
    sender = a_sender(fcm.url)
    yield sender
    await sender.close()
