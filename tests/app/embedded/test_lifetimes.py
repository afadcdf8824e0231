import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from app.embedded import Postgres, Valkey
from tests.app.embedded.conftest import PROJECT, Launch, processes_in, wait_until


def test_both_servers_end_with_a_killed_parent_and_start_again(tmp_path: Path, launch: Launch) -> None:
    launcher, _ = launch(tmp_path)
    assert processes_in(tmp_path) != []
    launcher.kill()
    wait_until(lambda: processes_in(tmp_path) == [])
    launch(tmp_path)


def test_a_start_right_after_the_parent_was_killed_waits_for_its_servers(tmp_path: Path, launch: Launch) -> None:
    launcher, _ = launch(tmp_path)
    launcher.kill()
    launcher.wait()
    with Postgres(tmp_path / "postgres") as postgres, Valkey(tmp_path / "valkey") as valkey:
        assert postgres.alive()
        assert valkey.alive()


def test_a_parent_killed_at_any_moment_of_the_first_start_leaves_nothing_half_made(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.app.embedded.launched", str(tmp_path)]
    for delay in (0.1, 0.3, 0.6):
        with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stdin=subprocess.PIPE) as launcher:
            time.sleep(delay)
            launcher.kill()
    with Postgres(tmp_path / "postgres", durable=False) as postgres:
        assert postgres.alive()


def test_a_server_outlives_the_thread_that_started_it(tmp_path: Path) -> None:
    valkey = Valkey(tmp_path, durable=False)
    starter = threading.Thread(target=valkey.start)
    starter.start()
    starter.join()
    time.sleep(0.2)
    assert valkey.alive()
    valkey.stop()


def test_a_parent_that_ends_in_order_leaves_no_process(tmp_path: Path, launch: Launch) -> None:
    launcher, _ = launch(tmp_path)
    launcher.communicate()
    assert launcher.returncode == 0
    assert processes_in(tmp_path) == []


def test_a_frozen_server_does_not_stop_the_next_start(tmp_path: Path, launch: Launch) -> None:
    launcher, servers = launch(tmp_path)
    _, valkey = servers["pids"]
    os.kill(valkey, signal.SIGSTOP)
    launcher.kill()
    launcher.wait()
    with Valkey(tmp_path / "valkey") as again:
        assert again.alive()
