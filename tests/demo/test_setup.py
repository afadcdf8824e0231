"""What `bin/setup` says when it cannot install: one sentence, and an exit code that make passes on."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

PROJECT = Path(__file__).parents[2]
NEEDED = ("bin/setup", "pyproject.toml", "requirements.txt", "requirements-dev.txt", "requirements-uv.txt")
PYTHON = str(Path(sys.base_prefix, "bin", "python3"))
NOBODY = 65534
# Of a file: too little for anything that an installation writes.
FULL_AT = 64


@pytest.fixture
def checkout() -> Iterator[Path]:
    """As much of the project as the set-up reads, where anybody may look."""
    with TemporaryDirectory(prefix="tandem-setup-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "bin").mkdir()
        for needed in NEEDED:
            shutil.copy(PROJECT / needed, folder / needed)
        yield folder
        folder.chmod(0o755)


def test_without_python_it_says_what_to_install(checkout: Path) -> None:
    assert refusal(checkout, "python-of-nowhere") == (
        1,
        "setup: python-of-nowhere is not on this machine: install Python 3.11 or later.",
    )


def test_an_old_python_is_named_and_how_to_choose_another(checkout: Path) -> None:
    code, told = refusal(checkout, stand_in(checkout, '[ "$1" = --version ] && echo "Python 3.10.4" && exit 0\nexit 1'))
    assert code == 1
    assert told.startswith("setup: this is Python 3.10.4, and Tandem needs Python 3.11 or later")
    assert "make PYTHON=python3.12 demo" in told


def test_a_folder_that_nobody_may_write_to_is_named(checkout: Path) -> None:
    # Root may write everywhere, and nobody else may be let into the folder of this Python.
    python = stand_in(checkout, "exit 0")
    checkout.chmod(0o555)
    assert refusal(checkout, python, user=NOBODY if os.geteuid() == 0 else None) == (
        1,
        f"setup: nothing can be written to {checkout.resolve()}: it is read-only, or its disk is full.",
    )


def test_a_disk_that_fills_up_is_said(checkout: Path) -> None:
    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (FULL_AT, FULL_AT))

    code, told = refusal(checkout, PYTHON, before=fill)
    assert code == 1
    assert told.splitlines()[-1].endswith("or the disk is full.")


def test_an_unknown_wish_is_refused(checkout: Path) -> None:
    assert refusal(checkout, PYTHON, wish="everything") == (2, "setup: say run or develop, not everything")


def stand_in(checkout: Path, answers: str) -> str:
    """A command that answers as that Python would."""
    command = checkout / "python-stand-in"
    command.write_text(f"#!/bin/sh\n{answers}\n")
    command.chmod(0o755)
    return str(command)


def refusal(
    checkout: Path,
    python: str,
    *,
    wish: str = "run",
    user: int | None = None,
    before: Callable[[], None] | None = None,
) -> tuple[int, str]:
    """The exit code, and what was told on standard error."""
    environ = {"PATH": os.environ["PATH"], "HOME": str(checkout), "PYTHON": python}
    ended = subprocess.run(
        ["sh", str(checkout / "bin" / "setup"), wish],
        env=environ,
        user=user,
        preexec_fn=before,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert not (checkout / ".venv" / f".{wish}").exists()
    return ended.returncode, ended.stderr.strip()
