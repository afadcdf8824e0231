"""The README's tour works as printed."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.demo.conftest import ROOT, Demo

TOUR = re.compile(r"<!-- tour -->\n```sh\n(.*?)```", re.DOTALL)


def test_each_command_of_the_tour_works_as_printed(demo: Demo, tmp_path: Path) -> None:
    if not (shutil.which("curl") and shutil.which("bash")):
        pytest.skip("the tour needs curl and bash, which are not on this machine")
    tour = TOUR.search((ROOT / "README.md").read_text("utf-8"))
    assert tour
    script = tour[1].replace("http://127.0.0.1:8000", demo.address)
    assert script != tour[1]
    walked = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
        check=False,
    )
    assert walked.returncode == 0, walked.stdout + walked.stderr
    for shown in ("RequestReceived", "TandemFormed", "verifiedAt", '"outcome":"requested"'):
        assert shown in walked.stdout


def test_the_files_and_commands_that_the_docs_name_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        text = page.read_text("utf-8")
        for link in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (page.parent / link).exists(), f"{page.name} names {link}"
        for target in re.findall(r"`make ([a-z]+)`|^make ([a-z]+) ", text, re.MULTILINE):
            assert f"\n{''.join(target)}:" in makefile, f"{page.name} names make {target}"
