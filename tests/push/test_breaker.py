import random
from bisect import bisect_left
from datetime import datetime, timedelta

import pytest

from push.breaker import EVIDENCE, Breaker, Hold
from push.waits import Wait
from tests.push.samples import NOW

NOTHING = timedelta(0)


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def fails(breaker: Breaker, times: int = EVIDENCE, *, wait: Wait = "server", asked: float = 0, when: float = 0) -> None:
    for _ in range(times):
        breaker.heard("android", "project", wait, timedelta(seconds=asked), at(when))


def opened(**how: float) -> Breaker:
    breaker = Breaker(lambda: 0.0)
    fails(breaker, asked=how.get("asked", 0))
    return breaker


def admitted(breaker: Breaker, when: float) -> bool:
    return breaker.admit("android", at(when)) is None


def test_it_opens_after_ten_failures_in_a_row() -> None:
    breaker = Breaker(lambda: 0.0)
    fails(breaker, EVIDENCE - 1)
    assert admitted(breaker, 0)
    fails(breaker, 1)
    assert not admitted(breaker, 0)
    assert breaker.shut_until(NOW) == {"project": at(10), "android": at(10)}


def test_one_good_answer_begins_the_count_anew() -> None:
    breaker = Breaker(lambda: 0.0)
    fails(breaker, EVIDENCE - 1)
    breaker.heard("ios", "device", None, NOTHING, NOW)
    breaker.heard("android", "device", None, NOTHING, NOW)
    fails(breaker, EVIDENCE - 1)
    assert admitted(breaker, 0)


def test_three_faults_in_ten_at_random_leave_it_closed() -> None:
    breaker, dice = Breaker(lambda: 0.0), random.Random(20261120)
    for _ in range(20_000):
        wait: Wait | None = "server" if dice.random() < 0.3 else None
        breaker.heard("android", "project" if wait else "device", wait, NOTHING, NOW)
        assert breaker.shut_until(NOW) == {}


def test_after_its_rest_one_probe_passes_and_the_others_are_held() -> None:
    breaker = opened()
    assert [admitted(breaker, when) for when in (9.9, 10, 10, 10.1)] == [False, True, False, False]


def test_a_good_probe_closes_it() -> None:
    breaker = opened()
    assert admitted(breaker, 10)
    breaker.heard("android", "device", None, NOTHING, at(10.1))
    assert breaker.shut_until(at(10.1)) == {}
    assert all(admitted(breaker, 10.2) for _ in range(5))


def test_a_bad_probe_opens_it_again_for_twice_as_long_and_a_minute_at_most() -> None:
    breaker, now, rests = opened(), 10.0, []
    for _ in range(6):
        assert admitted(breaker, now)
        fails(breaker, 1, when=now)
        until = (breaker.shut_until(at(now))["project"] - at(now)).total_seconds()
        rests.append(until)
        now += until
    assert rests == [20, 40, 60, 60, 60, 60]


def test_a_probe_that_was_never_posted_leaves_its_place_to_the_next() -> None:
    breaker = opened()
    assert admitted(breaker, 10)
    breaker.unheard_of("android")
    assert admitted(breaker, 10.1)
    assert not admitted(breaker, 10.1)


def test_what_was_under_way_when_it_opened_does_not_close_it() -> None:
    breaker = opened()
    breaker.heard("android", "device", None, NOTHING, at(0.2))
    assert not admitted(breaker, 0.3)


@pytest.mark.parametrize(("wait", "rest"), [("quota", 60), ("config", 300), ("server", 10), ("refused", 10)])
def test_it_rests_as_long_as_the_trouble_is_waited_for(wait: Wait, rest: float) -> None:
    breaker = Breaker(lambda: 0.0)
    fails(breaker, wait=wait)
    assert breaker.shut_until(NOW)["project"] == at(rest)


def test_it_opens_no_sooner_than_retry_after_asks_whoever_was_told() -> None:
    breaker = opened(asked=120)
    assert not admitted(breaker, 119)
    fails(breaker, 1, asked=600, when=1)
    assert not admitted(breaker, 600)
    assert admitted(breaker, 602)


def test_what_one_platform_refuses_holds_that_platform_only() -> None:
    breaker = Breaker(lambda: 0.0)
    for _ in range(EVIDENCE):
        breaker.heard("ios", "platform", "config", NOTHING, NOW)
    hold = breaker.admit("ios", NOW)
    assert isinstance(hold, Hold)
    assert hold.reach == "platform"
    assert breaker.admit("android", NOW) is None
    assert breaker.admit("web", NOW) is None


def test_what_fails_for_one_platform_only_does_not_hold_the_others() -> None:
    breaker = Breaker(lambda: 0.0)
    for _ in range(EVIDENCE):
        breaker.heard("ios", "project", "server", NOTHING, NOW)
        breaker.heard("android", "device", None, NOTHING, NOW)
    assert set(breaker.shut_until(NOW)) == {"ios"}


def test_a_thousand_that_were_held_come_back_one_after_the_other() -> None:
    breaker = opened()
    holds = [breaker.admit("android", at(n / 10_000)) for n in range(1000)]
    back = sorted(hold.back_at for hold in holds if hold)
    assert len(back) == 1000
    assert min(back) >= at(12)
    tenth = timedelta(milliseconds=100)
    assert max(bisect_left(back, start + tenth) - first for first, start in enumerate(back)) <= 100


def test_several_workers_do_not_probe_together() -> None:
    dice = random.Random(7)
    workers = [Breaker(dice.random) for _ in range(3)]
    for worker in workers:
        fails(worker)
    assert len({worker.shut_until(NOW)["project"] for worker in workers}) == 3
