"""Brings a database to the newest schema: plain SQL files in dbmate's format and its `schema_migrations` table."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import asyncpg
import msgspec

from app.sql import FOLDER

LOCK = 7_264_331  # an arbitrary key of Postgres' advisory locks: one migrator at a time
LOCK_SECONDS = 120

AnyConnection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"

_NAME = re.compile(r"(\d{14})_\w+\.sql")
_PARTS = re.compile(r"-- migrate:up([^\n]*)\n(.*?)-- migrate:down[^\n]*\n(.*)", re.DOTALL)


class MigrationError(Exception):
    """A migration cannot be read or run."""


class Migration(msgspec.Struct, frozen=True):
    version: str
    name: str
    up: str
    down: str
    in_transaction: bool


def migrations(folder: Path = FOLDER / "migrations") -> list[Migration]:
    """Every migration, oldest first."""
    return [_read(path) for path in sorted(folder.glob("*.sql"))]


def _read(path: Path) -> Migration:
    name = _NAME.fullmatch(path.name)
    parts = _PARTS.fullmatch(path.read_text("utf-8"))
    if not name or not parts:
        raise MigrationError(
            f"{path.name} is not a migration: YYYYMMDDHHMMSS_words.sql with migrate:up and migrate:down"
        )
    return Migration(name[1], path.name, parts[2].strip(), parts[3].strip(), "transaction:false" not in parts[1])


async def migrate(url: str, applied: Callable[[str], None] = lambda name: None) -> int:
    """Applies what is missing, calling `applied` with each file's name; returns how many there were."""
    connection = await asyncpg.connect(url, timeout=10)
    try:
        await _lock(connection)
        await connection.execute(
            "create table if not exists schema_migrations (version varchar primary key); set lock_timeout = '5s'"
        )
        missing = await _missing(connection)
        for migration in missing:
            await _apply(connection, migration)
            applied(migration.name)
        return len(missing)
    finally:
        await connection.close()


async def is_current(connection: AnyConnection) -> bool:
    """Whether every migration of this code has been applied; a database ahead of it is current too."""
    try:
        return not await _missing(connection)
    except asyncpg.UndefinedTableError:
        return False


async def _lock(connection: AnyConnection) -> None:
    # Polled: waiting inside pg_advisory_lock holds a snapshot, and deadlocks with create index concurrently.
    for _ in range(LOCK_SECONDS * 10):
        if await connection.fetchval("select pg_try_advisory_lock($1)", LOCK):
            return
        await asyncio.sleep(0.1)
    raise MigrationError("another migration is running: try again when it has ended")


async def _missing(connection: AnyConnection) -> list[Migration]:
    known = {row["version"] for row in await connection.fetch("select version from schema_migrations")}
    return [migration for migration in migrations() if migration.version not in known]


async def _apply(connection: AnyConnection, migration: Migration) -> None:
    note = f"insert into schema_migrations (version) values ('{migration.version}');"
    try:
        if migration.in_transaction:
            async with connection.transaction():
                await connection.execute(f"{migration.up}\n{note}")
        else:
            await connection.execute(migration.up)
            await connection.execute(note)
    except asyncpg.PostgresError as error:
        raise MigrationError(f"{migration.name}: {error}") from error
