import os
from pathlib import Path
from pwd import getpwnam

import asyncpg
import pytest

from tests.app.embedded.conftest import Launch, processes_in, wait_until

NOBODY = getpwnam("nobody").pw_uid

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


async def test_it_runs_without_root(tmp_path: Path, launch: Launch) -> None:
    launcher, servers = launch(tmp_path, "no-root")
    await expect_an_answer(servers["postgres"])
    assert [owner_of(pid) for pid in servers["pids"]] == [NOBODY, NOBODY]
    launcher.kill()
    wait_until(lambda: processes_in(tmp_path) == [])


async def test_root_without_user_namespaces_runs_it_as_nobody(tmp_path: Path, launch: Launch) -> None:
    launcher, servers = launch(tmp_path, "no-user-namespaces")
    await expect_an_answer(servers["postgres"])
    assert [owner_of(pid) for pid in servers["pids"]] == [NOBODY, os.geteuid()]
    launcher.kill()
    wait_until(lambda: processes_in(tmp_path) == [])


async def test_one_folder_goes_from_one_way_of_leaving_root_to_the_other(tmp_path: Path, launch: Launch) -> None:
    for limits in ([], ["no-user-namespaces"], []):
        launcher, servers = launch(tmp_path, *limits)
        await expect_an_answer(servers["postgres"])
        launcher.communicate()


def owner_of(pid: int) -> int:
    return Path("/proc", str(pid)).stat().st_uid


async def expect_an_answer(url: str) -> None:
    connection = await asyncpg.connect(url)
    assert await connection.fetchval("select 1") == 1
    await connection.close()
