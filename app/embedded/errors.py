"""What can stop an embedded server, as sentences for the person who starts it."""

import errno
import platform
from pathlib import Path

DISK_FULL = {errno.ENOSPC, errno.EDQUOT}
NOT_OURS = {errno.EACCES, errno.EPERM, errno.EROFS}


class EmbeddedError(Exception):
    """Why an embedded server cannot run, in one plain sentence."""


def folder_refused(error: OSError, folder: Path) -> EmbeddedError:
    if error.errno in DISK_FULL:
        return disk_full(folder)
    if error.errno in NOT_OURS:
        return not_writable(folder)
    return EmbeddedError(f"The folder {folder} cannot be used: {error.strerror or error}.")


def disk_full(folder: Path) -> EmbeddedError:
    return EmbeddedError(f"The disk that holds {folder} is full: free some space, then start again.")


def not_writable(folder: Path) -> EmbeddedError:
    return EmbeddedError(f"The folder {folder} cannot be written to: change its rights or choose another.")


def in_use(name: str, folder: Path) -> EmbeddedError:
    return EmbeddedError(f"{name} is already running in {folder}: stop it first, or choose another folder.")


def still_ending(name: str, folder: Path) -> EmbeddedError:
    return EmbeddedError(f"An earlier {name} in {folder} does not end: end it by hand, then start again.")


def no_binaries(name: str, setting: str) -> EmbeddedError:
    machine = f"{platform.system()} {platform.machine()}"
    return EmbeddedError(
        f"There is no {name} to start on this machine ({machine}): run make setup again, or set {setting}."
    )


def too_late(name: str, log: Path) -> EmbeddedError:
    return EmbeddedError(f"{name} is taking too long to start: its log is {log}.")


def ended_early(name: str, folder: Path, log: Path, printed: str) -> EmbeddedError:
    """The sentence for a program that ended by itself, found in what it printed."""
    if "No space left on device" in printed or "Disk quota exceeded" in printed:
        return disk_full(folder)
    if "Read-only file system" in printed or "Permission denied" in printed:
        return not_writable(folder)
    lines = [line.strip() for line in printed.splitlines() if line.strip()]
    fatal = [line for line in lines if "FATAL" in line or "error:" in line]
    reason = (fatal or lines or ["it printed nothing"])[-1].rstrip(".")
    return EmbeddedError(f"{name} did not start ({reason}): its log is {log}.")
