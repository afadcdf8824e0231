"""What the worth of a card is made of beside its fit: how a member stands, as figures, and the prior they come to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from app.decks import columns
from app.decks.model import MarketRow, MenteeRow, MentorRow
from ranking import answer_rates, mentee_priors, mentor_priors, platform_rate

Floats = npt.NDArray[np.float64]
R = TypeVar("R", bound=MarketRow)
DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Standing(Generic[R]):
    """The figures of a row, `width` of them; the platform's rate of yes in all; and what both come to at a time."""

    width: int
    figures: Callable[[R], Sequence[float]]
    mean: Callable[[Floats, float], float]
    priors: Callable[[Floats, float, float], Floats]

    def table(self, rows: Sequence[R]) -> Floats:
        """float64 (n, width)."""
        return np.array([self.figures(row) for row in rows], dtype=np.float64).reshape(-1, self.width)


def _mentor_figures(row: MentorRow) -> Sequence[float]:
    return row.waiting, row.seats_free, row.yes_weight, row.answer_weight, row.answered_at, row.last_seen_at


def _mentor_mean(figures: Floats, now: float) -> float:
    yes, answers = _aged_answers(figures, now)
    return platform_rate(float(yes.sum()), float(answers.sum()), columns.rules().weights)


def _mentor_priors(figures: Floats, mean: float, now: float) -> Floats:
    yes, answers = _aged_answers(figures, now)
    silent_days = np.maximum(now - figures[:, 5], 0) / DAY
    rates = answer_rates(yes, answers, silent_days, mean, columns.rules().weights)
    return mentor_priors(rates, figures[:, 0], figures[:, 1])


def _aged_answers(figures: Floats, now: float) -> tuple[Floats, Floats]:
    _, _, yes, answers, answered_at, _ = figures.T
    left = np.exp2(-np.maximum(now - answered_at, 0) / DAY / columns.rules().weights.answer_half_life_days)
    return np.minimum(yes, answers) * left, answers * left


def _mentee_figures(row: MenteeRow) -> Sequence[float]:
    return row.waiting, row.tandems, row.waiting_since


def _mentee_priors(figures: Floats, _: float, now: float) -> Floats:
    waiting, tandems, waiting_since = figures.T
    days = np.maximum(now - waiting_since, 0) / DAY
    return mentee_priors(days, waiting, tandems, columns.rules().weights)


MENTORS: Standing[MentorRow] = Standing(6, _mentor_figures, _mentor_mean, _mentor_priors)
MENTEES: Standing[MenteeRow] = Standing(3, _mentee_figures, lambda figures, now: 0.0, _mentee_priors)
