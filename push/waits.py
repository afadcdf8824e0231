"""How long to wait before the next try. Our own policy: firebase-admin's ignores Retry-After."""

from collections.abc import Callable
from datetime import timedelta
from typing import Literal

Wait = Literal["quota", "server", "unheard", "refused", "config"]
Jitter = Callable[[], float]
"""Draws from [0, 1), as `random.Random().random`."""

QUOTA = 60.0
SERVER = 10.0
UNHEARD = 15.0
REFUSED = 1.0
CONFIG = 300.0
LONGEST = 3600.0
# A wave that failed together must not come back together, however short its wait.
SPREAD = 3.0


def wait_for(wait: Wait, attempt: int, asked: timedelta, jitter: Jitter) -> timedelta:
    """Time until the next try after failed try number `attempt` (from 1), with `asked` by Retry-After.

    Never less than `asked`. In seconds, with n = attempt - 1 and u drawn from [0, 1):
    quota    from max(asked, 60) to twice that · 2ⁿ, evenly, up to an hour (FCM: at least a minute)
    server   max(asked, 10 · 2ⁿ), and up to half of it more
    unheard  at least 15 (it may have been delivered), else as server
    refused  1 · 2ⁿ, and up to as much again
    config   five minutes
    2ⁿ stops at an hour, and each is spread over three seconds at least, which alone may exceed it.
    """
    floor, width = _span(wait, attempt, asked.total_seconds())
    return timedelta(seconds=floor + jitter() * max(width, SPREAD))


def soonest_for(wait: Wait, asked: timedelta) -> timedelta:
    """The least time to leave before any next try, however often it was tried: for a notice about to expire."""
    floor, _ = _span(wait, 1, asked.total_seconds())
    return timedelta(seconds=floor)


def _span(wait: Wait, attempt: int, asked: float) -> tuple[float, float]:
    match wait:
        case "quota":
            floor = max(asked, QUOTA)
            return floor, _doubled(floor, attempt) - floor
        case "server":
            floor = max(asked, _doubled(SERVER, attempt - 1))
            return floor, floor / 2
        case "unheard":
            floor = max(asked, UNHEARD, _doubled(SERVER, attempt - 1))
            return floor, floor / 2
        case "refused":
            floor = _doubled(REFUSED, attempt - 1)
            return floor, floor
        case "config":
            return max(asked, CONFIG), SPREAD


def _doubled(seconds: float, times: int) -> float:
    return min(seconds * 2.0 ** min(times, 32), LONGEST)
