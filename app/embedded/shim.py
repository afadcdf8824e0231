"""Run between us and a server: ties its life to ours, steps down from root if it must, then becomes it.

A program of its own, not a preexec_fn, because forking a process that has threads into Python code can hang.
"""

import ctypes
import os
import pwd
import sys
from pathlib import Path

REFUSED = 77
OVERFLOW_ID = 65534  # "nobody" wherever Linux runs
CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG, PR_SET_KEEPCAPS, PR_CAP_AMBIENT = 1, 8, 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522


def main() -> None:
    parent, death_signal, owned, *command = sys.argv[1:]
    try:
        if owned and os.geteuid() == 0:
            step_down(Path(owned), Path(command[0]))
        end_with_parent(int(parent), int(death_signal))
        os.execv(command[0], command)
    except OSError as error:
        refuse(f"{command[0]} cannot be run on this machine: {error.strerror or error}.")


def step_down(folder: Path, program: Path) -> None:
    """Be somebody else than root, who owns the folder: Postgres refuses to run as root."""
    if sys.platform == "linux" and namespace_allowed():
        give(folder, os.geteuid(), os.getegid())
        enter_namespace()
    else:
        become_nobody(folder)
        check_reach(folder, program)


def namespace_allowed() -> bool:
    child = os.fork()
    if child == 0:
        try:
            enter_namespace()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def enter_namespace() -> None:
    """Stay root for the files, and look like nobody to ourselves."""
    uid, gid = os.geteuid(), os.getegid()
    call("unshare", CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{OVERFLOW_ID} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{OVERFLOW_ID} {gid} 1")


def become_nobody(folder: Path) -> None:
    try:
        nobody = pwd.getpwnam("nobody")
        uid, gid = nobody.pw_uid, nobody.pw_gid
    except KeyError:
        uid = gid = OVERFLOW_ID
    try:
        give(folder, uid, gid)
        if sys.platform == "linux":
            call("prctl", PR_SET_KEEPCAPS, 1, 0, 0, 0)
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    except OSError:
        refuse("Postgres does not run as root, and root may not be another user here: start as another user.")
    if sys.platform == "linux":
        keep_reach()


def keep_reach() -> None:
    """Still pass through folders that only root may enter; where that is not allowed, go without."""
    reach = 1 << CAP_DAC_OVERRIDE
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    try:
        call("capset", header, (ctypes.c_uint32 * 6)(reach, reach, reach, 0, 0, 0))
        call("prctl", PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)
    except OSError:
        call("capset", header, (ctypes.c_uint32 * 6)())


def check_reach(folder: Path, program: Path) -> None:
    for needed in (folder, program.parent):
        try:
            os.scandir(needed).close()
        except OSError:
            refuse(
                f"Postgres does not run as root, and the user nobody may not enter {needed}: "
                "open its parent folders to others, or start as another user."
            )


def give(folder: Path, uid: int, gid: int) -> None:
    """Make all of the folder theirs, the folder itself last so that a half-done change is done again."""
    if folder.stat().st_uid == uid:
        return
    for parent, _, files in os.walk(folder, topdown=False):
        for name in files:
            os.lchown(os.path.join(parent, name), uid, gid)
        os.lchown(parent, uid, gid)


def end_with_parent(parent: int, death_signal: int) -> None:
    """Last before the program itself: changing who we are would clear the signal."""
    if sys.platform == "linux":
        call("prctl", PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent:  # it ended before the signal was set
        sys.exit(1)


def call(name: str, *arguments: object) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*arguments) != 0:
        failed = ctypes.get_errno()
        raise OSError(failed, os.strerror(failed))


def refuse(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.exit(REFUSED)


if __name__ == "__main__":
    main()
