"""The snapshot's file: what was written is read back, and what is not that is refused with a reason."""

from pathlib import Path

import numpy as np
import pytest

from app.decks import snapshot
from app.decks.snapshot import BrokenSnapshot, Header

HEADER = Header("somewhere", "123", 456.0, {"mentors": 0.5, "mentees": 0.0})
ARRAYS: dict[str, np.ndarray] = {
    "ids": np.arange(3 * 16, dtype=np.uint8).reshape(3, 16),
    "none": np.zeros((3, 0), dtype=np.int32),
    "worths": np.linspace(0, 1, 2_000),
    "flags": np.array([True, False]),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "market.snapshot"
    snapshot.write(file, HEADER, ARRAYS)
    return file


def test_what_was_written_is_read_back(path: Path) -> None:
    header, arrays = snapshot.read(path)
    assert (header.database, header.since, header.means) == ("somewhere", "123", HEADER.means)
    assert list(arrays) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert arrays[name].dtype == array.dtype
        assert np.array_equal(arrays[name], array)


def test_a_change_is_seen_by_its_process_only(path: Path) -> None:
    _, ours = snapshot.read(path)
    _, others = snapshot.read(path)
    ours["worths"][0] = 7.0
    assert others["worths"][0] == 0.0
    assert snapshot.read(path)[1]["worths"][0] == 0.0


def test_a_new_file_takes_the_place_of_the_old_one_under_those_who_read_it(path: Path) -> None:
    _, before = snapshot.read(path)
    old = snapshot.identity(path)
    snapshot.write(path, HEADER, {"worths": np.zeros(4)})
    assert snapshot.identity(path) != old
    assert before["worths"][-1] == 1.0
    assert list(snapshot.read(path)[1]) == ["worths"]
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_no_file_is_said_so(tmp_path: Path) -> None:
    assert snapshot.identity(tmp_path / "none") is None
    with pytest.raises(FileNotFoundError):
        snapshot.read(tmp_path / "none")


@pytest.mark.parametrize("kept", [0, 10, 30, 200, 5_000, -4_096])
def test_a_file_cut_off_anywhere_is_refused(path: Path, kept: int) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:kept])
    with pytest.raises(BrokenSnapshot):
        snapshot.read(path)


def test_one_flipped_bit_anywhere_that_counts_is_refused(path: Path) -> None:
    whole = path.read_bytes()
    header, arrays = snapshot.read(path)
    header_ends = len(snapshot.MAGIC) + snapshot.LENGTHS + int.from_bytes(whole[16:20], "little")
    begin = -(-header_ends // snapshot.PAGE) * snapshot.PAGE
    counts = list(range(0, header_ends, 5))
    counts += [begin + part.offset + at for part in header.parts for at in range(0, arrays[part.name].nbytes, 501)]
    for at in counts:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        with pytest.raises(BrokenSnapshot):
            snapshot.read(path)


def test_only_one_at_a_time_may_make_it(path: Path) -> None:
    with snapshot.claimed(path) as first, snapshot.claimed(path) as second:
        assert (first, second) == (True, False)
    with snapshot.claimed(path) as again:
        assert again
