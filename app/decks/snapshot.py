"""The market in one file, which every process maps: written whole, swapped in by rename, never changed in place."""

import fcntl
import mmap
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

MAGIC = b"tandem market 1\n"
LENGTHS = 8  # the header's length and checksum, four bytes each
PAGE = 4096


class BrokenSnapshot(Exception):
    """The file is no snapshot that can be trusted; it says why."""


class Part(msgspec.Struct, frozen=True):
    """One array: where it is in the file, and what its bytes add up to."""

    name: str
    dtype: str
    shape: list[int]
    offset: int
    checksum: int


class Header(msgspec.Struct, frozen=True):
    """Of which database, from when, and at or after which transaction there may be changes it has not.

    `means`: the platform's rate of yes that the priors of each side were made with.
    """

    database: str
    since: str
    built_at: float
    means: dict[str, float]
    parts: list[Part] = []


def write(path: Path, header: Header, arrays: Mapping[str, Array]) -> None:
    """Replaces the file, all at once; a crash leaves the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with new.open("wb") as file:
            _fill(file, header, arrays)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise


def read(path: Path) -> tuple[Header, dict[str, Array]]:
    """The arrays, mapped: pages are shared until this process changes them, and only it sees its changes.

    OSError when there is no file; BrokenSnapshot when it is not whole, or not what was written.
    """
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size < len(MAGIC) + LENGTHS:
            raise BrokenSnapshot("it is too short")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    header = _header(mapped)
    return header, {part.name: _array(mapped, part) for part in header.parts}


def identity(path: Path) -> tuple[int, int] | None:
    """Differs whenever the file was replaced; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


@contextmanager
def claimed(path: Path) -> Iterator[bool]:
    """Whether nobody else is making the snapshot; whoever is stays the only one until the end, also of its life."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _fill(file: Any, header: Header, arrays: Mapping[str, Array]) -> None:
    parts = list(_laid_out(arrays))
    # Where the first array begins depends on the header's length, so that offsets count from there.
    encoded = msgspec.json.encode(msgspec.structs.replace(header, parts=parts))
    file.write(MAGIC)
    file.write(len(encoded).to_bytes(4, "little") + zlib.crc32(encoded).to_bytes(4, "little"))
    file.write(encoded)
    begin = _first_page(len(encoded))
    for part, array in zip(parts, arrays.values(), strict=True):
        file.seek(begin + part.offset)
        file.write(np.ascontiguousarray(array).data.cast("B") if array.size else b"")
    file.truncate(begin + (_to_page(parts[-1].offset + arrays[parts[-1].name].nbytes) if parts else 0))


def _laid_out(arrays: Mapping[str, Array]) -> Iterator[Part]:
    offset = 0
    for name, array in arrays.items():
        yield Part(name, array.dtype.str, list(array.shape), offset, _checksum(array))
        offset = _to_page(offset + array.nbytes)


def _header(mapped: mmap.mmap) -> Header:
    begin = len(MAGIC) + LENGTHS
    if mapped[: len(MAGIC)] != MAGIC:
        raise BrokenSnapshot("it is of another kind")
    length, checksum = (int.from_bytes(mapped[at : at + 4], "little") for at in (len(MAGIC), len(MAGIC) + 4))
    encoded = mapped[begin : begin + length]
    if len(encoded) < length or zlib.crc32(encoded) != checksum:
        raise BrokenSnapshot("its header is damaged")
    try:
        return msgspec.json.decode(encoded, type=Header)
    except msgspec.MsgspecError as error:
        raise BrokenSnapshot("its header is of another version") from error


def _array(mapped: mmap.mmap, part: Part) -> Array:
    begin = _first_page(int.from_bytes(mapped[len(MAGIC) : len(MAGIC) + 4], "little")) + part.offset
    dtype, count = np.dtype(part.dtype), int(np.prod(part.shape))
    if begin + count * dtype.itemsize > len(mapped):
        raise BrokenSnapshot(f"{part.name} is cut off")
    array = np.frombuffer(mapped, dtype=dtype, count=count, offset=begin).reshape(part.shape)
    if _checksum(array) != part.checksum:
        raise BrokenSnapshot(f"{part.name} is damaged")
    return array


def _checksum(array: Array) -> int:
    return zlib.crc32(np.ascontiguousarray(array).data.cast("B")) if array.size else 0


def _first_page(header_length: int) -> int:
    return _to_page(len(MAGIC) + LENGTHS + header_length)


def _to_page(offset: int) -> int:
    return -(-offset // PAGE) * PAGE
