"""What fit is multiplied by: how likely and how busy a mentor is, how long a mentee has waited."""

import numpy as np
import numpy.typing as npt

from ranking.weights import Weights

Floats = npt.NDArray[np.float64]

# A platform where yes is rarer still is estimated as if it were not: its prior stays finite.
RAREST_YES = 1e-3


def aged_counts(
    mentors: npt.NDArray[np.integer],
    ages_days: npt.ArrayLike,
    accepted: npt.NDArray[np.bool_],
    count: int,
    weights: Weights,
) -> tuple[Floats, Floats]:
    """(accepted, received) of each mentor, (count,) each; a settled request counts 2 ** (-age / half-life).

    mentors: (r,) positions below `count`. ages_days: (r,) since it was settled, half-life in
    weights.answer_half_life_days. accepted: (r,), an expired one is a no.
    """
    ages = _not_negative("ages_days", ages_days)
    if not mentors.shape == ages.shape == accepted.shape:
        raise ValueError("mentors, ages_days and accepted must have the same length.")
    if mentors.size and (mentors.min() < 0 or mentors.max() >= count):
        raise ValueError(f"mentors must hold positions from 0 to {count - 1}.")
    worth = np.exp2(-ages / weights.answer_half_life_days)
    received = np.bincount(mentors, weights=worth, minlength=count)
    kept = np.bincount(mentors, weights=worth * accepted, minlength=count)
    return kept.astype(np.float64), received.astype(np.float64)


def platform_rate(accepted: float, received: float, weights: Weights) -> float:
    """The platform's own rate of yes, from the sums of aged counts: answer_mean until there is one.

    It has a Beta prior worth answer_prior_requests, so that the very first refusal does not make everyone unlikely.
    """
    prior = weights.answer_prior_requests
    return min((accepted + prior * weights.answer_mean) / (received + prior), 1.0)


def answer_rates(
    accepted: npt.ArrayLike,
    received: npt.ArrayLike,
    silent_days: npt.ArrayLike,
    mean: float,
    weights: Weights,
) -> Floats:
    """(accepted + p · mean) / (received + p), the mean of a Beta posterior: (n,) in [0, 1].

    p = answer_prior_requests · max(1, answer_mean / mean), mean: the platform's rate. Where few requests are accepted,
    more must be seen before a mentor counts as likelier than others: else whoever once said yes by luck gets them all.
    accepted, received: (n,) aged counts. silent_days: (n,) since the last sign of life; from silence_days on,
    the rate is multiplied by silence_factor. ValueError when accepted > received.
    """
    yes, asked = _not_negative("accepted", accepted), _not_negative("received", received)
    silent = _not_negative("silent_days", silent_days)
    if not 0 <= mean <= 1:
        raise ValueError(f"mean must lie between 0 and 1, it is {mean}.")
    # Aged counts are sums of fractions: they may differ in the last place where every request was accepted.
    if (yes > asked * (1 + 1e-9)).any():
        raise ValueError("No mentor can have accepted more requests than were received.")
    prior = weights.answer_prior_requests * max(1.0, weights.answer_mean / max(mean, RAREST_YES))
    rates = np.minimum((yes + prior * mean) / (asked + prior), 1.0)
    return np.where(silent >= weights.silence_days, rates * weights.silence_factor, rates)


def mentor_priors(answers: npt.ArrayLike, waiting: npt.ArrayLike, seats_free: npt.ArrayLike) -> Floats:
    """answer / (1 + load), load = requests waiting / seats free: (n,) in [0, 1], 0 where no seat is free.

    On the market of Su, Bayoumi and Joachims (WWW 2022) this one counter gives about the welfare of their
    optimised policy.
    """
    yes, asked = _not_negative("answers", answers), _not_negative("waiting", waiting)
    seats = _not_negative("seats_free", seats_free)
    if (yes > 1).any():
        raise ValueError("answers must lie between 0 and 1.")
    load = np.divide(asked, seats, out=np.full(np.broadcast_shapes(asked.shape, seats.shape), np.inf), where=seats > 0)
    priors: Floats = yes / (1 + load)
    return priors


def mentee_priors(
    days_waiting: npt.ArrayLike, waiting: npt.ArrayLike, tandems: npt.ArrayLike, weights: Weights
) -> Floats:
    """(1 - u + u · min(days_waiting, D) / D) / (1 + requests waiting + tandems): (n,) in [0, 1].

    u = unseen_share, D = unseen_days: nobody is left unseen, nobody is shown who already has much.
    """
    days = _not_negative("days_waiting", days_waiting)
    busy = _not_negative("waiting", waiting) + _not_negative("tandems", tandems)
    patience = np.minimum(days, weights.unseen_days) / weights.unseen_days
    return (1 - weights.unseen_share + weights.unseen_share * patience) / (1 + busy)


def _not_negative(name: str, values: npt.ArrayLike) -> Floats:
    column = np.asarray(values, dtype=np.float64)
    if column.ndim != 1 or not (np.isfinite(column) & (column >= 0)).all():
        raise ValueError(f"{name} must be one row of finite numbers, none negative.")
    return column
