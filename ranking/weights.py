"""Every constant of the ranking, in one place, because a public body must be able to publish how it ranks."""

import math
from dataclasses import dataclass

TERMS = ("sector", "goals", "place", "time")
DAY_PARTS = 21
MOST_GOALS = 64
MOST_GOALS_EACH = 8
# Place means being able to meet: beyond this it would tell hardly anybody apart.
FARTHEST_SCALE_KM = 200.0


@dataclass(frozen=True, slots=True)
class Weights:
    """The four terms' weights and the constants inside them; ValueError when one makes no sense.

    The two similarities follow from the other defaults, sector .35 and place .20. `same_field` .6 lets a
    neighbour of the same wide field (.21 + .20) pass somebody of the very sector who is far away (.35), but
    not one of the very sector who works remotely (.35 + .08). `related_field` .25 lets a related field next
    door (.09 + .20) never pass the very sector, wherever it is.
    """

    sector: float = 0.35
    goals: float = 0.35
    place: float = 0.20
    time: float = 0.10
    same_field: float = 0.6
    related_field: float = 0.25
    goal_order: tuple[float, ...] = (3.0, 2.0, 1.0, 1.0, 1.0)
    distance_scale_km: float = 20.0
    remote: float = 0.4
    time_unknown: float = 0.5
    answer_mean: float = 0.6
    answer_prior_requests: float = 5.0
    answer_half_life_days: float = 90.0
    silence_days: float = 30.0
    silence_factor: float = 0.5
    unseen_share: float = 0.5
    unseen_days: float = 30.0
    exploration_share: float = 0.05

    def __post_init__(self) -> None:
        shares = self.of_terms
        _require("weights are finite and not negative", all(math.isfinite(w) and w >= 0 for w in shares))
        _require("the four weights add up to 1", math.isclose(sum(shares), 1.0, abs_tol=1e-9))
        _require("0 ≤ related_field ≤ same_field ≤ 1", 0 <= self.related_field <= self.same_field <= 1)
        _require("goal_order has 1 to 8 weights", 1 <= len(self.goal_order) <= MOST_GOALS_EACH)
        _require("goal_order is between 0.01 and 100", all(0.01 <= w <= 100 for w in self.goal_order))
        _require("distance_scale_km is between 0.1 and 200", 0.1 <= self.distance_scale_km <= FARTHEST_SCALE_KM)
        for name in ("remote", "time_unknown", "answer_mean", "silence_factor", "unseen_share", "exploration_share"):
            _require(f"{name} is between 0 and 1", 0 <= getattr(self, name) <= 1)
        for name in ("answer_prior_requests", "answer_half_life_days", "silence_days", "unseen_days"):
            _require(f"{name} is finite and above 0", 0 < getattr(self, name) < math.inf)

    @property
    def of_terms(self) -> tuple[float, float, float, float]:
        """The weights in the order of TERMS."""
        return self.sector, self.goals, self.place, self.time

    def of_goals(self, count: int) -> tuple[float, ...]:
        """The weights of `count` goals in their order, the last one repeated."""
        return (self.goal_order + self.goal_order[-1:] * count)[:count]


def _require(sentence: str, holds: bool) -> None:
    if not holds:
        raise ValueError(f"It must hold that {sentence}.")
