"""The bench runs, and says what it promises. How fast is not asked here: other tests share the machine."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TINY = ["--seconds", "0.3", "--rounds", "1", "--mentors", "150", "--many-mentors", "300"]

NAMED = ["swipe", "bare", "cached_deck", "hello", "deck_1000", "deck_1000_loaded", "deck_20000", "deck_20000_loaded"]


@pytest.fixture(scope="module")
def ran() -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "bench.api", "--json", *TINY]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False)


@pytest.fixture(scope="module")
def figures(ran: "subprocess.CompletedProcess[str]") -> dict[str, Any]:
    printed: dict[str, Any] = json.loads(ran.stdout)
    return printed


def test_every_answer_is_the_right_one(ran: "subprocess.CompletedProcess[str]", figures: dict[str, Any]) -> None:
    assert ran.returncode == 0, ran.stderr
    assert figures["errors"] == 0


def test_the_promised_figures_are_there(figures: dict[str, Any]) -> None:
    promised = {"swipe_vs_bare", "cached_deck_vs_hello", "deck_1000_p50_ms", "deck_20000_p50_ms", "server_busy"}
    assert promised <= figures.keys()
    for name in NAMED:
        assert figures[f"{name}_per_s"] > 0
        assert 0 < figures[f"{name}_p50_ms"] <= figures[f"{name}_p99_ms"]
    assert figures["peak_memory_150_mentors_mb"] <= figures["peak_memory_300_mentors_mb"]


def test_what_postgres_is_asked_is_counted(figures: dict[str, Any]) -> None:
    assert figures["hello_statements"] == 0
    assert figures["bare_statements"] == pytest.approx(1, abs=0.2)
    assert figures["cached_deck_statements"] == pytest.approx(1, abs=0.2)
    # First swipes share statements: 1.35 if none did. What forms a tandem, one in twenty, is eight of its own.
    assert 0.3 < figures["swipe_statements"] < 1.3
