"""Whether the lists are those of a plain float64 scan, to the last bit: of thousands of questions, many awkward."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from bench.ranking.market import SECTORS, mentors, seekers
from bench.ranking.rivals import Positions, float64_scan
from ranking import Cards, Index, Role, Rules, Seeker

SMALL = 100_000
# One that is graded, where the others have blocks.
GRADED = 10_000
FEW = 300
Question = tuple[Index, Seeker, int, Positions | None]
ROLES: tuple[Role, ...] = ("mentee", "mentor")


def differing(index: Index, count: int, rules: Rules, rng: np.random.Generator) -> int:
    """How many of so many lists differ: 300 of them of this index, the rest of four smaller ones."""
    few = min(FEW, count)
    asked = [*questions(index, few, rng)]
    markets = (
        mentors(rng, SMALL),
        mentors(rng, SMALL, half_in_one=True),
        level(mentors(rng, SMALL)),
        mentors(rng, GRADED),
    )
    for cards in markets:
        asked += questions(Index.build(cards), (count - few) // len(markets), rng)
    asked += questions(index, count - len(asked), rng)
    return sum(not _same(question, rules) for question in asked)


def questions(index: Index, count: int, rng: np.random.Generator) -> Iterator[Question]:
    """Ordinary ones of both roles, and among them: no goal, one goal, remote only, nothing in common, much seen."""
    n = len(index)
    for at, seeker in enumerate(seekers(rng, count, "mentee")):
        asking = replace(seeker, role=ROLES[at % 5 == 4])
        match at % 11:
            case 0:
                asking = replace(asking, goals=[])
            case 1:
                asking = replace(asking, goals=asking.goals[:1])
            case 2:
                asking = replace(asking, modalities=2)
            case 3:
                asking = replace(asking, sectors=[], goals=[], modalities=1, availability=0)
            case 4:
                asking = replace(asking, sectors=list(range(SECTORS)))
        seen = rng.integers(0, n, (0, 100, n // 10)[at % 3]) if at % 2 else None
        yield index, asking, (50, 200, 10)[at % 3], seen


def level(cards: Cards) -> Cards:
    """The same in everything but their place and goals, and most of them in these, too."""
    one = np.zeros(len(cards), dtype=np.intp)
    names = ("sectors", "modalities", "languages", "availability", "priors")
    few = np.arange(len(cards)) % 8
    return replace(
        cards,
        **{name: getattr(cards, name)[one] for name in names},
        goals=cards.goals[few],
        xyz=cards.xyz[few],
    )


def _same(question: Question, rules: Rules) -> bool:
    index, seeker, k, seen = question
    ours = index.top(seeker, k, rules, exclude=seen)
    theirs = float64_scan(index, seeker, k, rules, seen)
    return all(
        np.array_equal(getattr(ours, name), getattr(theirs, name)) for name in ("positions", "scores", "fits", "terms")
    )
