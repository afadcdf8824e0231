"""What is measured: a durable Postgres, a Valkey and the service, each a process of its own on loopback."""

import asyncio
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import asyncpg
import msgspec

from app.embedded import EmbeddedError, Postgres, Valkey, shim
from app.embedded.process import free_port
from app.migrations import migrate
from bench.server import CORE, TABLE

READY_SECONDS = 30.0
TICK = 1 / os.sysconf("SC_CLK_TCK")
# What Postgres keeps of its files, if nobody says otherwise.
USUAL_MEMORY = "128MB"
COUNTING = {"shared_preload_libraries": "pg_stat_statements"}


class Server(msgspec.Struct, frozen=True):
    """The service's process, as the system sees it."""

    pid: int
    port: int
    core: str

    def cpu_seconds(self) -> float:
        return processor_seconds(self.pid)

    def stolen_seconds(self) -> float:
        """For how long its core was another machine's, so far, though there was work to do."""
        mine = next(line for line in Path("/proc/stat").read_text().splitlines() if line.startswith(f"cpu{self.core} "))
        return int(mine.split()[8]) * TICK

    def peak_memory_mb(self) -> float:
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        peak = next(line for line in lines if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 1024


class Stage(msgspec.Struct, frozen=True):
    folder: Path
    database_url: str
    redis_url: str
    server: Server
    pinned: str


def processor_seconds(pid: int) -> float:
    """User and system time of a process so far, all its threads together."""
    # clock_getcpuclockid(3) of Linux, which Python does not offer: to the nanosecond, where /proc has hundredths.
    return time.clock_gettime(~pid << 3 | 2)


@contextmanager
def set_up(folder: Path, memory: str = USUAL_MEMORY) -> Iterator[Stage]:
    """Everything running, the schema in place and nobody in it; nothing is left running afterwards."""
    core, pinned = _share_out()
    with (
        Postgres(folder / "postgres", settings=COUNTING | {"shared_buffers": memory}) as postgres,
        Valkey(folder / "valkey") as valkey,
    ):
        asyncio.run(_prepare(postgres.url))
        environ = os.environ | {
            "TANDEM_ENV": "demo",
            "TANDEM_DATA": str(folder),
            "DATABASE_URL": postgres.url,
            "REDIS_URL": valkey.url,
            CORE: core,
        }
        with _serving(environ, folder / "server.log") as server:
            yield Stage(folder, postgres.url, valkey.url, server, pinned)


def _share_out() -> tuple[str, str]:
    """The service's process has a core to itself; this one, Postgres and Valkey have the others."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) == 1:
        return "", "everything shares one core"
    first, *others = cores
    os.sched_setaffinity(0, others)  # inherited by Postgres and Valkey
    return str(first), f"service on core {first}; Postgres, Valkey and client on {', '.join(map(str, others))}"


async def _prepare(url: str) -> None:
    await migrate(url)
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("create extension pg_stat_statements")
        await connection.execute(TABLE)
    finally:
        await connection.close()


@contextmanager
def _serving(environ: dict[str, str], log: Path) -> Iterator[Server]:
    port = free_port(None)
    tie = [str(os.getpid()), str(int(signal.SIGTERM)), ""]
    with log.open("wb") as lines:
        child = subprocess.Popen(
            [sys.executable, "-I", "-S", shim.__file__, *tie, sys.executable, "-m", "bench.server"],
            env=environ | {"PORT": str(port)},
            cwd=Path(__file__).parents[1],
            stdin=subprocess.DEVNULL,
            stdout=lines,
            stderr=lines,
        )
    try:
        _await_ready(child, port, log)
        yield Server(child.pid, port, environ[CORE])
    finally:
        child.terminate()
        child.wait()


def _await_ready(child: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while child.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=2):
            return
        time.sleep(0.05)
    raise EmbeddedError(f"the service did not start: {log.read_text(errors='replace')[-2000:]}")
