"""The demo: every service in its place, watched, and gone at Ctrl-C."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from app.demo.people import MENTEE_PHONE, MENTOR_PHONE, STAFF_PHONE, populate
from app.embedded import EmbeddedError, Postgres, Valkey, shim
from app.migrations import migrate
from app.settings import Settings, SettingsError

READY_SECONDS = 60.0
STOP_SECONDS = 25.0
WATCH_SECONDS = 0.3
# A part that falls this often within this time will fall again.
FALLS, FALL_SECONDS = 5, 30.0

Server = Postgres | Valkey

console = Console(highlight=False, soft_wrap=True)


class Part:
    """The API or the worker, as a process of its own that ends with us."""

    def __init__(self, name: str, command: str) -> None:
        self.name = name
        self._command = command
        self._child: subprocess.Popen[bytes] | None = None

    def start(self, environ: dict[str, str]) -> None:
        tie = [str(os.getpid()), str(int(signal.SIGTERM)), ""]
        self._child = subprocess.Popen(
            [sys.executable, "-I", "-S", shim.__file__, *tie, sys.executable, "-m", "app", self._command],
            env=environ,
            cwd=Path(__file__).parents[2],
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us: we stop everything in order
        )

    def alive(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def stop(self) -> None:
        if self._child is None or self._child.poll() is not None:
            return
        self._child.terminate()
        try:
            self._child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()


def perform(settings: Settings) -> None:
    """Runs the demo until Ctrl-C."""
    if not settings.demo:
        raise SettingsError("the demo does not run where TANDEM_ENV is production")
    # Said outright: a shell starts what it runs in the background deaf to Ctrl-C.
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.default_int_handler)
    refuse_taken_port(settings.port)
    settings.folder.mkdir(parents=True, exist_ok=True)
    with (
        _placed("Postgres", Postgres(settings.folder / "postgres")) as postgres,
        _placed("Valkey", Valkey(settings.folder / "valkey")) as valkey,
    ):
        with _step("Schema"):
            asyncio.run(migrate(postgres.url))
        _people(postgres.url)
        _play([Part("API", "serve"), Part("worker", "worker")], settings, postgres, valkey)
    console.print("Stopped. Nothing is left running; the next start takes up where this one ended.")


def _play(parts: list[Part], settings: Settings, postgres: Server, valkey: Server) -> None:
    try:
        _raise_curtain(parts, settings, postgres, valkey)
        _watch(parts, settings, postgres, valkey)
    except KeyboardInterrupt:
        console.print("\nStopping …")
    finally:
        for part in parts:
            part.stop()


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise SettingsError(
                f"port {port} is in use: stop what listens there, or choose another, as in PORT={port + 1} make demo"
            ) from None


@contextmanager
def _placed(name: str, service: Server) -> Iterator[Server]:
    with _step(name):
        service.start()
    try:
        yield service
    finally:
        service.stop()


@contextmanager
def _step(name: str) -> Iterator[None]:
    began = time.monotonic()
    with console.status(f"{name} …"):
        yield
    console.print(f"  [green]✓[/] {name} [dim]{time.monotonic() - began:.1f} s[/]")


def _people(url: str) -> None:
    began = time.monotonic()
    with Progress(console=console, transient=True) as progress:
        tasks = {}

        def told(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(f"  {what}", total=of)
            progress.update(tasks[what], completed=done)

        census = asyncio.run(populate(url, told))
    what = f"{census.mentors} mentors and {census.mentees} mentees" if census else "Demo people, already there"
    console.print(f"  [green]✓[/] {what} [dim]{time.monotonic() - began:.1f} s[/]")


def _raise_curtain(parts: list[Part], settings: Settings, postgres: Server, valkey: Server) -> None:
    with _step("API and worker"):
        for part in parts:
            part.start(_environ(settings, postgres, valkey))
        _await_ready(settings.port, parts)
    address = f"http://127.0.0.1:{settings.port}"
    console.print(f"""
[bold]Tandem is ready: {address}[/]   (try it in a browser: {address}/schema)

Sign in as
  a mentee   {MENTEE_PHONE}
  a mentor   {MENTOR_PHONE}
  CCI staff  {STAFF_PHONE}
or as anybody new, with any French mobile number. Pushes appear below. Ctrl-C stops everything.

Next, in another terminal:
  curl -s {address}/v1/demo/sign-ins -H 'Content-Type: application/json' -d '{{"phone": "{MENTEE_PHONE}"}}'
""")


def _environ(settings: Settings, postgres: Server, valkey: Server) -> dict[str, str]:
    return os.environ | {
        "TANDEM_ENV": "demo",
        "TANDEM_DATA": str(settings.folder.resolve()),
        "PORT": str(settings.port),
        "DATABASE_URL": settings.database_url or postgres.url,
        "REDIS_URL": settings.redis_url or valkey.url,
    }


def _await_ready(port: int, parts: list[Part]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if not all(part.alive() for part in parts):
            raise EmbeddedError("the API or the worker ended at once; its last lines above say why")
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=2):
            return
        time.sleep(0.05)
    raise EmbeddedError(f"the API is not ready after {READY_SECONDS:.0f} s")


def _watch(parts: list[Part], settings: Settings, postgres: Server, valkey: Server) -> None:
    """Whatever falls is put up again."""
    falls: list[float] = []
    up: list[tuple[str, Callable[[], bool], Callable[[], None]]] = [
        ("Postgres", postgres.alive, postgres.start),
        ("Valkey", valkey.alive, valkey.start),
        *(
            (part.name, part.alive, lambda part=part: part.start(_environ(settings, postgres, valkey)))
            for part in parts
        ),
    ]
    while True:
        for name, alive, start in up:
            if not alive():
                falls = [at for at in falls if time.monotonic() - at < FALL_SECONDS] + [time.monotonic()]
                if len(falls) > FALLS:
                    raise EmbeddedError(f"{name} falls again and again; its last lines above say why")
                console.print(f"[yellow]{name} ended; starting it again[/]")
                start()
        time.sleep(WATCH_SECONDS)
