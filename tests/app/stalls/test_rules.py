"""The rule that says whether a tandem falls silent, as a table."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from app.stalls.rules import Reason, Signs, over, stalled

WELL = Signs(
    days_active=100, days_since_meeting=5, meeting_ahead=False, days_since_message=2, lowest_mood=4, no_shows=0
)
NEVER: dict[str, Any] = {"days_since_meeting": None, "days_since_message": None, "lowest_mood": None}

TABLE: list[tuple[dict[str, Any], list[Reason]]] = [
    ({}, []),
    # Days without a meeting, and what makes up for it.
    ({"days_since_meeting": 29}, []),
    ({"days_since_meeting": 30}, ["no-meeting"]),
    ({"days_since_meeting": 300}, ["no-meeting"]),
    ({"days_since_meeting": 30, "meeting_ahead": True}, []),
    ({"days_since_meeting": None}, ["no-meeting"]),
    ({"days_since_meeting": None, "meeting_ahead": True}, []),
    # Days without a word: who meets need not write.
    ({"days_since_message": 21}, []),
    ({"days_since_message": None}, []),
    ({"days_since_message": 20, "days_since_meeting": 25}, []),
    ({"days_since_message": 21, "days_since_meeting": 20}, []),
    ({"days_since_message": 21, "days_since_meeting": 21}, ["no-message"]),
    ({"days_since_message": 21, "days_since_meeting": 21, "meeting_ahead": True}, []),
    ({"days_since_message": 40, "days_since_meeting": 40}, ["no-meeting", "no-message"]),
    # A tandem that has just begun, or resumed, is given its time.
    (NEVER | {"days_active": 0}, []),
    (NEVER | {"days_active": 20}, []),
    (NEVER | {"days_active": 21}, ["no-message"]),
    (NEVER | {"days_active": 30}, ["no-meeting", "no-message"]),
    ({"days_active": 3, "days_since_meeting": 90, "days_since_message": 90}, []),
    # What they say.
    ({"lowest_mood": 3}, []),
    ({"lowest_mood": 2}, ["low-pulse"]),
    ({"lowest_mood": 1}, ["low-pulse"]),
    ({"lowest_mood": None}, []),
    # Appointments that were not kept.
    ({"no_shows": 1}, []),
    ({"no_shows": 2}, ["no-shows"]),
    (
        {"days_since_meeting": 50, "days_since_message": 50, "lowest_mood": 1, "no_shows": 3},
        ["no-meeting", "no-message", "low-pulse", "no-shows"],
    ),
]


def breaches(rule: Callable[[Signs], list[Reason]]) -> list[dict[str, Any]]:
    """The lines of the table with which a rule disagrees."""
    return [signs for signs, reasons in TABLE if rule(replace(WELL, **signs)) != reasons]


def test_the_rule_agrees_with_every_line_of_the_table() -> None:
    assert breaches(stalled) == []


@pytest.mark.parametrize(
    "broken",
    [
        lambda signs: stalled(replace(signs, meeting_ahead=False)),
        lambda signs: stalled(replace(signs, days_active=1_000)),
        lambda signs: stalled(replace(signs, no_shows=2 * signs.no_shows)),
        lambda signs: stalled(replace(signs, days_since_message=(signs.days_since_message or 0) + 1)),
        lambda signs: stalled(replace(signs, lowest_mood=5)),
        lambda signs: stalled(signs)[:1],
    ],
)
def test_the_table_rejects_a_rule_that_overlooks_something(broken: Callable[[Signs], list[Reason]]) -> None:
    assert breaches(broken) != []


@pytest.mark.parametrize(
    ("reasons", "in_touch_again", "ended"),
    [
        ([], False, True),
        ([], True, True),
        (["no-meeting"], False, False),
        (["no-meeting"], True, True),
        (["no-meeting", "no-message"], True, True),
        (["low-pulse"], True, False),
        (["no-meeting", "no-shows"], True, False),
    ],
)
def test_a_word_ends_silence_but_not_a_grievance(reasons: list[Reason], in_touch_again: bool, ended: bool) -> None:
    assert over(reasons, in_touch_again) is ended
