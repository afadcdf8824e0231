"""How long each page took, as a table and as keys."""

from collections.abc import Sequence
from typing import Any

import msgspec

from bench.staffing.routes import Kind

BARS_MS: dict[Kind, float] = {"page": 300, "search": 50, "figures": 300}
KEYS: dict[Kind, str] = {"page": "worst_page_p95_ms", "search": "search_p95_ms", "figures": "figures_p95_ms"}


class Timing(msgspec.Struct, frozen=True):
    operation: str
    kind: Kind
    words: str
    took: list[float]
    statements: float

    def took_ms(self, share: float) -> float:
        """The time that this share of the calls took at most."""
        took = sorted(self.took)
        return took[min(int(len(took) * share), len(took) - 1)] * 1000

    @property
    def p95_ms(self) -> float:
        return self.took_ms(0.95)


def keys(timings: Sequence[Timing]) -> dict[str, Any]:
    """The slowest of each kind, and of each route; null where there is no such page."""
    worst = {KEYS[kind]: _worst([one for one in timings if one.kind == kind]) for kind in BARS_MS}
    operations = list(dict.fromkeys(one.operation for one in timings))
    each = {f"{name}_p95_ms": _worst([one for one in timings if one.operation == name]) for name in operations}
    return worst | {"pages": len(timings), "too_slow": sum(too_slow(one) for one in timings)} | each


def too_slow(timing: Timing) -> bool:
    return timing.p95_ms > BARS_MS[timing.kind]


def table(timings: Sequence[Timing]) -> str:
    """A row for each page; a star is for those beyond their bar."""
    head = ("", "p50 ms", "p95 ms", "worst ms", "statements")
    rows = [head, *(_row(one) for one in timings)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join("  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows)


def _row(one: Timing) -> tuple[str, ...]:
    star = "*" if too_slow(one) else ""
    return (
        one.words,
        f"{one.took_ms(0.5):.1f}",
        f"{one.p95_ms:.1f}{star}",
        f"{one.took_ms(1):.1f}",
        f"{one.statements:.1f}",
    )


def _worst(timings: Sequence[Timing]) -> float | None:
    return round(max(one.p95_ms for one in timings), 1) if timings else None
