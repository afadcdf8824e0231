"""The folder of one server: one launcher at a time, and no process left from an earlier server.

Two locks tell this apart, and neither goes stale when something is killed. `launcher.lock` is ours alone.
`server.lock` is inherited by the server and by every process it forks, so it is free when all have ended.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from app.embedded import errors

LEADER_GRACE = 5.0
ORPHANS_GRACE = 1.0
KILLED_GRACE = 5.0
POLL = 0.01


class Folder:
    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.path = Path(os.path.abspath(path))
        self._server_lock = self.path / "server.lock"
        self._claim: int | None = None

    def claim(self) -> None:
        """Keep every other launcher out until `release`."""
        if self._claim is not None:
            return
        self.path.mkdir(parents=True, exist_ok=True)
        self._claim = _lock(self.path / "launcher.lock")
        if self._claim is None:
            raise errors.in_use(self.name, self.path)

    def release(self) -> None:
        if self._claim is not None:
            os.close(self._claim)
            self._claim = None

    def claimed(self) -> bool:
        return self._claim is not None

    def clear(self, abandon: signal.Signals) -> int:
        """The server's lock, for the next server to inherit, once the earlier one's processes have ended."""
        lock = _lock(self._server_lock) or self._lock_after_asking(abandon) or self._lock_after_killing()
        if lock is None:
            raise errors.still_ending(self.name, self.path)
        return lock

    def note_leader(self, lock: int, pid: int) -> None:
        os.ftruncate(lock, 0)
        os.pwrite(lock, str(pid).encode(), 0)

    def _lock_after_asking(self, abandon: signal.Signals) -> int | None:
        leader = self._leader()
        if leader not in self._holders():
            return _lock_within(self._server_lock, ORPHANS_GRACE)
        with suppress(ProcessLookupError):
            os.kill(leader, abandon)
        return _lock_within(self._server_lock, LEADER_GRACE)

    def _lock_after_killing(self) -> int | None:
        for pid in self._holders():
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        return _lock_within(self._server_lock, KILLED_GRACE)

    def _leader(self) -> int:
        noted = self._server_lock.read_bytes()
        return int(noted) if noted.isdigit() else 0

    def _holders(self) -> set[int]:
        """The processes that have the server's lock open, ourselves excepted."""
        held = os.path.realpath(self._server_lock)
        found = _holders_by_proc(held) if sys.platform == "linux" else _holders_by_lsof(held)
        return found - {os.getpid()}


def _lock(path: Path) -> int | None:
    """An open, locked file, or None where another holds it."""
    opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as refused:
        os.close(opened)
        if isinstance(refused, BlockingIOError):
            return None
        raise
    return opened


def _lock_within(path: Path, seconds: float) -> int | None:
    deadline = time.monotonic() + seconds
    while (lock := _lock(path)) is None and time.monotonic() < deadline:
        time.sleep(POLL)
    return lock


def _holders_by_proc(path: str) -> set[int]:
    return {int(process.name) for process in Path("/proc").glob("[0-9]*") if _has_open(process, path)}


def _has_open(process: Path, path: str) -> bool:
    with suppress(OSError):  # it ended meanwhile, or belongs to somebody else
        for descriptor in os.listdir(process / "fd"):
            with suppress(FileNotFoundError):  # closed meanwhile
                if os.readlink(process / "fd" / descriptor) == path:
                    return True
    return False


def _holders_by_lsof(path: str) -> set[int]:
    with suppress(FileNotFoundError):
        listed = subprocess.run(["/usr/sbin/lsof", "-t", "--", path], capture_output=True, text=True, check=False)
        return {int(pid) for pid in listed.stdout.split()}
    return set()
