"""The demo as a person starts it: one for all tests of this folder."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
START_SECONDS = 90


@dataclass
class Demo:
    """A running `tandem demo`, and what it has printed."""

    process: subprocess.Popen[str]
    port: int
    folder: Path
    printed: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def text(self) -> str:
        return "".join(self.printed)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


StartDemo = Callable[..., Demo]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def start_demo() -> Iterator[StartDemo]:
    """Starts demos, and leaves none behind."""
    started: list[Demo] = []

    def start(folder: Path, port: int | None = None) -> Demo:
        port = port or free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "demo"],
            cwd=ROOT,
            env=clean_environment() | {"PORT": str(port), "TANDEM_DATA": str(folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        demo = Demo(process, port, folder)
        started.append(demo)
        ready = threading.Event()
        threading.Thread(target=_listen, args=(demo, ready), daemon=True).start()
        assert ready.wait(START_SECONDS), demo.text()
        assert "Tandem is ready" in demo.text(), demo.text()
        return demo

    yield start
    for demo in started:
        if demo.process.poll() is None:
            demo.stop()
        assert demo.process.stdout
        demo.process.stdout.close()


@pytest.fixture(scope="session")
def demo(start_demo: StartDemo, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return start_demo(tmp_path_factory.mktemp("demo") / "data")


def clean_environment() -> dict[str, str]:
    ours = re.compile(r"(TANDEM_|FIREBASE_|FCM_|GOOGLE_)\w+|PORT|DATABASE_URL|REDIS_URL|WEB_CONCURRENCY")
    return {name: value for name, value in os.environ.items() if not ours.fullmatch(name)}


def _listen(demo: Demo, ready: threading.Event) -> None:
    assert demo.process.stdout
    for line in demo.process.stdout:
        demo.printed.append(line)
        if "Next, in another terminal" in line:
            ready.set()
    ready.set()
