import random
from datetime import timedelta
from typing import get_args

import pytest

from push.waits import Wait, wait_for

NOTHING = timedelta(0)


def seconds(wait: Wait, attempt: int, asked: float, drawn: float) -> float:
    return wait_for(wait, attempt, timedelta(seconds=asked), lambda: drawn).total_seconds()


def bounds(wait: Wait, attempt: int, asked: float = 0) -> tuple[float, float]:
    return seconds(wait, attempt, asked, 0.0), seconds(wait, attempt, asked, 1.0)


@pytest.mark.parametrize(
    ("attempt", "asked", "least", "most"),
    [
        (1, 0, 60, 120),
        (2, 0, 60, 240),
        (3, 0, 60, 480),
        (1, 90, 90, 180),
        (1, 10, 60, 120),
        (40, 0, 60, 3600),
    ],
)
def test_a_quota_waits_a_minute_at_least_and_an_hour_at_most(
    attempt: int, asked: float, least: float, most: float
) -> None:
    assert bounds("quota", attempt, asked) == (least, most)


def test_a_server_in_trouble_is_left_alone_twice_as_long_each_time() -> None:
    assert [bounds("server", n) for n in (1, 2, 3, 4)] == [(10, 15), (20, 30), (40, 60), (80, 120)]


def test_after_an_unheard_answer_fifteen_seconds_pass_once_then_as_a_server_in_trouble() -> None:
    assert [bounds("unheard", n)[0] for n in (1, 2, 3)] == [15, 20, 40]


def test_a_refused_connection_is_tried_again_after_one_second_doubling() -> None:
    assert [bounds("refused", n)[0] for n in (1, 2, 3, 4)] == [1, 2, 4, 8]


def test_a_wrong_configuration_waits_five_minutes() -> None:
    assert [bounds("config", n)[0] for n in (1, 9)] == [300, 300]


@pytest.mark.parametrize("wait", ["quota", "server", "unheard", "config"])
@pytest.mark.parametrize("attempt", [1, 2, 7, 1000])
@pytest.mark.parametrize("asked", [1, 61, 3600, 7200, 2_419_200])
def test_nobody_comes_back_before_retry_after(wait: Wait, attempt: int, asked: float) -> None:
    assert bounds(wait, attempt, asked)[0] >= asked


@pytest.mark.parametrize("wait", get_args(Wait))
def test_doubling_stops_within_an_hour_and_a_half(wait: Wait) -> None:
    assert bounds(wait, 10_000)[1] <= 7200


@pytest.mark.parametrize("wait", get_args(Wait))
@pytest.mark.parametrize("asked", [0, 3600])
def test_a_thousand_that_failed_together_do_not_come_back_together(wait: Wait, asked: float) -> None:
    dice = random.Random(20261120)
    back = sorted(wait_for(wait, 1, timedelta(seconds=asked), dice.random).total_seconds() for _ in range(1000))
    busiest = max(sum(1 for other in back if at <= other < at + 0.1) for at in back)
    assert busiest <= 100
