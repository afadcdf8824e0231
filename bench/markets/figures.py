"""The figures of the bench, as `--json` prints them and as a table."""

from statistics import median
from typing import Any

import msgspec

from bench.markets.live import Outcome
from bench.markets.measures import Interval, interval
from bench.markets.shapes import Measured
from bench.markets.town import Market

BASELINE = "reciprocal"
OURS = "ours_exploring"
PUBLISHED_BAR, LIVE_BAR = 0.97, 0.10


class Lived(msgspec.Struct, frozen=True):
    """One market under every policy, the same towns for each: outcomes by policy, one per seed."""

    market: Market
    words: dict[str, str]
    outcomes: dict[str, list[Outcome]]

    def gain(self, name: str, over: str = BASELINE) -> Interval:
        """How many more tandems, as a share: of each town the difference, then their mean."""
        pairs = zip(self.outcomes[name], self.outcomes[over], strict=True)
        return interval([mine.tandems / theirs.tandems - 1 for mine, theirs in pairs])

    def mean(self, name: str, figure: str) -> float:
        each = [getattr(outcome, figure) for outcome in self.outcomes[name]]
        return float(sum(each) / len(each))

    def keys(self) -> dict[str, Any]:
        return {
            "market": msgspec.to_builtins(self.market),
            "policies": {name: self._policy_keys(name) for name in self.outcomes},
        }

    def _policy_keys(self, name: str) -> dict[str, Any]:
        figures = [field for field in Outcome.__struct_fields__ if field != "by_day"]
        gain = self.gain(name)
        return {
            **{figure: round(self.mean(name, figure), 3) for figure in figures},
            "tandems_by_seed": [outcome.tandems for outcome in self.outcomes[name]],
            "gain_over_reciprocal": {end: round(value, 4) for end, value in gain._asdict().items()},
        }


class Figures(msgspec.Struct, frozen=True):
    """Everything measured in one run; the first live market is the one that the bar is about."""

    shapes: list[Measured]
    lives: list[Lived]

    @property
    def worst_vs_published(self) -> float:
        return min(shape.vs_published for shape in self.shapes)

    @property
    def above_capacity(self) -> int:
        each = [outcome for life in self.lives for outcomes in life.outcomes.values() for outcome in outcomes]
        return sum(outcome.above_capacity for outcome in each)

    def keys(self) -> dict[str, Any]:
        first = self.lives[0]
        gain = first.gain(OURS)
        return {
            "worst_vs_published": round(self.worst_vs_published, 4),
            "shapes": [shape.keys() for shape in self.shapes],
            "live_gain_over_reciprocal": round(gain.mean, 4),
            "live_gain_low": round(gain.low, 4),
            "above_capacity": self.above_capacity,
            "gini": round(first.mean(OURS, "gini"), 3),
            "live": {life.market.name: life.keys() for life in self.lives},
        }


def table(figures: Figures) -> str:
    """The figures for people."""
    return "\n".join(
        [
            *_columns(_shape_rows(figures.shapes)),
            "",
            *(line for life in figures.lives for line in [life.market.words, *_columns(_live_rows(life)), ""]),
            f"worst ours / published              {figures.worst_vs_published:.3f}   (at least {PUBLISHED_BAR})",
            f"tandems over reciprocal, first town {figures.lives[0].gain(OURS).mean:+.1%}   (at least {LIVE_BAR:+.0%})",
            f"mentors above capacity, any instant {figures.above_capacity}   (0)",
        ]
    )


def _shape_rows(shapes: list[Measured]) -> list[tuple[str, ...]]:
    names = list(shapes[0].tandems)
    head = (
        "mentors × mentees, λ",
        *(name.replace("_", " ") for name in names),
        "published",
        "ours / published",
        "Gini",
    )
    return [head, *(_shape_row(measured, names) for measured in shapes)]


def _shape_row(measured: Measured, names: list[str]) -> tuple[str, ...]:
    shape = measured.shape
    return (
        f"{shape.mentors} × {shape.mentees}, {shape.crowding:.2f}",
        *(f"{measured.tandems[name]:.1f}" for name in names),
        f"{shape.published:.1f}",
        f"{measured.vs_published:.3f}",
        f"{measured.gini['ours']:.2f}",
    )


def _live_rows(life: Lived) -> list[tuple[str, ...]]:
    head = (
        "", "tandems", "over reciprocal (95 %)", "requests", "answered", "answer days", "Gini", "seats left",
        "mentees unseen", "mentors unseen", "longest, days",
    )  # fmt: skip
    return [head, *(_live_row(life, name) for name in life.outcomes)]


def _live_row(life: Lived, name: str) -> tuple[str, ...]:
    gain = life.gain(name)
    days = median(outcome.median_answer_days for outcome in life.outcomes[name])
    return (
        life.words[name],
        f"{life.mean(name, 'tandems'):.0f}",
        "" if name == BASELINE else f"{gain.mean:+.1%} ({gain.low:+.1%} to {gain.high:+.1%})",
        f"{life.mean(name, 'requests'):.0f}",
        f"{life.mean(name, 'answered_share'):.0%}",
        f"{days:.2f}",
        f"{life.mean(name, 'gini'):.2f}",
        f"{life.mean(name, 'seats_free'):.0f}",
        f"{life.mean(name, 'mentees_never_seen'):.0f}",
        f"{life.mean(name, 'mentors_never_seen'):.0f}",
        f"{life.mean(name, 'mentor_longest_unseen_days'):.1f}",
    )


def _columns(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows]
