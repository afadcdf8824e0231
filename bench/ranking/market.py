"""Invented markets: a country of towns and villages, sectors as unequal as trades are, mentors busy or new."""

import numpy as np
import numpy.typing as npt

from ranking import Cards, Role, Rules, Seeker, Weights, answer_rates, mentor_priors, sector_similarity, unit_vectors

SECTORS, FIELDS, GOALS = 110, 14, 20
DAY_PARTS = 21
AREAS, TOWNS = 35_000, 600
SOUTH, NORTH, WEST, EAST = 42.5, 51.0, -4.5, 8.0
MOST_GOALS = 6

Floats = npt.NDArray[np.float64]
Rng = np.random.Generator


def usual_rules() -> Rules:
    weights = Weights()
    fields = [sector % FIELDS for sector in range(SECTORS)]
    related = [(field, (field * 5 + 3) % FIELDS) for field in range(FIELDS)]
    return Rules(weights, sector_similarity(fields, related, weights))


def mentors(rng: Rng, n: int, half_in_one: bool = False) -> Cards:
    """n mentors; 1 to 3 sectors each, 1.7 on average, and 2 to 6 of 20 goals."""
    shares = zipf(SECTORS, 1.0)
    if half_in_one:
        shares = np.r_[0.5, shares[1:] / shares[1:].sum() / 2]
    return Cards(
        sectors=drawn(rng, n, shares, rng.choice([1, 2, 3], n, p=[0.48, 0.34, 0.18]), 3).astype(np.int16),
        goals=drawn(rng, n, zipf(GOALS, 0.5), rng.integers(2, MOST_GOALS + 1, n), MOST_GOALS).astype(np.int8),
        xyz=places(rng, n),
        modalities=rng.choice(np.array([1, 2, 3], dtype=np.uint8), n, p=[0.25, 0.15, 0.6]),
        languages=languages(rng, n),
        availability=availability(rng, n),
        priors=priors(rng, n),
        ranks=rng.permutation(n).astype(np.int64),
    )


def seekers(rng: Rng, count: int, role: Role) -> list[Seeker]:
    sectors = drawn(rng, count, zipf(SECTORS, 1.0), rng.choice([1, 2, 3], count, p=[0.6, 0.3, 0.1]), 3)
    wanted = rng.integers(1, 6, count) if role == "mentee" else rng.integers(2, MOST_GOALS + 1, count)
    goals = drawn(rng, count, zipf(GOALS, 0.5), wanted, MOST_GOALS)
    there, ways = places(rng, count), rng.choice([1, 2, 3], count, p=[0.25, 0.15, 0.6])
    spoken, free = languages(rng, count), availability(rng, count)
    return [
        Seeker(
            role,
            sectors=sectors[at][sectors[at] >= 0].tolist(),
            goals=goals[at][goals[at] >= 0].tolist(),
            xyz=there[at],
            modalities=int(ways[at]),
            languages=int(spoken[at]),
            availability=int(free[at]),
        )
        for at in range(count)
    ]


def zipf(count: int, power: float) -> Floats:
    shares: Floats = np.arange(1, count + 1, dtype=np.float64) ** -power
    shares /= shares.sum()
    return shares


def drawn(rng: Rng, n: int, shares: Floats, counts: npt.NDArray[np.integer], width: int) -> npt.NDArray[np.int64]:
    """Up to `width` different ones each, as often as their shares say, padded at the end with -1."""
    table = np.full((n, width), -1)
    left = np.arange(n)
    filled = np.zeros(n, dtype=np.int64)
    limits = np.cumsum(shares)
    while left.size:
        one = np.minimum(np.searchsorted(limits, rng.random(left.size)), len(shares) - 1)
        fresh = (table[left] != one[:, None]).all(axis=1)
        table[left[fresh], filled[left[fresh]]] = one[fresh]
        filled[left[fresh]] += 1
        left = left[filled[left] < counts[left]]
    return table


def places(rng: Rng, n: int) -> npt.NDArray[np.float32]:
    """Centres of the areas they live in: the same country for every market."""
    country = np.random.default_rng(1789)
    town = country.integers(0, TOWNS, AREAS)
    north = country.uniform(SOUTH, NORTH, TOWNS)[town] + country.normal(0, 0.12, AREAS)
    east = country.uniform(WEST, EAST, TOWNS)[town] + country.normal(0, 0.17, AREAS)
    population = zipf(TOWNS, 0.9)[town] * country.pareto(1.3, AREAS)
    areas = unit_vectors(north, east)
    return areas[rng.choice(AREAS, n, p=population / population.sum())]


def languages(rng: Rng, n: int) -> npt.NDArray[np.uint32]:
    french = np.where(rng.random(n) < 0.97, 1, 0)
    other = np.where(rng.random(n) < 0.5, 2, 0) | np.where(rng.random(n) < 0.12, 1 << rng.integers(2, 10, n), 0)
    spoken: npt.NDArray[np.uint32] = np.maximum(french | other, 2 * (french == 0)).astype(np.uint32)
    return spoken


def availability(rng: Rng, n: int) -> npt.NDArray[np.uint32]:
    """Two to eight of the day parts, evenings more often than not; a third gave none."""
    shares = np.tile([1.0, 1.0, 3.0], DAY_PARTS // 3)
    parts = drawn(rng, n, shares / shares.sum(), rng.integers(2, 9, n), 8)
    bits = np.where(parts >= 0, 1 << np.maximum(parts, 0), 0).sum(axis=1)
    return np.where(rng.random(n) < 0.65, bits, 0).astype(np.uint32)


def priors(rng: Rng, n: int) -> Floats:
    """answer / (1 + load): a third are new, the others were asked a few times and have one to five seats."""
    asked = np.where(rng.random(n) < 0.35, 0, rng.poisson(6, n)) * rng.uniform(0.3, 1, n)
    answers = answer_rates(asked * rng.beta(3, 2, n), asked, rng.exponential(15, n), 0.6, Weights())
    waiting = np.where(asked > 0, rng.poisson(1.0, n), 0)
    return mentor_priors(answers, waiting, rng.integers(1, 6, n))
