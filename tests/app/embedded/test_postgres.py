import asyncio
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from shutil import copytree
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest

from app.embedded import Postgres
from tests.app.embedded.conftest import processes_in, wait_until


@pytest.fixture(scope="session")
def initialised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("initialised")
    with Postgres(folder, durable=False):
        return folder


@pytest.fixture
def postgres(tmp_path: Path, initialised: Path) -> Iterator[Postgres]:
    copytree(initialised, tmp_path, dirs_exist_ok=True)
    with Postgres(tmp_path) as postgres:
        yield postgres


async def run(postgres: Postgres, statement: str) -> Any:
    connection = await asyncpg.connect(postgres.url)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def test_it_answers_on_loopback_in_utf8_and_follows_the_settings(tmp_path: Path) -> None:
    with Postgres(tmp_path, durable=False, settings={"deadlock_timeout": "50ms"}) as postgres:
        assert await run(postgres, "select current_database()") == "tandem"
        assert await run(postgres, "select lower('ÉLODIE')") == "élodie"
        assert await run(postgres, "show listen_addresses") == "127.0.0.1"
        assert await run(postgres, "show unix_socket_directories") == ""
        assert await run(postgres, "show deadlock_timeout") == "50ms"
        assert await run(postgres, "show fsync") == "off"


async def test_it_is_durable_unless_told_otherwise(postgres: Postgres) -> None:
    assert await run(postgres, "show fsync") == "on"
    assert await run(postgres, "show synchronous_commit") == "on"
    assert await run(postgres, "show full_page_writes") == "on"


async def test_stopping_leaves_no_process_and_keeps_the_data(postgres: Postgres, tmp_path: Path) -> None:
    await run(postgres, "create table kept as select 1 as one")
    first = postgres.url
    postgres.stop()
    assert not postgres.alive()
    assert processes_in(tmp_path) == []
    postgres.start()
    assert postgres.url == first
    assert await run(postgres, "select one from kept") == 1


async def test_a_database_that_was_dropped_is_made_again(postgres: Postgres) -> None:
    connection = await asyncpg.connect(postgres.url.removesuffix("tandem") + "postgres")
    await connection.execute("drop database tandem")
    await connection.close()
    postgres.stop()
    postgres.start()
    assert await run(postgres, "select 1") == 1


async def test_committed_data_outlives_a_killed_postmaster(postgres: Postgres) -> None:
    await run(postgres, "create table kept as select 1 as one")
    address = postgres.url
    os.kill(postgres.pid, signal.SIGKILL)
    wait_until(lambda: not postgres.alive())
    postgres.start()
    assert postgres.url == address
    assert await run(postgres, "select one from kept") == 1


async def test_it_recovers_by_itself_from_a_killed_backend(postgres: Postgres) -> None:
    connection = await asyncpg.connect(postgres.url)
    os.kill(connection.get_server_pid(), signal.SIGKILL)
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await connection.fetchval("select 1")
    connection.terminate()
    answered = False
    for _ in range(200):
        answered = answered or await answers(postgres)
        await asyncio.sleep(0 if answered else 0.05)
    assert answered


async def test_a_stop_in_the_middle_of_such_a_recovery_leaves_no_process(postgres: Postgres, tmp_path: Path) -> None:
    connection = await asyncpg.connect(postgres.url)
    os.kill(connection.get_server_pid(), signal.SIGKILL)
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await connection.fetchval("select 1")
    connection.terminate()
    postgres.stop()
    assert processes_in(tmp_path) == []


async def answers(postgres: Postgres) -> bool:
    try:
        return bool(await run(postgres, "select true"))
    except (asyncpg.PostgresError, OSError):
        return False


async def test_a_busy_orphan_of_a_killed_postmaster_does_not_stop_the_next_start(postgres: Postgres) -> None:
    connection = await asyncpg.connect(postgres.url)
    endless = asyncio.create_task(connection.execute("do $$ begin loop end loop; end $$"))
    await asyncio.sleep(0.1)
    os.kill(postgres.pid, signal.SIGKILL)
    wait_until(lambda: not postgres.alive())
    await asyncio.to_thread(postgres.start)
    with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        await endless
    connection.terminate()
    assert await run(postgres, "select 1") == 1


def test_a_stale_pid_that_is_now_anothers_is_no_harm(postgres: Postgres, tmp_path: Path) -> None:
    pid_file = tmp_path / "data" / "postmaster.pid"
    left_behind = pid_file.read_text()
    postgres.stop()
    pid_file.write_text(left_behind.replace(left_behind.split()[0], str(os.getpid()), 1))
    postgres.start()
    assert postgres.alive()


def test_files_left_half_made_are_made_anew(tmp_path: Path) -> None:
    half_made = tmp_path / "data.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18")
    with Postgres(tmp_path, durable=False) as postgres:
        assert postgres.alive()
        assert not half_made.exists()


def test_it_takes_another_port_when_its_own_is_gone(postgres: Postgres) -> None:
    port = urlsplit(postgres.url).port
    postgres.stop()
    with socket.create_server(("127.0.0.1", port)):
        postgres.start()
        assert postgres.alive()
        assert urlsplit(postgres.url).port != port
