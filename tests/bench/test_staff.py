"""The staff's bench runs, calls every page there is, and gets from each what it should."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.staffing import routes
from bench.staffing.routes import VIEWS, Views

ROOT = Path(__file__).parents[2]
TINY = ["--members", "600", "--swipes", "3000", "--calls", "1"]


def run(*options: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.staff", "--json", *TINY, *options]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    printed: dict[str, Any] = json.loads(ran.stdout)
    return printed


@pytest.mark.campaign
@pytest.mark.timeout(600)
def test_every_page_of_the_staff_is_called_and_answers() -> None:
    figures = run()
    assert figures["errors"] == 0
    assert {f"{operation}_p95_ms" for operation in VIEWS} <= figures.keys()
    assert figures["pages"] > len(VIEWS)


def test_the_promised_figures_are_there() -> None:
    figures = run("--scopes", "1", "--only", "listAudit,findCompanies,readFigures")
    assert figures["errors"] == 0
    for promised in ("worst_page_p95_ms", "search_p95_ms", "figures_p95_ms"):
        assert figures[promised] > 0


def test_a_page_that_nobody_listed_stops_the_bench(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(VIEWS, "listAudit")
    monkeypatch.setitem(VIEWS, "listNothing", Views())
    with pytest.raises(LookupError, match=r"lacks \['listAudit'\], has \['listNothing'\] too many"):
        routes.routes()
