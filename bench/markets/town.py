"""The people of the live market: who they are, whom they would like, how they would answer.

Everything is drawn once per seed and pair, so that every way of dealing meets the very same people: whether a mentee
would like a card at a place, whether its mentor would accept, and after how many days.
"""

import msgspec
import numpy as np
import numpy.typing as npt

from app.areas.atlas import load_atlas
from app.goals.vocabulary import all_goals
from app.sectors.vocabulary import similarity_table
from ranking import terms
from ranking.places import unit_vectors
from ranking.rules import Rules
from ranking.weights import DAY_PARTS, Weights

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]

TERRITORY = "13"
SECTORS = 110
CAPACITIES = (0.30, 0.25, 0.20, 0.15, 0.10)  # of 1 to 5 seats: 2.5 on average
SLOW, SILENT = 0.2, 0.1
USUAL_MEDIAN_DAYS, SLOW_MEDIAN_DAYS = 1.0, 6.0
TANDEM_DAYS = (60.0, 240.0)
PLACE_DISCOUNT = 0.2
# A whole term more (0.35) multiplies the odds of a yes by eight.
STEEPNESS = 6.0
# What the first cards of a deck come to, and half of them would be liked at the first place: of ten cards looked at,
# three are. Half of what else decides is common to all.
USUAL_FIT, LIKED = 0.75, 0.5
COMMON = 0.5


class Market(msgspec.Struct, frozen=True):
    """A live market: so many people, and the share of requests of a usual fit that a mentor means to accept."""

    name: str
    words: str
    accepted: float
    mentors: int = 1_000
    mentees: int = 10_000
    days: int = 90


class People(msgspec.Struct, frozen=True):
    """n of one role: the columns of ranking."""

    sectors: npt.NDArray[np.int16]
    goals: npt.NDArray[np.int8]
    xyz: Singles
    modalities: npt.NDArray[np.uint8]
    availability: npt.NDArray[np.uint32]


class Town(msgspec.Struct, frozen=True):
    """Mentees by mentors, and what is drawn for each pair.

    fits: float32, -1 where they may not meet. likes_before: int8, liked at places below. accepts: bool.
    answer_days: float32, inf where the mentor never answers.
    """

    fits: Singles
    likes_before: npt.NDArray[np.int8]
    accepts: npt.NDArray[np.bool_]
    answer_days: Singles
    capacities: npt.NDArray[np.int64]
    answers: npt.NDArray[np.bool_]
    arrivals: Floats
    tandem_days: Floats


def draw_town(market: Market, seed: int) -> Town:
    rng = np.random.default_rng(seed)
    mentees, mentors = draw_people(market.mentees, (1, 5), rng), draw_people(market.mentors, (2, 6), rng)
    fits = fits_of(mentees, mentors)
    shape = fits.shape
    kinds = rng.random(market.mentors)
    medians = np.where(kinds < SLOW, SLOW_MEDIAN_DAYS, USUAL_MEDIAN_DAYS)
    medians[kinds >= 1 - SILENT] = np.inf
    common = np.sqrt(COMMON) * rng.standard_normal(market.mentors)
    drawn = np.sqrt(1 - COMMON) * rng.standard_normal(shape, np.float32) + common.astype(np.float32)
    taste = logistic(fits, drawn, LIKED)
    # Liked at place k if chance < taste / (1 + 0.2 k): below a place that is the pair's own.
    places = np.ceil((taste / np.maximum(rng.random(shape, np.float32), 1e-6) - 1) / PLACE_DISCOUNT)
    accepts = rng.random(shape, np.float32) < logistic(fits, rng.standard_normal(shape, np.float32), market.accepted)
    days = rng.standard_exponential(shape, np.float32) * (medians / np.log(2)).astype(np.float32)
    return Town(
        fits=fits,
        likes_before=np.clip(places, 0, 100).astype(np.int8),
        accepts=accepts,
        answer_days=days,
        capacities=rng.choice(np.arange(1, 6), market.mentors, p=CAPACITIES),
        answers=np.isfinite(medians),
        arrivals=np.sort(rng.random(market.mentees) * market.days),
        tandem_days=rng.uniform(*TANDEM_DAYS, market.mentees),
    )


def logistic(fits: Singles, drawn: Singles, at_usual_fit: float) -> Singles:
    """The chance of a yes, that much where the fit is usual and nothing private was drawn."""
    odds = np.log(at_usual_fit / (1 - at_usual_fit))
    chance: Singles = 1 / (1 + np.exp(-(np.float32(STEEPNESS) * (fits - np.float32(USUAL_FIT)) + drawn + odds)))
    return chance.astype(np.float32)


def draw_people(many: int, goals: tuple[int, int], rng: np.random.Generator) -> People:
    areas = [area for area in load_atlas().find(TERRITORY, 1000) if area.code.startswith(TERRITORY)]
    population = np.array([area.population for area in areas], dtype=np.float64)
    centres = unit_vectors([area.latitude for area in areas], [area.longitude for area in areas])
    # Which trades are common is the same in every town; one in twelve of those shipped occurs in none.
    popular = np.random.default_rng(SECTORS).permutation(len(similarity_table()))[:SECTORS]
    sectors = _some(many, 1 / np.arange(1, SECTORS + 1), (1, 3), rng)
    parts = _some(many, np.ones(DAY_PARTS), (1, 6), rng)
    bits = np.where(parts >= 0, 1 << np.maximum(parts, 0), 0).sum(axis=1)
    return People(
        sectors=np.where(sectors >= 0, popular[sectors], -1).astype(np.int16),
        goals=_some(many, np.ones(len(all_goals())), goals, rng).astype(np.int8),
        xyz=centres[rng.choice(len(areas), many, p=population / population.sum())],
        modalities=rng.integers(1, 4, many).astype(np.uint8),
        availability=np.where(rng.random(many) < 0.7, bits, 0).astype(np.uint32),
    )


def _some(many: int, popularity: Floats, between: tuple[int, int], rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """For each of many so many different ones, the more popular the likelier; -1 fills up."""
    least, most = between
    keys = rng.gumbel(size=(many, len(popularity))) + np.log(popularity)
    chosen = np.argsort(-keys, axis=1)[:, :most]
    return np.where(np.arange(most) < rng.integers(least, most + 1, many)[:, None], chosen, -1)


def fits_of(mentees: People, mentors: People) -> Singles:
    """The fit of every pair, by the published terms: float32 (mentees, mentors), -1 without a common way to meet."""
    rules = Rules(Weights(), similarity_table())
    weights = rules.weights
    # As ranking.terms reads them: a row per slot, from 1, with 0 for none.
    sectors, goals = (mentees.sectors.T + 1).astype(np.int16), (mentees.goals.T + 1).astype(np.uint8)
    places = np.ascontiguousarray(mentees.xyz.T)
    fits = np.empty((len(mentees.goals), len(mentors.goals)), np.float32)
    for mentor in range(len(mentors.goals)):
        similar = rules.similar_to([place for place in mentors.sectors[mentor].tolist() if place >= 0])
        offered = [goal for goal in mentors.goals[mentor].tolist() if goal >= 0]
        open_to = int(mentors.modalities[mentor])
        fit = (
            weights.sector * terms.sector(similar, sectors)
            + weights.goals * terms.goals_of_cards(goals, offered, weights)
            + weights.place * terms.place(places, mentees.modalities, mentors.xyz[mentor], open_to, weights)
            + weights.time * terms.time(mentees.availability, int(mentors.availability[mentor]), weights)
        )
        fits[:, mentor] = np.where(mentees.modalities & np.uint8(open_to), fit, -1.0)
    return fits
