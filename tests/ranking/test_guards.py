"""Whatever could make a wrong list is refused in a sentence."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from ranking import Cards, Role, Rules, Seeker, Weights, padded, sector_similarity, unit_vectors
from tests.ranking.markets import cards_of, points, rows, top, usual_rules

N = 6


def five_good_and(column: str, value: Any) -> npt.NDArray[Any]:
    values: npt.NDArray[Any] = getattr(good(), column).copy()
    values[-1] = value
    return values


def good() -> Cards:
    return cards_of(np.random.default_rng(3), N)


def seeker_of(**changes: Any) -> Seeker:
    here = points(np.random.default_rng(3), 1, "a county")[0]
    facts = {"role": "mentee", "sectors": [1], "goals": [2, 3], "xyz": here, "modalities": 3, "languages": 1}
    return Seeker(**facts | changes)


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("priors", np.nan, "priors lie between 0 and 1"),
        ("priors", np.inf, "priors lie between 0 and 1"),
        ("priors", -0.1, "priors lie between 0 and 1"),
        ("xyz", np.nan, "unit vectors"),
        ("xyz", np.inf, "unit vectors"),
        ("xyz", 0, "unit vectors"),
        ("sectors", -2, "sectors are -1 or more"),
        ("goals", 64, "goals are from -1 to 63"),
        ("goals", [3, -1, 4, -1, -1], "padded at the end only"),
        ("goals", [3, 4, 3, -1, -1], "goals differ within a card"),
        ("modalities", 4, "modalities are two bits"),
        ("availability", 2**21, "availability is 21 bits"),
    ],
)
def test_a_card_out_of_range_is_refused(column: str, value: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        rows(good(), np.arange(N), **{column: five_good_and(column, value)})


def test_ranks_must_tell_any_two_cards_apart() -> None:
    with pytest.raises(ValueError, match="ranks are all different"):
        rows(good(), np.arange(N), ranks=np.array([1, 2, 3, 4, 5, 1]))


@pytest.mark.parametrize("column", ["sectors", "xyz", "modalities", "languages", "availability", "priors", "ranks"])
def test_a_column_of_another_type_or_length_is_refused(column: str) -> None:
    values = getattr(good(), column)
    for wrong in (values.astype(np.complex64), values[:-1] if column != "ranks" else values[:, None]):
        with pytest.raises(ValueError, match=rf"{column} must be \w+ \(6"):
            rows(good(), np.arange(N), **{column: wrong})


@pytest.mark.parametrize("shape", [(N,), (N, 0), (N, 9)])
def test_goals_are_a_table_of_a_few_columns(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="1 to 8 columns"):
        rows(good(), np.arange(N), goals=np.full(shape, -1, np.int8))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"role": "staff"}, "role is mentee or mentor"),
        ({"sectors": [-1]}, "sectors are not negative"),
        ({"goals": [64]}, "goals are from 0 to 63"),
        ({"goals": [1, 1]}, "goals differ"),
        ({"xyz": [0, 0, 0]}, "one unit vector"),
        ({"xyz": [np.nan, 0, 1]}, "one unit vector"),
        ({"xyz": [1, 0]}, "one unit vector"),
        ({"modalities": 4}, "two bits"),
        ({"languages": -1}, "32 bits"),
        ({"availability": 2**21}, "21 bits"),
    ],
)
def test_a_seeker_out_of_range_is_refused(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        seeker_of(**changes)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ({"k": -1}, "k must not be negative"),
        ({"eligible": np.ones(N + 1, bool)}, r"eligible must be bool \(6,\)"),
        ({"eligible": np.ones(N, np.int8)}, r"eligible must be bool \(6,\)"),
        ({"exclude": np.array([0, N])}, "positions from 0 to 5"),
        ({"exclude": np.array([-1])}, "positions from 0 to 5"),
        ({"exclude": np.array([1.0])}, "integer positions"),
        ({"seeker": seeker_of(sectors=[30])}, "sector of the seeker is not among the 30"),
        ({"rules": Rules(Weights(), np.eye(2))}, "a sector that is not among the 2"),
    ],
)
def test_a_question_without_an_answer_is_refused(question: dict[str, Any], sentence: str) -> None:
    usual: dict[str, Any] = {
        "seeker": seeker_of(),
        "cards": good(),
        "eligible": None,
        "k": 3,
        "rules": usual_rules(),
    }
    with pytest.raises(ValueError, match=sentence):
        top(**usual | question)


@pytest.mark.parametrize("role", ["mentee", "mentor"])
def test_an_empty_market_has_an_empty_deck(role: Role) -> None:
    ranked = top(seeker_of(role=role), rows(good(), np.arange(0)), np.ones(0, bool), 10, usual_rules())
    assert (ranked.positions.shape, ranked.scores.shape, ranked.terms.shape) == ((0,), (0,), (0, 4))


@pytest.mark.parametrize(
    "wrong",
    [
        {"sector": -0.1, "goals": 0.8},
        {"sector": 0.36},
        {"sector": np.nan},
        {"remote": 1.1},
        {"related_field": 0.7},
        {"distance_scale_km": 0},
        {"distance_scale_km": 201},
        {"goal_order": ()},
        {"goal_order": (3, -1)},
        {"answer_mean": np.nan},
        {"answer_half_life_days": 0},
        {"unseen_days": np.inf},
    ],
)
def test_weights_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="It must hold that"):
        Weights(**wrong)


@pytest.mark.parametrize("table", [np.ones((2, 3)), np.ones(4), np.full((2, 2), np.nan), np.full((2, 2), 1.5)])
def test_a_similarity_that_is_none_is_refused(table: npt.NDArray[np.float64]) -> None:
    with pytest.raises(ValueError, match="similarity must"):
        Rules(Weights(), table)


def test_the_similarity_of_sectors_is_that_of_their_fields() -> None:
    assert sector_similarity([0, 0, 1, 2], [(1, 0)], Weights()).tolist() == [
        [1, 0.6, 0.25, 0],
        [0.6, 1, 0.25, 0],
        [0.25, 0.25, 1, 0],
        [0, 0, 0, 1],
    ]


def test_lists_are_padded_at_the_end() -> None:
    assert padded([[4, 1], [], [7]], 3, np.int8).tolist() == [[4, 1, -1], [-1, -1, -1], [7, -1, -1]]
    with pytest.raises(ValueError, match="Row 1 has 2 positions"):
        padded([[1], [1, 2]], 1, np.int8)


def test_a_place_is_where_it_is() -> None:
    marseille, paris = unit_vectors([43.2965, 48.8566], [5.3698, 2.3522]).astype(float)
    assert 6371.0088 * np.arccos(marseille @ paris) == pytest.approx(660.5, abs=1)
    with pytest.raises(ValueError, match="within ±90"):
        unit_vectors([np.nan], [0])
