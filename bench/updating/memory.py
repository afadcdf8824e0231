"""Memory of two processes on one file: what each has to itself, and what they share.

`python -m bench.updating.memory FILE SEED QUERIES CHANGES` is one of them: it takes a step for each line it is sent.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import numpy as np

from app.decks.census import Sides, read_sides
from bench.ranking.market import seekers, usual_rules
from bench.updating.changes import DECK, change_some

PROCESSES = 2
STEPS = ("before", "attached", "after_queries", "after_changes")
KIB_PER_MIB = 1024

Process = subprocess.Popen[str]


class Memory(msgspec.Struct, frozen=True):
    """MiB of one process, its interpreter and libraries among them."""

    private_mib: float
    shared_mib: float


def measure_memory(path: Path, queries: int, changes: int) -> dict[str, Memory]:
    """Of the process that has most to itself, after each step; both are alive all the while."""
    commands = [
        [sys.executable, "-m", "bench.updating.memory", str(path), str(seed), str(queries), str(changes)]
        for seed in range(PROCESSES)
    ]
    with _running(commands) as processes:
        return {step: _after(processes) for step in STEPS}


def main(arguments: Sequence[str]) -> None:
    path, seed, queries, changes = Path(arguments[0]), *map(int, arguments[1:])
    rng = np.random.default_rng(seed)
    held: list[Sides] = []

    def attach() -> None:
        held.append(read_sides(path))

    def ask() -> None:
        rules = usual_rules()
        for seeker in seekers(rng, queries, "mentee"):
            held[0].mentors.index.top(seeker, DECK, rules)

    def change() -> None:
        change_some(held[0].mentors.index, changes, rng)

    steps: list[Callable[[], None]] = [lambda: None, attach, ask, change]
    for step in steps:
        sys.stdin.readline()
        step()
        print("done", flush=True)
        sys.stdin.readline()
        print(msgspec.json.encode(_own()).decode(), flush=True)


@contextmanager
def _running(commands: list[list[str]]) -> Iterator[list[Process]]:
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for command in commands
    ]
    try:
        yield processes
    finally:
        for process in processes:
            process.communicate()


def _after(processes: list[Process]) -> Memory:
    # Both take the step before either is looked at: a page is shared while two have it.
    _ask(processes)
    found = [msgspec.json.decode(line, type=Memory) for line in _ask(processes)]
    return max(found, key=lambda memory: memory.private_mib)


def _ask(processes: list[Process]) -> list[str]:
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    return [process.stdout.readline() for process in processes if process.stdout is not None]


def _own() -> Memory:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]
    kib = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    private, shared = (
        sum(kib[f"{whose}_{state}"] for state in ("Clean", "Dirty")) / KIB_PER_MIB for whose in ("Private", "Shared")
    )
    return Memory(private, shared)


if __name__ == "__main__":
    main(sys.argv[1:])
