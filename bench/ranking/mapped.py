"""An index in one file, and processes that answer from it."""

import json
import mmap
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import numpy as np

from bench.ranking.market import seekers, usual_rules
from ranking import Index

ALIGNED = 64
DECKS = 50


def write(index: Index, folder: Path) -> Path:
    """The file; beside it, where each array lies in it."""
    path, layout, at = folder / "index", {}, 0
    with path.open("wb") as file:
        for name, array in index.arrays.items():
            at += -at % ALIGNED
            file.seek(at)
            layout[name] = (at, array.dtype.str, array.shape)
            array.tofile(file)
            at += array.nbytes
        file.truncate(at + -at % ALIGNED)
    path.with_suffix(".json").write_text(json.dumps(layout))
    return path


def attach(path: Path) -> Index:
    """The index in that file, mapped copy-on-write."""
    layout = json.loads(path.with_suffix(".json").read_text())
    with path.open("rb") as file:
        pages = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    return Index.attach(
        {
            name: np.frombuffer(pages, dtype, int(np.prod(shape)), at).reshape(shape)
            for name, (at, dtype, shape) in layout.items()
        }
    )


def decks_per_s(path: Path, processes: int, seconds: float) -> float:
    """How many decks that many processes deal together while all of them are dealing."""
    commands = [
        [sys.executable, "-m", "bench.ranking.mapped", str(path), str(seed), str(seconds)] for seed in range(processes)
    ]
    dealers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for command in commands
    ]
    for dealer in dealers:
        assert dealer.stdout is not None
        dealer.stdout.readline()  # it is ready
    for dealer in dealers:
        assert dealer.stdin is not None
        dealer.stdin.write("go\n")
        dealer.stdin.flush()
    return sum(float(dealer.communicate()[0]) for dealer in dealers)


def main(arguments: Sequence[str]) -> None:
    path, seed, seconds = Path(arguments[0]), int(arguments[1]), float(arguments[2])
    index, rules = attach(path), usual_rules()
    asking = seekers(np.random.default_rng(seed), 300, "mentee")
    for seeker in asking:
        index.top(seeker, DECKS, rules)
    print("ready", flush=True)
    sys.stdin.readline()
    began, dealt = perf_counter(), 0
    while (took := perf_counter() - began) < seconds:
        index.top(asking[dealt % len(asking)], DECKS, rules)
        dealt += 1
    print(dealt / took)


if __name__ == "__main__":
    main(sys.argv[1:])
