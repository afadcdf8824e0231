"""Rounds as figures: medians and percentiles, what counts and what does not."""

from statistics import median
from typing import Any

import msgspec

# A rate is the service's own only while its process had no time to spare.
BUSY_ENOUGH = 0.9


class Round(msgspec.Struct, frozen=True):
    """One stretch of one kind of call."""

    seconds: float
    took: list[float]
    cpu_seconds: float
    stolen_seconds: float
    statements: int
    errors: int
    complaints: list[str]


class Measure(msgspec.Struct, frozen=True):
    """All the rounds of one kind of call."""

    name: str
    words: str
    callers: int
    rounds: list[Round]

    @property
    def per_s(self) -> float:
        return median(len(round.took) / round.seconds for round in self.rounds)

    @property
    def busy(self) -> float:
        """Of the time that the machine gave: what a virtual machine's host took away, nobody could use."""
        return median(
            round.cpu_seconds / max(round.seconds - round.stolen_seconds, round.cpu_seconds) for round in self.rounds
        )

    @property
    def statements(self) -> float:
        """Statements that Postgres was sent per call, begin and commit among them."""
        return sum(round.statements for round in self.rounds) / sum(len(round.took) for round in self.rounds)

    @property
    def counts(self) -> bool:
        """Whether the rate says something of the service: one caller alone never keeps it busy."""
        return self.busy >= BUSY_ENOUGH

    def took_ms(self, share: float) -> float:
        """The time that this share of the calls took at most."""
        took = sorted(took for round in self.rounds for took in round.took)
        return took[min(int(len(took) * share), len(took) - 1)] * 1000


class Figures(msgspec.Struct, frozen=True):
    """Everything measured in one run."""

    measures: list[Measure]
    memory_mb: dict[str, float]
    pinned: str

    @property
    def errors(self) -> int:
        return sum(round.errors for measure in self.measures for round in measure.rounds)

    @property
    def complaints(self) -> list[str]:
        return [text for measure in self.measures for round in measure.rounds for text in round.complaints]

    def ratio(self, ours: str, theirs: str) -> float:
        return self._named(ours).per_s / self._named(theirs).per_s

    def keys(self) -> dict[str, Any]:
        """The figures by name, as `--json` prints them."""
        keys: dict[str, Any] = {
            "swipe_vs_bare": round(self.ratio("swipe", "bare"), 3),
            "cached_deck_vs_hello": round(self.ratio("cached_deck", "hello"), 3),
        }
        for measure in self.measures:
            keys |= {
                f"{measure.name}_per_s": round(measure.per_s, 1),
                f"{measure.name}_p50_ms": round(measure.took_ms(0.5), 2),
                f"{measure.name}_p99_ms": round(measure.took_ms(0.99), 2),
                f"{measure.name}_statements": round(measure.statements, 2),
                f"{measure.name}_busy": round(measure.busy, 3),
            }
        return keys | {
            # The least of the rates under load: a figure counts from 0.9.
            "server_busy": round(min(measure.busy for measure in self.measures if measure.callers > 1), 3),
            **{f"peak_memory_{when}_mb": round(megabytes, 1) for when, megabytes in self.memory_mb.items()},
            "errors": self.errors,
            "pinned": self.pinned,
        }

    def _named(self, name: str) -> Measure:
        return next(measure for measure in self.measures if measure.name == name)


def table(figures: Figures) -> str:
    """The figures for people."""
    head = ("", "callers", "calls/s", "p50 ms", "p99 ms", "statements", "busy")
    rows = [head, *(_row(measure) for measure in figures.measures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows]
    memory = ", ".join(f"{megabytes:.0f} MB {when}" for when, megabytes in figures.memory_mb.items())
    return "\n".join(
        [
            "",
            *lines,
            "",
            f"swipes / bare upserts       {figures.ratio('swipe', 'bare'):.2f}   (at least 0.50, aim 0.60)",
            f"cached decks / hello-world  {figures.ratio('cached_deck', 'hello'):.2f}   (aim 0.25)",
            f"peak memory                 {memory}",
            f"wrong answers               {figures.errors}",
            "",
            f"* does not count: the service's process was busy less than {BUSY_ENOUGH:.0%} of the time",
        ]
    )


def _row(measure: Measure) -> tuple[str, ...]:
    starred = measure.callers > 1 and not measure.counts
    return (
        measure.words,
        str(measure.callers),
        f"{measure.per_s:.0f}{'*' if starred else ''}",
        f"{measure.took_ms(0.5):.2f}",
        f"{measure.took_ms(0.99):.2f}",
        f"{measure.statements:.2f}",
        f"{measure.busy:.0%}",
    )
