"""One town for each file, because opening one takes longer than most tests: everybody in a test is new to it."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from app.db import Database
from app.settings import Settings
from tests.app.meetings.tandem import Two
from tests.conftest import _named, _run
from tests.people import Town


@pytest.fixture(scope="module")
async def town(
    postgres_url: str, redis_url: str, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    name = f"test_{uuid4().hex}"
    await _run(postgres_url, f"create database {name} template {template}")
    folder = tmp_path_factory.mktemp("town")
    settings = Settings(database_url=_named(postgres_url, name), redis_url=redis_url, folder=folder, pool_size=20)
    async with Town.open(settings) as opened:
        yield opened
    await _run(postgres_url, f"drop database {name} with (force)")


@pytest.fixture
async def db(town: Town) -> AsyncIterator[Database]:
    database = Database(town.settings.database_url, 30)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def two(town: Town) -> Two:
    return await Two.form(town)
