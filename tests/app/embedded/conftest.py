import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest

from tests.app.embedded.launched import CANNOT

PROJECT = Path(__file__).parents[3]
Launch = Callable[..., tuple[subprocess.Popen[str], dict[str, Any]]]


@pytest.fixture
def launch() -> Iterator[Launch]:
    """Start both servers from another process, and say where they are or why they refuse."""
    with ExitStack() as started:

        def start(folder: Path, *limits: str) -> tuple[subprocess.Popen[str], dict[str, Any]]:
            command = [sys.executable, "-m", "tests.app.embedded.launched", str(folder), *limits]
            launcher = subprocess.Popen(command, cwd=PROJECT, stdin=PIPE, stdout=PIPE, text=True)
            started.enter_context(launcher)
            assert launcher.stdout is not None
            line = launcher.stdout.readline()
            if not line and launcher.wait() == CANNOT:
                pytest.skip("this machine does not let a test take that away from itself")
            return launcher, json.loads(line)

        yield start


def processes_in(folder: Path) -> list[str]:
    """The command lines of what works in the folder, as both servers and all their children do."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink().is_relative_to(folder.resolve()):
                found.append((process / "cmdline").read_text())
        except OSError:
            continue
    return found


def wait_until(true: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it has not become true"
        time.sleep(0.02)
