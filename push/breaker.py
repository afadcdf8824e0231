"""Leaves FCM alone while it is in trouble: a breaker for the project, and one per platform.

Each notice waits by itself as its answer says (push.waits); a breaker spares FCM the tries of all the others, and
brings them back one after the other.
"""

from datetime import datetime, timedelta
from typing import get_args

from msgspec import Struct

from push.model import Platform, Reach
from push.waits import CONFIG, QUOTA, SERVER, Jitter, Wait

# Failures in a row, with no good answer between them: three in ten that fail at random hardly ever do that.
EVIDENCE = 10
LONGEST_REST = timedelta(minutes=1)
# Two seconds for the probe to be answered; then those held come back, a hundred per second.
PROBE_FIRST = timedelta(seconds=2)
BETWEEN_HELD = timedelta(milliseconds=10)


class Hold(Struct, frozen=True):
    """Not now: `soonest` is when a try could pass, `back_at` the time kept for this one; `reach` is what is shut."""

    soonest: datetime
    back_at: datetime
    reach: Reach


class Circuit:
    """Closed until EVIDENCE failures in a row; then open for a while; then half open: one probe decides."""

    def __init__(self) -> None:
        self._failures = 0
        self._openings = 0
        self._until: datetime | None = None
        self._probing = False

    def shut_until(self, now: datetime) -> datetime | None:
        """None if a send may pass; else when to ask again (`now` while the probe is under way)."""
        if self._until is None or (now >= self._until and not self._probing):
            return None
        return max(self._until, now)

    def let_through(self) -> None:
        """One passes; if the circuit is half open, it is the probe."""
        self._probing = self._until is not None

    def succeed(self, now: datetime) -> None:
        """It works: closed, unless this answers what was sent before the circuit opened."""
        if self._until is None or now >= self._until:
            self._close()

    def fail(self, now: datetime, rest: timedelta, asked: timedelta) -> None:
        """It failed: with enough of that it opens, for `rest` doubled at each opening, and for `asked` at least."""
        self._failures += 1
        if self._until is not None and now < self._until:
            self._until = max(self._until, now + asked)
        elif self._until is not None or self._failures >= EVIDENCE:
            self._until = now + max(min(rest * 2**self._openings, LONGEST_REST), rest, asked)
            self._openings = min(self._openings + 1, 16)
            self._probing = False

    def learn_nothing(self) -> None:
        """What passed told nothing of this circuit: the next one may be the probe."""
        self._probing = False

    def _close(self) -> None:
        self._failures = 0
        self._openings = 0
        self._until = None
        self._probing = False


class Breaker:
    """Says of each send whether it may pass now. Times are aware; `jitter` draws from [0, 1).

    The project's circuit counts what went wrong for everybody, whoever it was sent to; a platform's circuit counts
    that as well for its own sends, and what concerns this platform alone (Apple refuses our key).
    """

    def __init__(self, jitter: Jitter) -> None:
        self._jitter = jitter
        self._project = Circuit()
        self._platforms: dict[Platform, Circuit] = {platform: Circuit() for platform in get_args(Platform)}
        self._last_back = datetime.min

    def admit(self, platform: Platform, now: datetime) -> Hold | None:
        """None: it may pass now, and its end must be told (`heard` or `unheard_of`). Otherwise, when to return."""
        circuits: dict[Reach, Circuit] = {"project": self._project, "platform": self._platforms[platform]}
        shut = {reach: until for reach, circuit in circuits.items() if (until := circuit.shut_until(now))}
        if not shut:
            for circuit in circuits.values():
                circuit.let_through()
            return None
        soonest = max(shut.values()) + PROBE_FIRST
        return Hold(soonest, self._keep_time(soonest), next(iter(shut)))

    def heard(self, platform: Platform, reach: Reach, wait: Wait | None, asked: timedelta, now: datetime) -> None:
        """What became of one that passed: how far its trouble goes, and how it is waited for (None: no trouble)."""
        own = self._platforms[platform]
        if wait is None or reach == "device":
            self._project.succeed(now)
            own.succeed(now)
            return
        # Several workers that were refused together must not probe together.
        rest = _rest_of(wait) * (1 + self._jitter() / 10)
        own.fail(now, rest, asked)
        if reach == "project":
            self._project.fail(now, rest, asked)
        else:
            self._project.succeed(now)

    def unheard_of(self, platform: Platform) -> None:
        """One that passed was not posted after all."""
        self._project.learn_nothing()
        self._platforms[platform].learn_nothing()

    def shut_until(self, now: datetime) -> dict[str, datetime]:
        """What is shut now ("project" or a platform's name), and until when."""
        circuits: dict[str, Circuit] = {"project": self._project}
        circuits.update({str(platform): circuit for platform, circuit in self._platforms.items()})
        return {name: until for name, circuit in circuits.items() if (until := circuit.shut_until(now))}

    def _keep_time(self, soonest: datetime) -> datetime:
        last = self._last_back.replace(tzinfo=soonest.tzinfo)
        self._last_back = max(soonest, last + BETWEEN_HELD)
        return self._last_back


def _rest_of(wait: Wait) -> timedelta:
    match wait:
        case "quota":
            return timedelta(seconds=QUOTA)
        case "config":
            return timedelta(seconds=CONFIG)
        case "server" | "unheard" | "refused":
            return timedelta(seconds=SERVER)
