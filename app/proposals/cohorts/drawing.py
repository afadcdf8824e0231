"""Who of a cohort would go to whom: the worth of decks, and the seats given so that its sum is largest."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from app.decks import columns
from app.decks.standing import MENTORS
from app.proposals.cohorts.model import (
    NOBODY_FITS,
    SEATS_CONTESTED,
    Drawing,
    DrawnMentee,
    DrawnMentor,
    GivingMentor,
    SeekingMentee,
)
from ranking import Assignment, Cards, Edges, Index, assign, platform_rate
from ranking.exact import Ranked

# More of each mentee's best mentors hardly change the total.
EDGES = 50

Never = Mapping[UUID, Sequence[UUID]]


def draw_up(
    mentees: Sequence[SeekingMentee],
    mentors: Sequence[GivingMentor],
    never: Never,
    answers: tuple[float, float],
    now: float,
) -> Drawing:
    """The best assignment of the mentors' seats; `never`: whom each mentee is not given.

    answers: the platform's (yeses, answers), aged. now: seconds of the epoch.
    """
    ready = [mentee for mentee in mentees if mentee.why is None]
    ranked = _rank(ready, mentors, never, platform_rate(*answers, columns.rules().weights), now)
    found = assign(_edges(ranked, mentors))
    drawn = _place([*_pairs(ready, mentors, ranked, found), *_left(mentees, ready, ranked, found)])
    return Drawing(drawn, _contested(mentors, ranked, found), found.total, found.total + found.gap)


def _rank(
    ready: Sequence[SeekingMentee], mentors: Sequence[GivingMentor], never: Never, rate: float, now: float
) -> list[Ranked]:
    """Each mentee's best mentors, as their deck would have them."""
    table = columns.table_of(mentors)
    eligible = table.pop("eligible")
    index = Index.build(Cards(**table, priors=MENTORS.priors(MENTORS.table(mentors), rate, now)), eligible)
    places = {mentor.id: place for place, mentor in enumerate(mentors)}
    ranked = []
    for mentee in ready:
        exclude = np.array([places[id] for id in never.get(mentee.id, ()) if id in places], dtype=np.intp)
        ranked.append(index.top(columns.seeker_of(mentee.looking), EDGES, columns.rules(), exclude=exclude))
    return ranked


def _edges(ranked: Sequence[Ranked], mentors: Sequence[GivingMentor]) -> Edges:
    lengths = [len(best.positions) for best in ranked]
    return Edges(
        np.repeat(np.arange(len(ranked), dtype=np.int64), lengths),
        _joined([best.positions for best in ranked]).astype(np.int64),
        _joined([best.scores for best in ranked]).astype(np.float64),
        np.array([mentor.seats for mentor in mentors], dtype=np.int64),
        len(ranked),
    )


def _joined(parts: list[npt.NDArray[np.generic]]) -> npt.NDArray[np.generic]:
    return np.concatenate([np.empty(0), *parts])


def _pairs(
    ready: Sequence[SeekingMentee], mentors: Sequence[GivingMentor], ranked: Sequence[Ranked], found: Assignment
) -> list[DrawnMentee]:
    """The most worthy first; among equals, in the order in which the mentees came."""
    pairs = []
    for mentee, best, mentor in zip(ready, ranked, found.mentors.tolist(), strict=True):
        if mentor >= 0:
            at = int(np.flatnonzero(best.positions == mentor)[0])
            worth, terms = float(best.scores[at]), best.terms[at].tolist()
            pairs.append(DrawnMentee(mentee.id, 0, "paired", mentor_id=mentors[mentor].id, worth=worth, terms=terms))
    return sorted(pairs, key=lambda pair: -(pair.worth or 0.0))


def _left(
    mentees: Sequence[SeekingMentee], ready: Sequence[SeekingMentee], ranked: Sequence[Ranked], found: Assignment
) -> list[DrawnMentee]:
    free = [
        DrawnMentee(mentee.id, 0, "left", why=SEATS_CONTESTED if len(best.positions) else NOBODY_FITS)
        for mentee, best, mentor in zip(ready, ranked, found.mentors.tolist(), strict=True)
        if mentor < 0
    ]
    return free + [DrawnMentee(mentee.id, 0, "left", why=mentee.why) for mentee in mentees if mentee.why]


def _place(drawn: Sequence[DrawnMentee]) -> list[DrawnMentee]:
    """Numbered from 1."""
    return [replace(mentee, place=place) for place, mentee in enumerate(drawn, 1)]


def _contested(mentors: Sequence[GivingMentor], ranked: Sequence[Ranked], found: Assignment) -> list[DrawnMentor]:
    favourites = [int(best.positions[0]) for best in ranked if len(best.positions)]
    wanted = np.bincount(np.array(favourites, dtype=np.int64), minlength=len(mentors))
    return [
        DrawnMentor(mentors[place].id, mentors[place].seats, int(wanted[place]), float(found.prices[place]))
        for place in np.flatnonzero(found.prices > 0).tolist()
    ]
