"""One side of the market: the best cards, and a few that nobody has seen for long."""

import time
from uuid import UUID, uuid4

import numpy as np
import pytest

from app.decks import columns
from app.decks.model import LookingMember, MenteeRow, MentorRow
from app.decks.side import NEVER, Census, Side
from app.decks.standing import MENTEES, MENTORS
from ranking import rated

DEALT = 60


def _mentor(place: int, **changed: object) -> MentorRow:
    given: dict[str, object] = {
        "id": uuid4(),
        "rank": place,
        "area_code": "13201",
        "sectors": ["A01"],
        "goals": ["hire"],
        "modalities": ["remote"],
        "languages": ["fr"],
        "availability": [],
        "eligible": True,
        "shown_at": time.time(),
        "waiting": 0,
        "seats_free": 1,
        "yes_weight": 0.0,
        "answer_weight": 0.0,
        "answered_at": time.time(),
        "last_seen_at": time.time(),
    }
    return MentorRow(**(given | changed))  # type: ignore[arg-type]


SEEKER = columns.seeker_of(
    LookingMember("mentee", "13201", ["A01"], ["hire"], ["remote"], ["fr"], []),
)


@pytest.fixture
def rows() -> list[MentorRow]:
    """The last ten of them were never shown, and are the last that anybody would be dealt."""
    known = [_mentor(place) for place in range(190)]
    return [*known, *(_mentor(place, goals=["recover"], shown_at=NEVER) for place in range(190, 200))]


def _side(rows: list[MentorRow]) -> Side[MentorRow]:
    return Side.of(MENTORS, Census.of(rows, MENTORS), time.time())


def test_a_small_share_of_places_goes_to_those_never_shown(rows: list[MentorRow]) -> None:
    side, rng = _side(rows), np.random.default_rng(5)
    deals = [side.deal(SEEKER, [], DEALT, rng) for _ in range(300)]
    placed = np.concatenate([dealt.positions[dealt.randomised] for dealt in deals])
    share = columns.rules().weights.exploration_share
    assert len(placed) == pytest.approx(300 * DEALT * share, rel=0.2)
    assert (placed >= 190).mean() > 0.9
    assert set(placed[placed >= 190]) == set(range(190, 200))


def test_each_card_has_the_terms_that_its_index_gives_it(rows: list[MentorRow]) -> None:
    side = _side(rows)
    dealt = side.deal(SEEKER, [], DEALT, np.random.default_rng(5))
    assert len(set(dealt.positions.tolist())) == DEALT
    for position, terms in zip(dealt.positions, dealt.terms, strict=True):
        assert (rated(side.index, SEEKER, np.array([position]), columns.rules()).terms[0] == terms).all()


def test_who_was_seen_or_may_not_be_met_is_not_placed_by_chance_either(rows: list[MentorRow]) -> None:
    away = [*rows[:190], _mentor(190, eligible=False, shown_at=NEVER), _mentor(191, languages=["en"], shown_at=NEVER)]
    side, rng = _side([*away, rows[-1]]), np.random.default_rng(5)
    for _ in range(200):
        assert side.deal(SEEKER, [rows[-1].id], DEALT, rng).positions.max() < 190


def test_nobody_is_placed_by_chance_where_everybody_is_dealt(rows: list[MentorRow]) -> None:
    side = _side(rows[:DEALT])
    dealt = side.deal(SEEKER, [rows[0].id], DEALT, np.random.default_rng(5))
    assert dealt.positions.tolist() == list(range(1, DEALT))
    assert not dealt.randomised.any()


def test_changes_and_newcomers_make_the_side_that_a_census_would(rows: list[MentorRow]) -> None:
    changed = [_mentor(3, id=rows[3].id, waiting=4), _mentor(7, id=rows[7].id, eligible=False)]
    newcomers = [_mentor(place, seats_free=3) for place in range(200, 1_400)]
    live = _side(rows)
    live.take([*changed, *newcomers], time.time())
    now_true = {row.id: row for row in [*rows, *changed, *newcomers]}
    fresh = _side(list(now_true.values()))
    assert len(live) == len(fresh) == 1_400
    assert _best(live) == _best(fresh)


def test_a_mentee_who_waits_longer_is_worth_more(rows: list[MentorRow]) -> None:
    common = {name: getattr(rows[0], name) for name in rows[0].__struct_fields__[:11] if name not in ("id", "rank")}
    waits = [
        MenteeRow(id=uuid4(), rank=rank, **common, tandems=0, waiting_since=time.time() - days * 86_400)
        for rank, days in enumerate((0, 30, 10))
    ]
    side = Side.of(MENTEES, Census.of(waits, MENTEES), time.time())
    mentor = columns.seeker_of(LookingMember("mentor", "13201", ["A01"], ["hire"], ["remote"], ["fr"], []))
    assert side.index.top(mentor, 3, columns.rules()).positions.tolist() == [1, 2, 0]


def _best(side: Side[MentorRow]) -> list[UUID]:
    ranked = side.index.top(SEEKER, 1_300, columns.rules())
    return [side.directory.id_at(position) for position in ranked.positions.tolist()]
