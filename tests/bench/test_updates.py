"""The bench of changes runs, and no change is missed. How soon is not asked here: other tests share the machine."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.updating import watchers
from bench.updating.visibility import Seen
from bench.updating.watchers import Watcher

ROOT = Path(__file__).parents[2]
SMALL = {
    "--mentors": 21_000,  # the fewest that are kept in blocks
    "--large": 2_000,
    "--changes": 100,
    "--queries": 20,
    "--members": 600,
    "--processes": 2,
    "--rounds": 1,
    "--asleep": 0.2,
    "--census": 800,
}
CHANGES = ["set_prior", "set_eligible", "put_stays", "put_moves", "put_newcomer"]
VISIBLE = ["visible_2_processes", "visible_asleep", "visible_out_of_order", "visible_cut_off"]
# Seven kinds, made and taken back, in the decks of two processes.
SEEN = 7 * 2 * 2


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    options = [str(part) for option in SMALL.items() for part in option]
    command = [sys.executable, "-m", "bench.updates", "--json", *options]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False)
    assert ran.returncode == 0, ran.stderr
    printed: dict[str, Any] = json.loads(ran.stdout)
    return printed


@pytest.mark.parametrize("way", VISIBLE)
def test_every_change_is_in_the_deck_of_every_process(figures: dict[str, Any], way: str) -> None:
    assert figures[f"{way}_changes"] == SEEN
    assert figures[f"{way}_missed"] == 0
    assert 0 < figures[f"{way}_median_ms"] <= figures[f"{way}_max_ms"]


def test_after_all_those_changes_the_lists_are_still_those_of_a_plain_scan(figures: dict[str, Any]) -> None:
    assert (figures["lists_differing"], figures["changes_missed"]) == (0, 0)
    assert figures["lists_after_changes"] > 0


def test_each_kind_of_change_is_timed(figures: dict[str, Any]) -> None:
    for change in CHANGES:
        assert 0 < figures[f"{change}_p50_us"] <= figures[f"{change}_p99_us"]
    assert figures["take_us_per_row"] > 0


def test_a_file_of_each_size_is_made_and_attached(figures: dict[str, Any]) -> None:
    assert [file["mentors"] for file in figures["files"]] == [SMALL["--mentors"], SMALL["--large"]]
    for file in figures["files"]:
        assert all(file[name] > 0 for name in ("build_s", "write_s", "mib", "attach_ms", "attach_checked_ms"))


def test_memory_is_told_apart_and_a_census_counts_everybody(figures: dict[str, Any]) -> None:
    for step in ("before", "attached", "after_queries", "after_changes"):
        assert figures[f"memory_{step}_private_mib"] > 0
        assert figures[f"memory_{step}_shared_mib"] > 0
    assert figures["census_members"] == SMALL["--census"]
    assert figures["census_us_per_member"] > 0


async def test_a_process_that_never_shows_a_change_has_missed_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchers, "PATIENCE_SECONDS", 0.2)
    blind = "import sys; print('[1.0, [false, true]]', flush=True); sys.stdin.read()"
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", blind, stdin=pipe, stdout=pipe)
    watcher, seen = Watcher(process, 2), Seen()
    await watcher.await_deck()
    seen.add(0.5, [await watcher.seen_at(0, True), await watcher.seen_at(1, True)])
    await watcher.end()
    assert (seen.changes, seen.missed, seen.took_ms) == (2, 1, [500.0])
