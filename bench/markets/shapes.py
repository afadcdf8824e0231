"""The synthetic markets of Su, Bayoumi and Joachims (WWW 2022), where all are present and probabilities are known.

A mentee sees place k (from 0) of their deck with probability 1 / (k + 1) and asks with f; a mentor puts the requests
received in the order of g, looks at the k-th with 1 / (k + 1) and accepts with g. λ is how much all agree on whom
they like.
"""

from typing import Any, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from bench.markets.measures import gini

Floats = npt.NDArray[np.float64]
Decks = npt.NDArray[np.intp]

MARKET_SEED = 621
RUNS = 400
TU_ROUNDS = 500


class Shape(msgspec.Struct, frozen=True):
    """So many mentors and mentees, λ, and the tandems of the published ranking that maximises welfare."""

    mentors: int
    mentees: int
    crowding: float
    published: float


SHAPES = (
    Shape(100, 150, 0.25, 173.5),
    Shape(100, 150, 0.50, 152.7),
    Shape(100, 150, 0.75, 134.2),
    Shape(100, 150, 1.00, 118.2),
    Shape(200, 300, 0.50, 332.6),
)


class Measured(msgspec.Struct, frozen=True):
    """Expected tandems in one shape by each way of dealing, and the Gini of requests per mentor."""

    shape: Shape
    tandems: dict[str, float]
    gini: dict[str, float]

    @property
    def vs_published(self) -> float:
        return self.tandems["ours"] / self.shape.published

    def keys(self) -> dict[str, Any]:
        return {
            **msgspec.to_builtins(self.shape),
            **{name: round(value, 1) for name, value in self.tandems.items()},
            "vs_published": round(self.vs_published, 4),
            "gini": {name: round(value, 3) for name, value in self.gini.items()},
        }


class Tastes(NamedTuple):
    """f (mentees, mentors): a mentee asks; g (mentees, mentors): the mentor accepts. Both in [0, 1]."""

    f: Floats
    g: Floats


def measure_shape(shape: Shape, runs: int = RUNS) -> Measured:
    tastes = tastes_of(shape)
    decks = {
        "own_taste": best_first(tastes.f),
        "reciprocal": best_first(tastes.f * tastes.g),
        "tu": best_first(transferable_utility(tastes)),
        "ours": load_aware(tastes),
    }
    outcomes = {name: play(tastes, deck, runs) for name, deck in decks.items()}
    return Measured(
        shape,
        {name: tandems for name, (tandems, _) in outcomes.items()},
        {name: gini(requests) for name, (_, requests) in outcomes.items()},
    )


def tastes_of(shape: Shape) -> Tastes:
    """As published: from numpy's legacy generator, g drawn after f."""
    legacy = np.random.RandomState(MARKET_SEED)
    f = legacy.rand(shape.mentees, shape.mentors)
    g = legacy.rand(shape.mentors, shape.mentees)
    f = (1 - shape.crowding) * f + shape.crowding * np.linspace(1, 0, shape.mentors)
    g = (1 - shape.crowding) * g + shape.crowding * np.linspace(1, 0, shape.mentees)
    return Tastes(np.clip(f, 0, 1), np.clip(g, 0, 1).T)


def best_first(worth: Floats) -> Decks:
    return np.argsort(-worth, axis=1, kind="stable")


def transferable_utility(tastes: Tastes) -> Floats:
    """How often each pair meets where utility can be shared (Choo and Siow, 2006), by iterative fitting (IPFP)."""
    kernel = np.exp((tastes.f + tastes.g) / 2)
    ours, theirs = np.ones(len(kernel)), np.ones(kernel.shape[1])
    for _ in range(TU_ROUNDS):
        ours = _unmatched(kernel @ theirs / 2)
        theirs = _unmatched(kernel.T @ ours / 2)
    return ours[:, None] * theirs * kernel


def _unmatched(half: Floats) -> Floats:
    """The root of x² + 2 · half · x = 1, in the form that does not underflow."""
    root: Floats = 1 / (half + np.sqrt(1 + half * half))
    return root


def load_aware(tastes: Tastes) -> Decks:
    """Decks filled rank by rank by f · g / (1 + load); load: the requests that a mentor can already expect."""
    worth = tastes.f * tastes.g
    decks = np.empty(worth.shape, np.intp)
    load = np.zeros(worth.shape[1])
    for rank in range(worth.shape[1]):
        for mentee in range(len(worth)):
            mentor = int(np.argmax(worth[mentee] / (1 + load)))
            decks[mentee, rank] = mentor
            worth[mentee, mentor] = -1
            load[mentor] += tastes.f[mentee, mentor] / (rank + 1)
    return decks


def play(tastes: Tastes, decks: Decks, runs: int) -> tuple[float, Floats]:
    """Expected tandems, and the requests that each mentor receives, (mentors,), over so many runs."""
    rng = np.random.default_rng(MARKET_SEED)
    places = np.argsort(decks, axis=1)
    by_taste = np.argsort(-tastes.g, axis=0, kind="stable")
    asks = np.take_along_axis(tastes.f / (places + 1), by_taste, 0)
    accepts = np.take_along_axis(tastes.g, by_taste, 0)
    tandems, requests = 0.0, np.zeros(decks.shape[1])
    for _ in range(runs):
        asked = rng.random(asks.shape) < asks
        tandems += float((accepts / np.maximum(np.cumsum(asked, axis=0), 1))[asked].sum())
        requests += asked.sum(axis=0)
    return tandems / runs, requests / runs
