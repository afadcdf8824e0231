"""Of thousands only some are looked at in full: whoever they are, the list is that of the full scan."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from ranking import Cards, Index, Role, Seeker, index, plain, promising, small
from tests.ranking.markets import ROLES, cards_of, drawn_seekers, points, rows, usual_rules
from tests.ranking.oracle import full_scan
from tests.ranking.test_exactness import assert_same
from tests.ranking.test_index import assert_all_same

N, K = 6_000, 20
RULES = usual_rules()


@pytest.fixture(autouse=True, params=["graded", "scanned plainly"])
def in_either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "scanned plainly":
        monkeypatch.setattr(index, "scale_of", lambda _: None)


@cache
def cards() -> Cards:
    return cards_of(np.random.default_rng(12), N)


@cache
def seeker(role: Role) -> Seeker:
    return Seeker(role, [1, 7], [3, 5, 1], points(np.random.default_rng(2), 1, "a county")[0], 3, 1, 0b1010101)


def best(role: Role, count: int) -> npt.NDArray[np.intp]:
    """Whoever would be first if everybody could be dealt."""
    everybody = rows(cards(), np.arange(N), languages=np.ones(N, np.uint32), modalities=np.full(N, 3, np.uint8))
    return full_scan(seeker(role), everybody, None, count, RULES).positions


def assert_exact(asking: Seeker, of: Cards, eligible: Any = None, exclude: Any = None, k: int = K) -> None:
    found = Index.build(of, eligible).top(asking, k, RULES, exclude=exclude)
    assert_same(found, full_scan(asking, of, eligible, k, RULES, exclude=exclude))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("left", [0, 1, K - 1, K, 3 * K])
def test_few_who_may_be_dealt_are_found_among_the_least_promising(role: Role, left: int) -> None:
    eligible = np.zeros(N, dtype=np.bool_)
    eligible[best(role, N)[N - left :]] = True
    assert_exact(seeker(role), cards(), eligible)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("seen", [K, 16 * K, 2_000, N - 5, N])
def test_the_most_promising_may_all_be_seen(role: Role, seen: int) -> None:
    assert_exact(seeker(role), cards(), exclude=best(role, seen))


@pytest.mark.parametrize("role", ROLES)
def test_a_language_that_nobody_speaks_has_an_empty_deck(role: Role) -> None:
    asking = replace(seeker(role), languages=2**20)
    assert_exact(asking, cards())
    assert not len(Index.build(cards()).top(asking, K, RULES).positions)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("priors", [0.0, 1e-300, 5e-324, 1e-7, 1.0])
def test_who_is_level_at_the_floor_is_told_apart_by_rank(role: Role, priors: float) -> None:
    alike = rows(cards(), np.arange(N) % 3, ranks=cards().ranks, priors=np.full(N, priors))
    assert_exact(seeker(role), alike)
    assert_exact(seeker(role), alike, exclude=np.arange(0, N, 2))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("goals", [[], [4], list(range(20)), list(range(63))])
def test_any_goals_are_weighed(role: Role, goals: list[int]) -> None:
    assert_exact(replace(seeker(role), goals=goals), cards())


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("k", [1, 150, 400, 2_999, N])
def test_any_length_is_exact(role: Role, k: int) -> None:
    assert_exact(seeker(role), cards(), k=k)


@pytest.mark.parametrize("role", ROLES)
def test_several_chunks_are_one_list(role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "CHUNK", 1_001)
    assert_exact(seeker(role), cards())
    assert_exact(seeker(role), cards(), exclude=best(role, 1_500))


@pytest.mark.parametrize("role", ROLES)
def test_fewer_looked_at_first_change_nothing(role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (plain, small):
        monkeypatch.setattr(module, "PER_CARD", 1)
    assert_exact(seeker(role), cards())
    monkeypatch.setattr(promising, "SAMPLED", 1_000)
    assert_exact(seeker(role), cards())


def test_the_comparison_rejects_a_scan_that_looks_at_the_most_promising_only(monkeypatch: pytest.MonkeyPatch) -> None:
    built, asking = Index.build(cards()), drawn_seekers(np.random.default_rng(6), 12)
    wanted = [full_scan(seeker, cards(), None, K, RULES) for seeker in asking]
    for module in (plain, small):
        monkeypatch.setattr(module, "PER_CARD", 2)
    # Beyond any floor, so that nobody else reaches it.
    for module in (plain, small):
        monkeypatch.setattr(module, "SLACK", 1e9)
    found = [built.top(seeker, K, RULES) for seeker in asking]
    with pytest.raises(AssertionError):
        assert_all_same(list(zip(found, wanted, strict=True)))
