"""A small market is graded: what grades say is what the terms say, and what was made ready stays true."""

from dataclasses import replace

import numpy as np
import pytest

from ranking import Index, Role, Rules, Seeker, Weights, small
from ranking.columns import MOST_PRIORS, Columns
from ranking.grades import MOST_GRADES, scale_of
from ranking.rows import Rows
from tests.ranking.markets import GOALS, ROLES, SECTORS, cards_of, drawn_seekers, points, usual_rules
from tests.ranking.mirror import Mirror
from tests.ranking.oracle import full_scan, goals_term, sector_term
from tests.ranking.test_exactness import assert_same

RULES = usual_rules()
N = 2_000


def seeker(role: Role, **other: object) -> Seeker:
    here = points(np.random.default_rng(2), 1, "a county")[0]
    usual = Seeker(role, [1, 7], [3, 5, 1], here, 3, 1, 0b1010101)
    return replace(usual, **other)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("sectors", [[], [3], [1, 7, 2]])
@pytest.mark.parametrize("goals", [[], [4], [3, 5, 1], list(range(GOALS))])
@pytest.mark.parametrize("order", [(3.0, 2.0, 1.0, 1.0, 1.0), (5.0,), (2.0, 9.0, 4.0)])
def test_grades_are_worth_what_the_terms_say(
    role: Role, sectors: list[int], goals: list[int], order: tuple[float, ...]
) -> None:
    cards, rules = cards_of(np.random.default_rng(1), N), usual_rules(Weights(goal_order=order))
    asking, scale = seeker(role, sectors=sectors, goals=goals), scale_of(rules)
    assert scale
    assert scale.holds(asking)
    grades = Columns(Rows.of_cards(cards, np.ones(N, np.bool_), N)).grades(asking, scale, N)
    worths = scale.worths(role, len(goals))
    assert worths.sector[grades].tolist() == sector_term(asking, cards, rules).tolist()
    assert worths.goals[grades].tolist() == goals_term(asking, cards, rules).tolist()


@pytest.mark.parametrize(
    "rules",
    [
        usual_rules(Weights(goal_order=(3.0, 1.5))),
        usual_rules(Weights(goal_order=(100.0, 100.0))),
        Rules(Weights(), np.random.default_rng(3).random((SECTORS, SECTORS))),
    ],
    ids=["parts of a unit", "more units than a table holds", "a similarity for each pair"],
)
@pytest.mark.parametrize("role", ROLES)
def test_rules_that_no_scale_fits_are_scanned_plainly(rules: Rules, role: Role) -> None:
    assert scale_of(rules) is None
    cards = cards_of(np.random.default_rng(1), N)
    assert_same(Index.build(cards).top(seeker(role), 30, rules), full_scan(seeker(role), cards, None, 30, rules))


def test_more_goals_than_a_step_holds_are_scanned_plainly() -> None:
    cards, rules = cards_of(np.random.default_rng(1), N), usual_rules(Weights(goal_order=(1.0,) * 7 + (20.0,)))
    scale, greedy = scale_of(rules), seeker("mentee", goals=list(range(GOALS)))
    assert scale
    assert len(scale.worths("mentee", GOALS).known) <= MOST_GRADES
    assert scale.holds(replace(greedy, goals=list(range(9))))
    assert not scale.holds(greedy)
    assert_same(Index.build(cards).top(greedy, 30, rules), full_scan(greedy, cards, None, 30, rules))


@pytest.mark.parametrize(
    ("method", "change"),
    [
        *(("write", "profile"), ("write", "newcomer"), ("write_standing", "prior"), ("write_standing", "eligible")),
        ("forget_priors", "all priors"),
    ],
)
def test_the_comparison_rejects_columns_that_do_not_follow(
    method: str, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Columns, method, lambda *_: None)
    rng = np.random.default_rng(7)
    mirror = Mirror(cards_of(rng, 300), rng)
    asking = drawn_seekers(rng, 12)
    for one in asking:
        mirror.index.top(one, 3, RULES)
    for _ in range(40):
        mirror.change(change, "a county")
    with pytest.raises(AssertionError):
        assert_all_follow(mirror, asking)


def assert_all_follow(mirror: Mirror, asking: list[Seeker]) -> None:
    for one in asking:
        found = mirror.index.top(one, 3, RULES)
        assert_same(found, full_scan(one, mirror.cards(), mirror.eligible, 3, RULES))


def test_newcomers_beyond_the_room_are_graded_too() -> None:
    rng = np.random.default_rng(9)
    mirror, asking = Mirror(cards_of(rng, 10), rng), drawn_seekers(rng, 6)
    for number in range(1_200):
        mirror.change("newcomer", "a county")
        if number % 100 == 0:
            assert_all_follow(mirror, asking)
    assert_all_follow(mirror, asking)


def test_more_ways_to_speak_than_are_kept_are_told_apart() -> None:
    rng = np.random.default_rng(9)
    mirror = Mirror(cards_of(rng, 300), rng)
    asking = [seeker("mentee", languages=bits, modalities=1 + bits % 3) for bits in range(1, 2 * MOST_PRIORS)]
    for change in ("profile", "eligible", "prior"):
        assert_all_follow(mirror, asking)
        for _ in range(20):
            mirror.change(change, "a county")
    assert_all_follow(mirror, asking)
    assert len({tuple(mirror.index.top(one, 3, RULES).positions) for one in asking}) > 3


@pytest.mark.parametrize("scale_km", [0.1, 20.0, 200.0])
@pytest.mark.parametrize("modalities", [1, 2, 3])
def test_the_nearest_are_never_taken_for_far(scale_km: float, modalities: int) -> None:
    """Weighed for place alone, so that whoever is near comes first."""
    rules = usual_rules(Weights(0.0, 0.0, 1.0, 0.0, distance_scale_km=scale_km))
    rng = np.random.default_rng(4)
    cards = cards_of(rng, N, spread="a county")
    for one in drawn_seekers(rng, 20):
        asking = replace(one, modalities=modalities)
        assert_same(Index.build(cards).top(asking, 20, rules), full_scan(asking, cards, None, 20, rules))


def test_the_comparison_rejects_a_square_that_is_too_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small, "ROUNDED", -1.0)
    with pytest.raises(AssertionError):
        test_the_nearest_are_never_taken_for_far(20.0, 1)
