"""The real Postgres and the real Redis: one of each per run, one database per test."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import hypothesis
import pytest

from app.db import Database
from app.embedded import Postgres, Valkey
from app.migrations import migrate
from app.settings import Settings
from app.telemetry import set_up_logs
from tests.people import Town

# A test says whether, never how fast: a busy machine is no failure.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

# As in production: the renderer that structlog has by itself takes a second per trace.
set_up_logs(human=False)

# Deadlocks are told at once, so that a wrong lock order shows.
EAGER = {"deadlock_timeout": "50ms", "max_connections": "200"}

MEMORY = Path("/dev/shm")
ENOUGH_MEMORY = 4 * 2**30


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server for this run: DATABASE_URL's, or an embedded one."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    with _quick_folder(tmp_path_factory) as folder, Postgres(folder, durable=False, settings=EAGER) as postgres:
        yield postgres.url


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server for this run: REDIS_URL's, or an embedded one."""
    if given := os.environ.get("REDIS_URL"):
        yield given
        return
    with Valkey(tmp_path_factory.mktemp("valkey"), durable=False) as valkey:
        yield valkey.url


@pytest.fixture(scope="session")
def template(postgres_url: str) -> Iterator[str]:
    """A migrated database that each test copies."""
    with _database(postgres_url, template=None) as url:
        asyncio.run(migrate(url))
        yield _name(url)


@pytest.fixture
async def database_url(postgres_url: str, template: str) -> AsyncIterator[str]:
    """A database of the test's own."""
    name = f"test_{uuid4().hex}"
    await _run(postgres_url, f"create database {name} template {template} strategy file_copy")
    yield _named(postgres_url, name)
    await _run(postgres_url, f"drop database {name} with (force)")


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, 30)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def settings(database_url: str, redis_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=database_url, redis_url=redis_url, folder=tmp_path, pool_size=20)


@pytest.fixture
async def town(settings: Settings) -> AsyncIterator[Town]:
    """The API over HTTP, and the people who call it."""
    async with Town.open(settings) as opened:
        yield opened


@contextmanager
def _quick_folder(otherwise: pytest.TempPathFactory) -> Iterator[Path]:
    """In memory where there is plenty: a database is some seven hundred files, and each test has one."""
    if not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH_MEMORY):
        yield otherwise.mktemp("postgres")
        return
    for left in MEMORY.glob("tandem-tests-*"):  # by a run that was killed
        if not Path("/proc", left.name.split("-")[2]).exists():
            shutil.rmtree(left, ignore_errors=True)
    with TemporaryDirectory(prefix=f"tandem-tests-{os.getpid()}-", dir=MEMORY) as folder:
        yield Path(folder)


@contextmanager
def _database(server: str, template: str | None) -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    copied = f" template {template}" if template else " encoding 'UTF8' template template0"
    asyncio.run(_run(server, f"create database {name}{copied}"))
    try:
        yield _named(server, name)
    finally:
        asyncio.run(_run(server, f"drop database {name} with (force)"))


async def _run(server: str, statement: str) -> None:
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _named(server: str, name: str) -> str:
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def _name(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")
