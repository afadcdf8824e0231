"""Which cards a member is dealt, in which order, and why: arithmetic on arrays, and nothing else."""

from ranking.market import Cards, Role, Seeker, padded
from ranking.places import EARTH_RADIUS_KM, unit_vectors
from ranking.priors import aged_counts, answer_rates, mentee_priors, mentor_priors, platform_rate
from ranking.reasons import Reasons, reasons
from ranking.rules import Rules, sector_similarity
from ranking.scan import Ranked, top
from ranking.terms import IN_PERSON, REMOTE
from ranking.weights import DAY_PARTS, MOST_GOALS, TERMS, Weights

__all__ = [
    "DAY_PARTS",
    "EARTH_RADIUS_KM",
    "IN_PERSON",
    "MOST_GOALS",
    "REMOTE",
    "TERMS",
    "Cards",
    "Ranked",
    "Reasons",
    "Role",
    "Rules",
    "Seeker",
    "Weights",
    "aged_counts",
    "answer_rates",
    "mentee_priors",
    "mentor_priors",
    "padded",
    "platform_rate",
    "reasons",
    "sector_similarity",
    "top",
    "unit_vectors",
]
