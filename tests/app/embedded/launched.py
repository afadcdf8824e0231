"""A process of its own that starts both servers, says where they are, and waits until its input closes.

It can first take something away from itself, in namespaces that vanish with it.
"""

import ctypes
import json
import os
import sys
from pathlib import Path

from app.embedded import EmbeddedError, Postgres, Valkey, shim
from app.embedded.shim import CLONE_NEWUSER, call

CLONE_NEWNS = 0x20000
MS_RDONLY, MS_REMOUNT, MS_REC, MS_PRIVATE = 1, 32, 16384, 1 << 18
CANNOT = 3


def main() -> None:
    folder = Path(sys.argv[1])
    try:
        for limit in sys.argv[2:]:
            LIMITS[limit](folder)
    except OSError:
        sys.exit(CANNOT)
    try:
        with Postgres(folder / "postgres", durable=False) as postgres, Valkey(folder / "valkey") as valkey:
            say(postgres=postgres.url, valkey=valkey.url, pids=[postgres.pid, valkey.pid])
            sys.stdin.read()
    except EmbeddedError as refusal:
        say(refused=str(refusal))


def forbid_user_namespaces(_folder: Path) -> None:
    us = Path(f"/proc/{os.getpid()}")
    apart, entered = os.pipe()
    outside = os.fork()
    if outside == 0:  # every id may be mapped only from outside
        os.read(apart, 1)
        for ids in ("uid_map", "gid_map"):
            (us / ids).write_text(f"0 0 {2**32 - 1}")
        os._exit(0)
    call("unshare", CLONE_NEWUSER)
    os.write(entered, b".")
    os.waitpid(outside, 0)
    Path("/proc/sys/user/max_user_namespaces").write_text("0")


def become_nobody(folder: Path) -> None:
    shim.become_nobody(folder)


def give_a_small_disk(folder: Path) -> None:
    call("unshare", CLONE_NEWNS)
    mount(b"none", Path("/"), None, MS_REC | MS_PRIVATE, None)
    mount(b"small", folder, b"tmpfs", 0, b"size=20m")


def make_read_only(folder: Path) -> None:
    give_a_small_disk(folder)
    mount(None, folder, None, MS_REMOUNT | MS_RDONLY, None)


def mount(source: bytes | None, target: Path, kind: bytes | None, flags: int, options: bytes | None) -> None:
    call("mount", source, bytes(target), kind, ctypes.c_ulong(flags), options)


def say(**words: object) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


LIMITS = {
    "no-user-namespaces": forbid_user_namespaces,
    "no-root": become_nobody,
    "small-disk": give_a_small_disk,
    "read-only": make_read_only,
}

if __name__ == "__main__":
    main()
