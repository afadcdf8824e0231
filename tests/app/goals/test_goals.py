"""About twenty goals, in two tracks."""

import re

import pytest

from app.goals.vocabulary import all_goals, by_code, position


def test_there_are_about_twenty_goals_in_two_tracks() -> None:
    assert 18 <= len(all_goals()) <= 24
    assert {goal.track for goal in all_goals()} == {"employment", "entrepreneurship"}


def test_codes_are_slugs_and_names_are_unique_in_both_languages() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", goal.code) for goal in all_goals())
    for texts in ([g.code for g in all_goals()], [g.fr for g in all_goals()], [g.en for g in all_goals()]):
        assert len(set(texts)) == len(texts)
        assert all(0 < len(text) <= 60 for text in texts)


def test_a_goal_is_known_by_its_code() -> None:
    for row, goal in enumerate(all_goals()):
        assert by_code(goal.code) == goal
        assert position(goal.code) == row
    assert by_code("fly-to-the-moon") is None
    with pytest.raises(KeyError):
        position("fly-to-the-moon")
