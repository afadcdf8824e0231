"""Which cards a member is dealt, in which order, and why: arithmetic on arrays, and nothing else."""

from ranking.assignment import Assignment, Edges, assign, prove
from ranking.exact import Ranked
from ranking.exploration import Explored, explore, longest_unseen
from ranking.index import Index
from ranking.market import Cards, Role, Seeker, padded
from ranking.places import EARTH_RADIUS_KM, unit_vectors
from ranking.priors import aged_counts, answer_rates, mentee_priors, mentor_priors, platform_rate
from ranking.rating import rated
from ranking.reasons import Reasons, reasons
from ranking.rows import Rows
from ranking.rules import Rules, sector_similarity
from ranking.terms import IN_PERSON, REMOTE
from ranking.weights import DAY_PARTS, MOST_GOALS, TERMS, Weights

__all__ = [
    "DAY_PARTS",
    "EARTH_RADIUS_KM",
    "IN_PERSON",
    "MOST_GOALS",
    "REMOTE",
    "TERMS",
    "Assignment",
    "Cards",
    "Edges",
    "Explored",
    "Index",
    "Ranked",
    "Reasons",
    "Role",
    "Rows",
    "Rules",
    "Seeker",
    "Weights",
    "aged_counts",
    "answer_rates",
    "assign",
    "explore",
    "longest_unseen",
    "mentee_priors",
    "mentor_priors",
    "padded",
    "platform_rate",
    "prove",
    "rated",
    "reasons",
    "sector_similarity",
    "unit_vectors",
]
