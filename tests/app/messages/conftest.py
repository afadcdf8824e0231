"""The town's service on a port of its own, for sockets: uvicorn in this loop, as `tandem serve` sets it up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from litestar import Litestar

from app.wire import LARGEST_FRAME
from tests.app.messages.talk import Pair, paired
from tests.people import Town


@pytest.fixture
async def pair(town: Town) -> Pair:
    return await paired(town)


@pytest.fixture
async def port(town: Town) -> AsyncIterator[int]:
    async with served(town.app) as opened:
        yield opened


@asynccontextmanager
async def served(app: Litestar) -> AsyncIterator[int]:
    """The port; the service's life is not touched."""
    config = uvicorn.Config(
        app, port=0, lifespan="off", log_level="critical", ws_max_size=LARGEST_FRAME, ws_per_message_deflate=False
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 (uvicorn has no event for it)
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await serving
