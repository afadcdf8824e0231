"""Markets that leave nothing to prune, graded or in blocks: the same lists, and no more memory."""

import tracemalloc
from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest

from ranking import Cards, Index, Role, Rules, Seeker, Weights
from ranking import index as built
from tests.ranking.markets import ROLES, SECTORS, Priors, cards_of, points, rows, usual_rules
from tests.ranking.oracle import full_scan
from tests.ranking.test_exactness import assert_same

N = 32_000
MOST_MIB = 5


@pytest.fixture(autouse=True, params=["graded", "in blocks"])
def in_either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "in blocks":
        monkeypatch.setattr(built, "BLOCKS_FROM", N)


def market(kind: str) -> tuple[Cards, Index]:
    return made(kind, built.BLOCKS_FROM)


@cache
def made(kind: str, _: int) -> tuple[Cards, Index]:
    rng = np.random.default_rng(42)
    of_priors: dict[str, Priors] = {"priors all equal": "all equal", "priors zero": "zero", "few priors": "few values"}
    cards = cards_of(rng, N, priors=of_priors.get(kind, "any"))
    if kind == "half in one sector":
        sectors = cards.sectors.copy()
        sectors[: N // 2, 0], sectors[: N // 2, 1:] = 3, -1
        cards = rows(cards, np.arange(N), sectors=sectors)
    if kind == "all alike":
        cards = rows(cards, np.zeros(N, np.intp), ranks=cards.ranks)
    return cards, Index.build(cards)


KINDS = ("any", "priors all equal", "priors zero", "few priors", "half in one sector", "all alike")


def seekers() -> dict[str, Seeker]:
    here = points(np.random.default_rng(1), 1, "a county")[0]
    usual = Seeker("mentee", [3, 7], [4, 1, 9], here, 3, 1, 0b1010101)
    return {
        "usual": usual,
        "no goal": replace(usual, goals=[]),
        "one goal": replace(usual, goals=[4]),
        "many goals": replace(usual, goals=list(range(19))),
        "remote only": replace(usual, modalities=2),
        "nothing in common": replace(usual, sectors=[], goals=[], availability=0, modalities=1),
        "every sector": replace(usual, sectors=list(range(SECTORS))),
        "a rare language": replace(usual, languages=2**31),
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("asking", seekers())
def test_awkward_questions_have_the_list_of_the_full_scan(kind: str, role: Role, asking: str) -> None:
    cards, index = market(kind)
    seeker = replace(seekers()[asking], role=role)
    rules = usual_rules()
    seen = np.random.default_rng(2).integers(0, N, 300)
    assert_same(index.top(seeker, 50, rules, exclude=seen), full_scan(seeker, cards, None, 50, rules, exclude=seen))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("k", [1, 3_000, N + 1])
def test_any_length_has_the_list_of_the_full_scan(role: Role, k: int) -> None:
    cards, index = market("any")
    seeker = replace(seekers()["usual"], role=role)
    assert_same(index.top(seeker, k, usual_rules()), full_scan(seeker, cards, None, k, usual_rules()))


@pytest.mark.parametrize("role", ROLES)
def test_nearly_everybody_seen_leaves_the_others(role: Role) -> None:
    cards, index = market("any")
    seeker, seen = replace(seekers()["usual"], role=role), np.arange(N - 40)
    found = index.top(seeker, 50, usual_rules(), exclude=seen)
    assert_same(found, full_scan(seeker, cards, None, 50, usual_rules(), exclude=seen))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("similar", [0.0, 1.0])
def test_sectors_that_are_all_alike_prune_nothing(role: Role, similar: float) -> None:
    cards, index = market("any")
    rules = Rules(Weights(), np.full((SECTORS, SECTORS), similar))
    seeker = replace(seekers()["usual"], role=role)
    assert_same(index.top(seeker, 50, rules), full_scan(seeker, cards, None, 50, rules))


@pytest.mark.parametrize("kind", ["any", "all alike", "priors zero"])
@pytest.mark.parametrize("asking", seekers())
def test_no_question_needs_more_memory_than_some_chunks(kind: str, asking: str) -> None:
    index, seeker, rules = market(kind)[1], seekers()[asking], usual_rules()
    index.top(seeker, 50, rules)
    tracemalloc.start()
    index.top(seeker, 50, rules, exclude=seen_ones())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MOST_MIB * 2**20


def seen_ones() -> npt.NDArray[np.intp]:
    return np.random.default_rng(2).integers(0, N, 300)
