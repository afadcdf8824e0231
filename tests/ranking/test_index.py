"""An index that was changed, or mapped from a file, answers as one that was built this moment."""

import mmap
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ranking import Cards, Index, Ranked, Seeker
from tests.ranking.markets import (
    GOALS,
    ROLES,
    SECTORS,
    SPREADS,
    Market,
    Spread,
    cards_of,
    markets,
    points,
    rows,
    usual_rules,
)
from tests.ranking.oracle import full_scan
from tests.ranking.test_exactness import assert_same

pytestmark = pytest.mark.usefixtures("laid_out")

NAMES = ("sectors", "goals", "xyz", "modalities", "languages", "availability", "priors", "ranks")
RULES = usual_rules()
CHANGES = ("profile", "move", "prior", "eligible", "all priors", "newcomer")


class Mirror:
    """The same members as plain columns, to which every change is made, too."""

    def __init__(self, cards: Cards, rng: np.random.Generator) -> None:
        self.rng = rng
        self.columns: dict[str, npt.NDArray[Any]] = {name: getattr(cards, name).copy() for name in NAMES}
        self.eligible = rng.random(len(cards)) < 0.8
        self.index = Index.build(cards, self.eligible.copy())

    def change(self, kind: str, spread: Spread) -> None:
        n = len(self.eligible)
        at = int(self.rng.integers(n)) if n else None
        if kind == "newcomer" or at is None:
            self._put(None, self._fresh(spread))
        elif kind == "profile":
            self._put(at, {**self._fresh(spread), "ranks": self.columns["ranks"][at]})
        elif kind == "move":
            self._put(at, {**self._row(at), "xyz": points(self.rng, 1, spread)[0]})
        elif kind == "prior":
            self.columns["priors"][at] = prior = float(self.rng.choice([0.0, 0.2, 1.0, self.rng.random()]))
            self.index.set_prior(at, prior)
        elif kind == "eligible":
            self.eligible[at] = not self.eligible[at]
            self.index.set_eligible(at, bool(self.eligible[at]))
        else:
            self.columns["priors"] = self.rng.random(n)
            self.index.set_priors(self.columns["priors"])

    def cards(self) -> Cards:
        return Cards(**self.columns)

    def _fresh(self, spread: Spread) -> dict[str, Any]:
        card = cards_of(self.rng, 1, spread=spread)
        return {name: getattr(card, name)[0] for name in NAMES} | {"ranks": 10_000 + len(self.eligible)}

    def _row(self, at: int) -> dict[str, Any]:
        return {name: column[at] for name, column in self.columns.items()}

    def _put(self, at: int | None, row: dict[str, Any]) -> None:
        eligible = bool(self.rng.random() < 0.8)
        position = put(self.index, at, row, eligible)
        if at is None:
            assert position == len(self.eligible)
            self.eligible = np.append(self.eligible, eligible)
            self.columns = {
                name: np.concatenate([self.columns[name], np.array([row[name]], self.columns[name].dtype)])
                for name in NAMES
            }
            return
        assert position == at
        self.eligible[at] = eligible
        for name in NAMES:
            self.columns[name][at] = row[name]


def put(index: Index, at: int | None, row: dict[str, Any], eligible: bool) -> int:
    return index.put(
        at,
        sectors=[int(sector) for sector in row["sectors"] if sector >= 0],
        goals=[int(goal) for goal in row["goals"] if goal >= 0],
        xyz=row["xyz"],
        modalities=int(row["modalities"]),
        languages=int(row["languages"]),
        availability=int(row["availability"]),
        prior=float(row["priors"]),
        rank=int(row["ranks"]),
        eligible=eligible,
    )


@settings(max_examples=100, deadline=None, derandomize=True)
@given(markets(sizes=(0, 1, 7, 200)), st.lists(st.sampled_from(CHANGES), max_size=30), st.sampled_from(SPREADS))
def test_changes_in_any_order_give_what_a_new_index_would(market: Market, changes: list[str], spread: Spread) -> None:
    m = market
    mirror = Mirror(m.cards, np.random.default_rng(len(changes)))
    for change in changes:
        mirror.change(change, spread)
    cards, exclude = mirror.cards(), None if m.exclude is None else m.exclude[: len(m.cards)]
    exclude = exclude if len(m.cards) else None
    found = mirror.index.top(m.seeker, m.k, m.rules, exclude=exclude)
    assert_same(found, full_scan(m.seeker, cards, mirror.eligible, m.k, m.rules, exclude=exclude))
    built = Index.build(cards, mirror.eligible)
    assert_same(found, built.top(m.seeker, m.k, m.rules, exclude=exclude))


def test_thousands_of_changes_leave_no_block_wrong() -> None:
    rng = np.random.default_rng(77)
    mirror = Mirror(cards_of(rng, 3_000), rng)
    for number, change in enumerate(rng.choice(CHANGES, 3_000, p=[0.2, 0.2, 0.25, 0.2, 0.01, 0.14])):
        mirror.change(change, SPREADS[number % len(SPREADS)])
    cards = mirror.cards()
    for seeker in drawn_seekers(rng, 20):
        found = mirror.index.top(seeker, 30, RULES)
        assert_same(found, full_scan(seeker, cards, mirror.eligible, 30, RULES))


