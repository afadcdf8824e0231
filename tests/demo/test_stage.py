"""The demo starts, refuses, falls and stops in clear sentences."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.demo.conftest import ROOT, Demo, StartDemo, clean_environment, free_port


def run(*command: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "app", *command],
        cwd=ROOT,
        env=clean_environment() | environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def processes_in(folder: Path) -> list[str]:
    """Command lines of the processes whose environment or arguments name the folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            told = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
        except OSError:
            continue
        if str(folder).encode() in told and int(entry.name) != os.getpid():
            found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return found


def test_a_port_in_use_is_one_clear_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = run("demo", PORT=str(port), TANDEM_DATA=str(tmp_path))
    assert refused.returncode != 0
    assert refused.stderr.startswith(f"tandem demo: port {port} is in use")
    assert "Traceback" not in refused.stderr


def test_a_folder_that_cannot_be_made_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refused = run("demo", PORT=str(free_port()), TANDEM_DATA=str(tmp_path / "file" / "data"))
    assert refused.returncode != 0
    assert "Traceback" not in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
    assert str(tmp_path / "file") in refused.stderr


def test_the_demo_does_not_run_in_production() -> None:
    refused = run("demo", TANDEM_ENV="production")
    assert refused.returncode != 0
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("command", ["demo", "serve", "worker", "migrate", "openapi"])
def test_every_command_has_help_in_plain_words(command: str) -> None:
    helped = run(command, "--help")
    assert helped.returncode == 0
    assert f"tandem {command}: " in helped.stdout


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes in /proc")
class TestFalls:
    def test_what_falls_is_put_up_again_and_ctrl_c_leaves_nothing(self, start_demo: StartDemo, tmp_path: Path) -> None:
        demo = start_demo(tmp_path / "data")
        for program in ("serve", "worker", "postgres", "valkey"):
            kill(demo, program)
        await_ready(demo)
        assert demo.stop() == 0
        assert processes_in(tmp_path / "data") == []
        assert "Nothing is left running" in demo.text()

    def test_a_killed_demo_leaves_nothing_and_starts_again_where_it_was(
        self, start_demo: StartDemo, tmp_path: Path
    ) -> None:
        demo = start_demo(tmp_path / "data")
        token = httpx.post(f"{demo.address}/v1/demo/sign-ins", json={"phone": "+33600100000"}).json()["token"]
        caller = {"Authorization": f"Bearer {token}"}
        before = httpx.get(f"{demo.address}/v1/deck?limit=5", headers=caller).json()
        swiped = before["cards"][0]["memberId"]
        passed = httpx.put(f"{demo.address}/v1/swipes/{swiped}", headers=caller, json={"verdict": "pass"})
        assert passed.status_code == 200
        demo.process.kill()
        demo.process.wait()
        for _ in range(300):
            if not processes_in(tmp_path / "data"):
                break
            time.sleep(0.1)
        assert processes_in(tmp_path / "data") == []
        again = start_demo(tmp_path / "data")
        assert "already there" in again.text()
        after = httpx.get(f"{again.address}/v1/deck?limit=5", headers=caller).json()
        assert swiped not in [card["memberId"] for card in after["cards"]]
        assert again.stop() == 0


def kill(demo: Demo, program: str) -> None:
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            told = b"\0".join(words) + (entry / "environ").read_bytes()
        except OSError:
            continue
        named = program.encode() in b" ".join(words)
        if named and str(demo.folder).encode() in told and int(entry.name) != demo.process.pid:
            os.kill(int(entry.name), signal.SIGKILL)


def await_ready(demo: Demo) -> None:
    for _ in range(600):
        try:
            if httpx.get(f"{demo.address}/health/ready", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise AssertionError(demo.text())
