"""The snapshot's file: making, writing and attaching it."""

import gc
import mmap
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import ParamSpec, TypeVar

import msgspec
import numpy as np

from app.decks import snapshot
from app.decks.census import Sides, read_sides
from app.decks.directory import BYTES, Directory
from app.decks.model import MentorRow
from app.decks.side import Census, Side
from app.decks.snapshot import PAGE, Header
from app.decks.standing import MENTEES, MENTORS
from bench.ranking.market import mentors
from ranking import Index

MEAN = 0.6
QUICK, SLOW = 9, 3
MIB = 2**20

P = ParamSpec("P")
T = TypeVar("T")


class Attaching(msgspec.Struct, frozen=True):
    """One market's file. `attach_ms` leaves its checksums unread, `attach_checked_ms` is what a process does."""

    mentors: int
    build_s: float
    directory_s: float
    write_s: float
    mib: float
    attach_ms: float
    attach_checked_ms: float


def measure_file(path: Path, count: int) -> Attaching:
    """Leaves the file there."""
    build_s, directory_s, write_s = _make(path, count)
    header, _ = snapshot.read(path)
    return Attaching(
        mentors=count,
        build_s=build_s,
        directory_s=directory_s,
        write_s=write_s,
        mib=path.stat().st_size / MIB,
        attach_ms=median(_timed(_attach_unchecked, path, header)[1] for _ in range(QUICK)) * 1000,
        attach_checked_ms=median(_timed(read_sides, path)[1] for _ in range(SLOW)) * 1000,
    )


def _make(path: Path, count: int) -> tuple[float, float, float]:
    """Seconds that the index, the directory and the file took."""
    rng = np.random.default_rng(count)
    index, build_s = _timed(Index.build, mentors(rng, count))
    ids = rng.integers(0, 256, (count, BYTES), dtype=np.uint8)
    directory, directory_s = _timed(Directory.of, ids)
    sides = _sides(Side(MENTORS, index, directory, np.full(count, time.time()), MEAN))
    return build_s, directory_s, _timed(sides.write, path)[1]


def _sides(of_mentors: Side[MentorRow]) -> Sides:
    now = time.time()
    nobody = Side.of(MENTEES, Census.of([], MENTEES), now)
    return Sides(Header("bench", "0", now, {"mentors": MEAN, "mentees": nobody.mean}), of_mentors, nobody)


def _timed(story: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> tuple[T, float]:
    gc.collect()
    began = perf_counter()
    told = story(*args, **kwargs)
    return told, perf_counter() - began


def _attach_unchecked(path: Path, header: Header) -> Side[MentorRow]:
    """As `read_sides` does, but for the checksums."""
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    last = header.parts[-1]
    last_end = last.offset + int(np.prod(last.shape)) * np.dtype(last.dtype).itemsize
    begin = len(mapped) - -(-last_end // PAGE) * PAGE
    arrays = {
        part.name.removeprefix("mentors."): np.frombuffer(
            mapped, part.dtype, int(np.prod(part.shape)), begin + part.offset
        ).reshape(part.shape)
        for part in header.parts
        if part.name.startswith("mentors.")
    }
    return Side.attach(MENTORS, arrays, MEAN)
