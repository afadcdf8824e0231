"""One server program in its folder: launched so that it ends with us, watched, ended."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from app.embedded import errors, shim
from app.embedded.folder import Folder

START_GRACE = 60.0
STOP_GRACE = 5.0
POLL = 0.005
PORTS_TRIED = 5
# Below the ports that systems hand to outgoing connections: a client that retries while the server is down
# could otherwise be given the server's own port, connect to itself and keep the server from coming back.
PORTS = range(20_000, 32_000)


Command = Sequence[str | Path]


class Process:
    """`stop` ends the program in good order; `abandon` at once, without loss, when its parent has died."""

    def __init__(self, name: str, folder: Path, stop: signal.Signals, abandon: signal.Signals) -> None:
        self.name = name
        self.folder = Folder(name, folder)
        self.port: int | None = None
        self._log = self.folder.path / f"{name.lower()}.log"
        self._stop = stop
        self._abandon = abandon
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        if self._child is None:
            raise errors.EmbeddedError(f"{self.name} has not been started.")
        return self._child.pid

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Make the folder ours, and keep it so; if what is done within fails, leave nothing running."""
        try:
            self.folder.claim()
            self._settle()
            yield
        except BaseException as error:
            self.stop()
            if isinstance(error, OSError):
                raise errors.folder_refused(error, self.folder.path) from error
            raise

    def serve(self, command: Callable[[int], Command], ready: Callable[[], bool], owned: Path | None = None) -> None:
        """Launch on the port of last time or, where that is taken, on another."""
        for _ in range(PORTS_TRIED):
            self.port = free_port(self.port)
            self.launch(command(self.port), owned)
            if self._wait_until(ready):
                return
            if "Address already in use" not in self._printed():
                break
        raise self._failure()

    def launch(self, command: Command, owned: Path | None = None) -> None:
        """Start the program; where it refuses root, `owned` is the folder it is to own as somebody else."""
        lock = self.folder.clear(self._abandon)
        try:
            self._child = _lasting_thread(os.getpid()).submit(self._spawn, command, owned, lock).result()
            self.folder.note_leader(lock, self._child.pid)
        finally:
            os.close(lock)

    def alive(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def finish(self) -> None:
        """Wait for a program that ends by itself; raise with its reason if it failed."""
        if self._child is not None and self._child.wait() != 0:
            raise self._failure()

    def stop(self) -> None:
        """Leave nothing running: ask, insist, then kill."""
        if not self.folder.claimed():
            return
        try:
            if self._child is not None:
                self._end(self._child)
            self._settle()
        finally:
            self.folder.release()

    def _wait_until(self, ready: Callable[[], bool]) -> bool:
        """True once ready, False if the program ended before."""
        deadline = time.monotonic() + START_GRACE
        while self.alive():
            if ready():
                return True
            if time.monotonic() > deadline:
                raise errors.too_late(self.name, self._log)
            time.sleep(POLL)
        return False

    def _failure(self) -> errors.EmbeddedError:
        if self._child is not None and self._child.returncode == shim.REFUSED:
            return errors.EmbeddedError(self._printed().strip())
        return errors.ended_early(self.name, self.folder.path, self._log, self._printed())

    def _printed(self) -> str:
        return self._log.read_text(errors="replace")

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        # Postgres forgets a fast shutdown that it hears while it recovers from the crash of a backend.
        for request in (self._stop, self._abandon, signal.SIGKILL):
            child.send_signal(request)
            with suppress(subprocess.TimeoutExpired):
                child.wait(STOP_GRACE)
                return

    def _settle(self) -> None:
        """Wait until no process of an earlier server is left in the folder."""
        os.close(self.folder.clear(self._abandon))

    def _spawn(self, command: Command, owned: Path | None, lock: int) -> subprocess.Popen[bytes]:
        tie = [str(os.getpid()), str(int(self._abandon)), str(owned or "")]
        with self._log.open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-I", "-S", shim.__file__, *tie, *map(str, command)],
                cwd=self.folder.path,
                env=plain_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=[lock],
                start_new_session=True,  # Ctrl-C is for us: we then stop the server in our own order
            )


def free_port(wanted: int | None) -> int:
    """A loopback port nobody listens on: the wanted one if that is still free."""
    if wanted is not None and _is_free(wanted):
        return wanted
    while not _is_free(port := PORTS.start + secrets.randbelow(len(PORTS))):
        pass
    return port


def plain_environment() -> dict[str, str]:
    """Our environment without what would redirect Postgres, and in English so that we can read its errors."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C"}


@cache
def _lasting_thread(_process: int) -> ThreadPoolExecutor:
    # The parent-death signal is sent when the *thread* that forked ends, so this one lives as long as we do.
    return ThreadPoolExecutor(1, "embedded")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
