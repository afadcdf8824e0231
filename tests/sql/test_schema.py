"""The migrations and sql/schema.sql say the same."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest

from app.migrations import MigrationError, is_current, migrate, migrations
from app.sql import FOLDER
from tests.sql.catalogue import catalogue, tables


@pytest.fixture
async def empty_url(postgres_url: str) -> AsyncIterator[str]:
    name = f"test_{uuid4().hex}"
    server = await asyncpg.connect(postgres_url)
    await server.execute(f"create database {name} template template0 encoding 'UTF8'")
    yield urlsplit(postgres_url)._replace(path=f"/{name}").geturl()
    await server.execute(f"drop database {name} with (force)")
    await server.close()


async def test_schema_sql_is_what_the_migrations_add_up_to(empty_url: str, database_url: str) -> None:
    by_hand, migrated = await asyncpg.connect(empty_url), await asyncpg.connect(database_url)
    await by_hand.execute((FOLDER / "schema.sql").read_text("utf-8"))
    assert await catalogue(by_hand) == await catalogue(migrated)
    await by_hand.close()
    await migrated.close()


async def test_the_comparison_notices_a_missing_index(empty_url: str, database_url: str) -> None:
    by_hand, migrated = await asyncpg.connect(empty_url), await asyncpg.connect(database_url)
    await by_hand.execute((FOLDER / "schema.sql").read_text("utf-8"))
    await by_hand.execute("drop index outbox_waiting")
    assert await catalogue(by_hand) != await catalogue(migrated)
    await by_hand.close()
    await migrated.close()


async def test_migrating_twice_changes_nothing(empty_url: str) -> None:
    assert await migrate(empty_url) == len(migrations())
    assert await migrate(empty_url) == 0


async def test_two_migrators_at_once_apply_each_migration_once(empty_url: str) -> None:
    applied = await asyncio.gather(migrate(empty_url), migrate(empty_url), migrate(empty_url))
    assert sum(applied) == len(migrations())


async def test_the_way_down_leaves_nothing(empty_url: str) -> None:
    await migrate(empty_url)
    connection = await asyncpg.connect(empty_url)
    for migration in reversed(migrations()):
        await connection.execute(migration.down)
    assert await tables(connection) == {"schema_migrations"}
    functions = await connection.fetchval("select count(*) from pg_proc where pronamespace = 'public'::regnamespace")
    assert functions == 0
    await connection.close()


async def test_a_database_without_the_schema_is_not_current(empty_url: str) -> None:
    connection = await asyncpg.connect(empty_url)
    assert not await is_current(connection)
    await connection.close()
    await migrate(empty_url)
    connection = await asyncpg.connect(empty_url)
    assert await is_current(connection)
    await connection.close()


def test_a_file_that_is_no_migration_is_named(tmp_path: Path) -> None:
    (tmp_path / "20260101000000_words.sql").write_text("select 1;")
    with pytest.raises(MigrationError, match=r"20260101000000_words\.sql"):
        migrations(tmp_path)
