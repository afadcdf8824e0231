"""The market bench runs, says what it promises, and keeps the market's own rules."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import msgspec
import numpy as np
import pytest

from bench.markets.live import live_through
from bench.markets.policies import MentorsNow, Policy, by_fit, load_aware, policies, reciprocal
from bench.markets.requests import Requests
from bench.markets.sightings import Sightings
from bench.markets.town import Market, Town, draw_town
from ranking.weights import Weights

ROOT = Path(__file__).parents[2]
SMALL = Market("small", "a small one", 0.5, mentors=60, mentees=300, days=20)


@pytest.fixture(scope="module")
def town() -> Town:
    return draw_town(SMALL, 1)


def own_requests(town: Town, *, days: float = 1.0, accepts: bool = True) -> Requests:
    """A town of which everybody answers after so many days, all alike."""
    same = msgspec.structs.replace(
        town,
        answer_days=np.full(town.fits.shape, days, np.float32),
        accepts=np.full(town.fits.shape, accepts),
        capacities=np.ones(len(town.capacities), np.int64),
    )
    return Requests(same, Weights())


def test_a_request_is_answered_after_its_days(town: Town) -> None:
    requests = own_requests(town, days=2.0)
    requests.send(3, 4, 1.0)
    requests.pass_time(2.9)
    assert (requests.waiting_at_mentors[4], requests.waiting_of_mentees[3]) == (1, 1)
    requests.pass_time(3.1)
    assert requests.formed_at == [3.0]
    assert (requests.waiting_at_mentors[4], requests.seats_free[4]) == (0, 0)


def test_a_request_that_nobody_answers_expires_as_a_no(town: Town) -> None:
    requests = own_requests(town, days=np.inf)
    requests.send(3, 4, 0.0)
    requests.pass_time(14.1)
    assert requests.waiting_of_mentees[3] == 0
    assert requests.mentors_now(14.0).received[4] == pytest.approx(1)
    assert requests.mentors_now(14.0).accepted[4] == 0


def test_a_full_mentor_accepts_nobody_until_a_seat_is_free(town: Town) -> None:
    requests = own_requests(msgspec.structs.replace(town, tandem_days=np.full(300, 5.0)))
    requests.send(1, 4, 0.0)
    requests.send(2, 4, 0.5)
    requests.pass_time(5.9)
    assert requests.formed_at == [1.0]
    assert requests.waiting_at_mentors[4] == 1
    requests.pass_time(7.1)
    assert requests.formed_at == [1.0, 7.0]
    assert requests.above_capacity == 0


def test_a_tandem_releases_the_mentee_s_other_requests(town: Town) -> None:
    requests = own_requests(town)
    requests.send(1, 4, 0.0)
    requests.send(1, 5, 0.5)
    requests.pass_time(9.0)
    assert requests.formed_at == [1.0]
    assert requests.waiting_at_mentors.sum() == requests.waiting_of_mentees.sum() == 0
    # Nobody said no: a released request says nothing of its mentor.
    assert requests.mentors_now(9.0).received[5] == 0


def test_a_mentor_above_capacity_is_noticed(town: Town) -> None:
    requests = own_requests(town)
    requests.seats_free[4] = -1
    requests._form(1, 4, 0.0)
    assert requests.above_capacity == 1


@pytest.mark.parametrize("policy", policies(0.1), ids=lambda policy: policy.name)
def test_the_rules_hold_under_every_policy(town: Town, policy: Policy) -> None:
    outcome = live_through(SMALL, town, policy, 1)
    assert outcome.above_capacity == 0
    assert 0 < outcome.tandems == outcome.by_day[-1] <= outcome.requests
    assert len(outcome.by_day) == SMALL.days
    assert outcome.by_day == sorted(outcome.by_day)


def test_the_same_seed_gives_the_same_market(town: Town) -> None:
    way = policies(0.1)[-1]
    assert live_through(SMALL, draw_town(SMALL, 1), way, 1) == live_through(SMALL, town, way, 1)


def test_a_town_is_left_as_it_was(town: Town) -> None:
    before = town.fits.copy()
    live_through(SMALL, town, policies(0.0)[0], 1)
    assert (town.fits == before).all()


def test_a_town_is_what_the_design_says() -> None:
    drawn = draw_town(Market("large", "", 0.5, mentors=2_000, mentees=400), 5)
    assert drawn.capacities.mean() == pytest.approx(2.5, abs=0.1)
    assert drawn.answers.mean() == pytest.approx(0.9, abs=0.03)
    usual = np.median(drawn.answer_days, axis=0)
    assert (usual[drawn.answers] > 3).mean() == pytest.approx(0.2 / 0.9, abs=0.04)
    assert ((drawn.fits == -1) | ((drawn.fits >= 0) & (drawn.fits <= 1))).all()


def test_exploration_shows_whom_nobody_saw() -> None:
    """Every mentor's deck begins with the same people, and there are far more of them than places."""
    many = Market("many", "", 0.5, mentors=20, mentees=1_200, days=20)
    people = draw_town(many, 1)
    favourites = Policy("favourites", "", by_fit, lambda now: np.linspace(1, 1e-3, len(now.waiting)) ** 9)
    alone = live_through(many, people, favourites, 1)
    explored = live_through(many, people, msgspec.structs.replace(favourites, exploration_share=0.3), 1)
    assert alone.mentees_never_seen > 1.2 * explored.mentees_never_seen


def test_load_and_a_steady_answer_do_what_they_say() -> None:
    now = MentorsNow(np.array([1.0, 0.0]), np.array([10.0, 990.0]), np.zeros(2), np.array([0, 4]), np.array([1, 2]))
    assert by_fit(now).tolist() == [1, 1]
    assert reciprocal(now)[0] > 10 * reciprocal(now)[1] > 0
    assert load_aware(now)[1] < load_aware(now)[0]


def test_sightings_wait_for_nobody_who_cannot_be_dealt() -> None:
    seen = Sightings(np.zeros(2))
    here, away = np.array([True, True]), np.array([True, False])
    seen.offer(here, 1.0)
    seen.see(np.array([0]), 2.0)
    seen.offer(away, 3.0)
    assert seen.longest == 1.0
    seen.offer(here, 9.0)
    assert seen.unseen_days(10.0).tolist() == [8.0, 1.0]
    assert seen.times.tolist() == [1, 0]


@pytest.mark.campaign
def test_the_promised_figures_are_there(tmp_path: Path) -> None:
    picture = tmp_path / "market.svg"
    command = [sys.executable, "-m", "bench.market", "--json", "--seeds", "2", "--markets", "plentiful"]
    ran = subprocess.run(
        [*command, "--plot", str(picture)], cwd=ROOT, capture_output=True, text=True, timeout=110, check=True
    )
    figures = json.loads(ran.stdout)
    assert figures["worst_vs_published"] >= 0.97
    assert len(figures["shapes"]) == 5
    assert figures["above_capacity"] == 0
    assert {"live_gain_over_reciprocal", "live_gain_low", "gini"} <= figures.keys()
    assert ET.fromstring(picture.read_text("utf-8")).tag.endswith("svg")
