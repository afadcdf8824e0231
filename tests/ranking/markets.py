"""Markets drawn at random: the ordinary ones and the awkward ones."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from ranking import Cards, Index, Ranked, Role, Rules, Seeker, Weights, sector_similarity, unit_vectors

SECTORS, FIELDS, GOALS = 30, 6, 20
Spread = Literal["one point", "few areas", "a county", "the world"]
Priors = Literal["all equal", "few values", "nearly equal", "any", "zero", "tiny"]
SPREADS: tuple[Spread, ...] = ("one point", "few areas", "a county", "the world")
ROLES: tuple[Role, ...] = ("mentee", "mentor")
PRIORS: tuple[Priors, ...] = ("all equal", "few values", "nearly equal", "any", "zero", "tiny")


@dataclass(frozen=True, slots=True)
class Market:
    seeker: Seeker
    cards: Cards
    eligible: npt.NDArray[np.bool_] | None
    exclude: npt.NDArray[np.intp] | None
    k: int
    rules: Rules


def usual_rules(weights: Weights | None = None) -> Rules:
    weights = weights or Weights()
    fields = [sector % FIELDS for sector in range(SECTORS)]
    return Rules(weights, sector_similarity(fields, [(0, 1), (2, 3), (5, 1)], weights))


@st.composite
def weights(draw: st.DrawFn) -> Weights:
    parts = draw(st.lists(st.integers(0, 9), min_size=4, max_size=4).filter(any))
    sector, goals, place, time = (part / sum(parts) for part in parts)
    return Weights(
        *(sector, goals, place, time),
        goal_order=tuple(draw(st.lists(st.sampled_from([3.0, 2.0, 1.0, 0.3, 7.7]), min_size=1, max_size=8))),
        distance_scale_km=draw(st.sampled_from([0.1, 20.0, 35.5, 200.0])),
        remote=draw(st.sampled_from([0.0, 0.4, 1.0])),
        time_unknown=draw(st.sampled_from([0.0, 0.5, 1 / 3])),
    )


@st.composite
def markets(draw: st.DrawFn, sizes: tuple[int, ...] = (0, 1, 2, 7, 60, 900)) -> Market:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n = draw(st.sampled_from(sizes))
    spread = draw(st.sampled_from(SPREADS))
    rules = usual_rules(draw(st.just(Weights()) | weights()))
    cards = cards_of(
        rng,
        n,
        spread=spread,
        priors=draw(st.sampled_from(PRIORS)),
        sectors=draw(st.sampled_from([1, 2, SECTORS])),
        goals=draw(st.sampled_from([1, 3, GOALS])),
        alike=draw(st.booleans()),
    )
    seeker = Seeker(
        role=draw(st.sampled_from(ROLES)),
        sectors=rng.permutation(SECTORS)[: draw(st.integers(0, 3))].tolist(),
        goals=rng.permutation(GOALS)[: draw(st.integers(0, 5))].tolist(),
        xyz=points(rng, 1, spread)[0],
        modalities=draw(st.integers(0, 3)),
        languages=draw(st.sampled_from([0, 1, 2, 3, 2**31])),
        availability=draw(st.just(0) | st.integers(0, 2**21 - 1)),
    )
    return Market(
        seeker,
        cards,
        eligible=draw(st.sampled_from([None, rng.random(n) < 0.7, np.zeros(n, bool), np.ones(n, bool)])),
        exclude=draw(st.sampled_from([None, rng.integers(0, max(n, 1), min(n, 5)), np.arange(n // 2)])),
        k=draw(st.sampled_from([0, 1, 3, 10, 50, 2000])),
        rules=rules,
    )


def cards_of(
    rng: np.random.Generator,
    n: int,
    *,
    spread: Spread = "a county",
    priors: Priors = "any",
    sectors: int = SECTORS,
    goals: int = GOALS,
    alike: bool = False,
) -> Cards:
    """n cards; `sectors` and `goals` bound the vocabulary, `alike` makes every row the first one's copy."""
    cards = Cards(
        sectors=chosen(rng, n, sectors, most=3, dtype=np.int16),
        goals=chosen(rng, n, goals, most=5, dtype=np.int8),
        xyz=points(rng, n, spread),
        modalities=rng.integers(0, 4, n).astype(np.uint8),
        languages=rng.choice(np.array([0, 1, 1, 1, 3, 2**31 + 1], dtype=np.uint32), n),
        availability=(rng.integers(0, 2**21, n) * (rng.random(n) < 0.6)).astype(np.uint32),
        priors=priors_of(rng, n, priors),
        ranks=rng.permutation(n).astype(np.int64) - n // 2,
    )
    return rows(cards, np.zeros(n, dtype=np.intp), priors=cards.priors, ranks=cards.ranks) if alike else cards


def chosen(rng: np.random.Generator, n: int, of: int, most: int, dtype: Any) -> npt.NDArray[Any]:
    table = np.argsort(rng.random((n, max(of, most))), axis=1)[:, :most]
    table[table >= of] = -1
    table[np.arange(most) >= rng.integers(0, most + 1, (n, 1))] = -1
    # What was chosen comes first, in its order.
    order = np.argsort(table < 0, axis=1, kind="stable")
    return np.take_along_axis(table, order, axis=1).astype(dtype)


def points(rng: np.random.Generator, n: int, spread: Spread) -> npt.NDArray[np.float32]:
    if spread == "the world":
        return unit_vectors(rng.uniform(-90, 90, n), rng.uniform(-180, 180, n))
    around = {"one point": 0, "few areas": 4, "a county": 2**30}[spread]
    steps = rng.integers(0, around + 1, (2, n)) / max(around, 1)
    return unit_vectors(43.2 + 0.7 * steps[0], 4.4 + 1.3 * steps[1])


def priors_of(rng: np.random.Generator, n: int, kind: Priors) -> npt.NDArray[np.float64]:
    of_kind: dict[str, npt.NDArray[np.float64]] = {
        "all equal": np.full(n, 0.6),
        "few values": rng.choice([0.0, 0.3, 0.6, 1.0], n),
        "nearly equal": 0.6 + 1e-8 * rng.random(n),
        "any": rng.random(n),
        "zero": np.zeros(n),
        "tiny": 1e-310 * rng.random(n),
    }
    return of_kind[kind]


def rows(cards: Cards, positions: npt.NDArray[np.integer], **columns: npt.NDArray[Any]) -> Cards:
    """Those rows of the cards, with some columns replaced."""
    names = ("sectors", "goals", "xyz", "modalities", "languages", "availability", "priors", "ranks")
    return Cards(**{name: getattr(cards, name)[positions] for name in names} | columns)


def top(
    seeker: Seeker,
    cards: Cards,
    eligible: npt.NDArray[np.bool_] | None,
    k: int,
    rules: Rules,
    *,
    exclude: npt.NDArray[np.integer] | None = None,
) -> Ranked:
    """What an index of these cards answers."""
    return Index.build(cards, eligible).top(seeker, k, rules, exclude=exclude)


def drawn_seekers(rng: np.random.Generator, count: int) -> list[Seeker]:
    return [
        Seeker(
            ROLES[at % 2],
            rng.permutation(SECTORS)[: at % 4].tolist(),
            rng.permutation(GOALS)[: at % 6].tolist(),
            points(rng, 1, "a county")[0],
            1 + at % 3,
            1,
            int(rng.integers(2**21)),
        )
        for at in range(count)
    ]