def drawn_seekers(rng: np.random.Generator, count: int) -> list[Seeker]:
    return [
        Seeker(
            ROLES[at % 2],
            rng.permutation(SECTORS)[: at % 4].tolist(),
            rng.permutation(GOALS)[: at % 6].tolist(),
            points(rng, 1, "a county")[0],
            1 + at % 3,
            1,
            int(rng.integers(2**21)),
        )
        for at in range(count)
    ]


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


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("xyz", [np.nan, 0, 1], "unit vector"),
        ("xyz", [1, 1, 0], "unit vector"),
        ("xyz", [1, 0], "unit vector"),
        ("sectors", [1, 2, 3, 4], "up to 3 sectors"),
        ("sectors", [-2], "sectors are from 0"),
        ("goals", [1, 2, 3, 4, 5, 6], "up to 5 goals"),
        ("goals", [64], "goals are from 0 to 63"),
        ("goals", [1, 1], "goals differ"),
        ("modalities", 4, "two bits"),
        ("languages", 2**32, "32 bits"),
        ("availability", -1, "21 bits"),
        ("prior", np.nan, "prior lies between 0 and 1"),
        ("prior", np.inf, "prior lies between 0 and 1"),
        ("rank", 2**63, "rank is 64 bits"),
    ],
)
def test_a_card_out_of_range_is_refused_and_nothing_changes(column: str, value: Any, sentence: str) -> None:
    index = Index.build(cards_of(np.random.default_rng(3), 300))
    before = {name: array.tobytes() for name, array in index.arrays.items()}
    good: dict[str, Any] = {"sectors": [1], "goals": [2, 3], "xyz": points(np.random.default_rng(3), 1, "a county")[0]}
    good |= {"modalities": 3, "languages": 1, "availability": 0, "prior": 0.5, "rank": 9_999, "eligible": True}
    for position in (None, 7):
        with pytest.raises(ValueError, match=sentence):
            index.put(position, **good | {column: value})
    assert {name: array.tobytes() for name, array in index.arrays.items()} == before


def test_positions_and_priors_that_are_none_are_refused() -> None:
    index = Index.build(cards_of(np.random.default_rng(3), 30))
    for position in (-1, 30):
        with pytest.raises(ValueError, match="no position"):
            index.set_prior(position, 0.5)
        with pytest.raises(ValueError, match="no position"):
            index.set_eligible(position, True)
    for prior in (np.nan, -0.1, 1.1, np.inf):
        with pytest.raises(ValueError, match="between 0 and 1"):
            index.set_prior(3, prior)
        with pytest.raises(ValueError, match="between 0 and 1"):
            index.set_priors(np.full(30, prior))
    with pytest.raises(ValueError, match="priors must be float64"):
        index.set_priors(np.zeros(29))


def test_many_newcomers_ask_for_a_rebuild() -> None:
    rng = np.random.default_rng(3)
    index = Index.build(cards_of(rng, 10))
    row = {name: getattr(cards_of(rng, 1), name)[0] for name in NAMES}
    asked = []
    for rank in range(4_200):
        put(index, None, row | {"ranks": 100 + rank}, True)
        asked.append(index.wants_rebuild)
    assert len(index) == 4_210
    assert not asked[0]
    if index.arrays["block_sectors"].size:
        assert asked[-1]


def test_the_comparison_rejects_bounds_that_are_too_low() -> None:
    rng = np.random.default_rng(5)
    cards = cards_of(rng, 3_000)
    index = Index.build(cards)
    index.arrays["largest_codes"] //= 2
    index.arrays["radii"][:] = 0
    if not index.arrays["radii"].size:
        return
    lists = [
        (index.top(seeker, 30, RULES), full_scan(seeker, cards, None, 30, RULES)) for seeker in drawn_seekers(rng, 9)
    ]
    with pytest.raises(AssertionError):
        assert_all_same(lists)


def assert_all_same(lists: list[tuple[Ranked, Ranked]]) -> None:
    for found, wanted in lists:
        assert_same(found, wanted)


def test_a_thousand_seen_ones_are_left_out_wherever_they_are() -> None:
    rng = np.random.default_rng(8)
    cards = cards_of(rng, 4_000)
    index = Index.build(cards)
    for seeker in drawn_seekers(rng, 8):
        best = index.top(seeker, 1_000, RULES).positions
        seen = np.concatenate([best, best, rng.integers(0, 4_000, 500)])
        found = index.top(seeker, 30, RULES, exclude=seen)
        assert_same(found, full_scan(seeker, cards, None, 30, RULES, exclude=seen))


def test_a_card_without_a_sector_is_found_too() -> None:
    rng = np.random.default_rng(9)
    cards = rows(cards_of(rng, 200), np.arange(200), sectors=np.full((200, 3), -1, np.int16))
    for seeker in drawn_seekers(rng, 4):
        found = Index.build(cards).top(seeker, 30, RULES)
        assert len(found.positions)
        assert_same(found, full_scan(seeker, cards, None, 30, RULES))
