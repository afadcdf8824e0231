"""The ways of dealing that are compared: what fit is multiplied by, and whether a share of places explores."""

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from ranking.priors import answer_rates, mentee_priors, mentor_priors, platform_rate
from ranking.weights import Weights

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[Any]

WEIGHTS = Weights()


class MentorsNow(msgspec.Struct, frozen=True):
    """All that the service knows of each mentor: aged counts of answers, requests waiting, seats free."""

    accepted: Floats
    received: Floats
    silent_days: Floats
    waiting: Counts
    seats_free: Counts


class MenteesNow(msgspec.Struct, frozen=True):
    days_waiting: Floats
    waiting: Counts


class Policy(msgspec.Struct, frozen=True):
    name: str
    words: str
    of_mentors: Callable[[MentorsNow], Floats]
    of_mentees: Callable[[MenteesNow], Floats]
    exploration_share: float = 0.0


def by_fit(now: MentorsNow) -> Floats:
    return np.ones(len(now.waiting))


def mentees_by_fit(now: MenteesNow) -> Floats:
    return np.ones(len(now.waiting))


def reciprocal(now: MentorsNow) -> Floats:
    """The chance of a yes by a prior worth five requests, whatever the platform's own rate is."""
    mean, prior = _platform(now), WEIGHTS.answer_prior_requests
    rates = (now.accepted + prior * mean) / (now.received + prior)
    return np.where(now.silent_days >= WEIGHTS.silence_days, rates * WEIGHTS.silence_factor, rates)


def steady_reciprocal(now: MentorsNow) -> Floats:
    """The chance of a yes as the service estimates it."""
    return answer_rates(now.accepted, now.received, now.silent_days, _platform(now), WEIGHTS)


def load_aware(now: MentorsNow) -> Floats:
    return mentor_priors(steady_reciprocal(now), now.waiting, now.seats_free)


def patient(now: MenteesNow) -> Floats:
    return mentee_priors(now.days_waiting, now.waiting, np.zeros(len(now.waiting)), WEIGHTS)


def _platform(now: MentorsNow) -> float:
    return platform_rate(float(now.accepted.sum()), float(now.received.sum()), WEIGHTS)


def policies(exploration_share: float) -> tuple[Policy, ...]:
    return (
        Policy("own_taste", "own taste (fit)", by_fit, mentees_by_fit),
        Policy("reciprocal", "reciprocal (fit · answer)", reciprocal, mentees_by_fit),
        Policy("steady_reciprocal", "reciprocal, answer steadier", steady_reciprocal, mentees_by_fit),
        Policy("ours", "ours (… / (1 + load))", load_aware, patient),
        Policy("ours_exploring", "ours + exploration", load_aware, patient, exploration_share),
    )
