"""Arrays that come back from a file are the same index, or refused."""

import mmap
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ranking import Index
from tests.ranking.markets import cards_of, drawn_seekers, usual_rules
from tests.ranking.mirror import CHANGES, Mirror
from tests.ranking.oracle import full_scan
from tests.ranking.test_exactness import assert_same

pytestmark = pytest.mark.usefixtures("laid_out")

RULES = usual_rules()


def mapped(index: Index, folder: Path) -> Index:
    """As several processes share it: one file, mapped copy-on-write."""
    with (folder / "index").open("w+b") as file:
        for array in index.arrays.values():
            file.write(array.tobytes() + bytes(-array.nbytes % 64))
        file.flush()
        pages = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    arrays, at = {}, 0
    for name, array in index.arrays.items():
        arrays[name] = np.frombuffer(pages, array.dtype, array.size, at).reshape(array.shape)
        at += array.nbytes + -array.nbytes % 64
    return Index.attach(arrays)


def test_a_mapped_index_answers_and_changes_without_touching_its_file(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    mirror = Mirror(cards_of(rng, 500), rng)
    mirror.index = mapped(mirror.index, tmp_path)
    written = (tmp_path / "index").read_bytes()
    for change in rng.choice(CHANGES, 200):
        mirror.change(change, "a county")
    for seeker in drawn_seekers(rng, 6):
        found = mirror.index.top(seeker, 30, RULES)
        assert_same(found, full_scan(seeker, mirror.cards(), mirror.eligible, 30, RULES))
    assert (tmp_path / "index").read_bytes() == written


def test_attaching_copies_nothing() -> None:
    arrays = Index.build(cards_of(np.random.default_rng(3), 300)).arrays
    attached = Index.attach(arrays)
    assert len(attached) == 300
    assert all(attached.arrays[name] is array for name, array in arrays.items())


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda arrays: arrays.pop("radii"), "these differ: .'radii'"),
        (lambda arrays: arrays.update(more=np.zeros(3)), "these differ: .'more'"),
        (lambda arrays: arrays.update(xyz=arrays["xyz"].astype(np.float64)), "xyz must be float32"),
        (lambda arrays: arrays.update(xyz=arrays["xyz"][0]), "xyz must be float32 of 2 axes"),
        (lambda arrays: arrays.update(ranks=arrays["ranks"][:-1].copy()), "ranks has the shape"),
        (lambda arrays: arrays.update(centres=np.zeros((3, 9), np.float32)), "has the shape"),
        (lambda arrays: arrays.update(sectors=np.asfortranarray(arrays["sectors"])), "sectors must be C-contiguous"),
        (lambda arrays: arrays.update(state=np.array([2000, 0, 0, 1])), "counts of an index do not fit"),
        (lambda arrays: arrays.update(state=np.array([300, 300, 301, 1])), "counts of an index do not fit"),
        (lambda arrays: arrays.update(state=np.array([-1, 0, 0, 1])), "counts of an index do not fit"),
    ],
)
def test_arrays_that_do_not_fit_together_are_refused(spoil: Any, sentence: str) -> None:
    arrays = dict(Index.build(cards_of(np.random.default_rng(3), 300)).arrays)
    spoil(arrays)
    with pytest.raises(ValueError, match=sentence):
        Index.attach(arrays)


def test_arrays_that_cannot_be_written_to_are_refused() -> None:
    arrays = {name: array.copy() for name, array in Index.build(cards_of(np.random.default_rng(3), 300)).arrays.items()}
    arrays["priors"].flags.writeable = False
    with pytest.raises(ValueError, match="priors must be C-contiguous and writeable"):
        Index.attach(arrays)
