"""One town for all tests of a module, each with people of its own: a town costs more than what they do in it."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from app.settings import Settings
from tests.conftest import _named, _run
from tests.people import Town


@pytest.fixture(scope="module")
async def town(
    postgres_url: str, redis_url: str, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    name = f"test_{uuid4().hex}"
    await _run(postgres_url, f"create database {name} template {template}")
    settings = Settings(
        database_url=_named(postgres_url, name),
        redis_url=redis_url,
        folder=tmp_path_factory.mktemp("town"),
        pool_size=20,
    )
    async with Town.open(settings) as opened:
        yield opened
    await _run(postgres_url, f"drop database {name} with (force)")
