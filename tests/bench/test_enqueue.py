"""What a notice costs: measured in turns of which half tell, and every second one does."""

import json
import random
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest

from bench import enqueue

ROOT = Path(__file__).parents[2]
# In a process of its own, because it gives away one of its cores.
SHORT = """
import json
from bench import enqueue
enqueue.TURN, enqueue.CALLERS = 64, 16
print(json.dumps(enqueue.enqueue_cost(4 * 4 * 64)))
"""


@pytest.mark.timeout(120)
def test_half_of_the_likes_tell_and_their_cost_lies_in_its_interval() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SHORT], cwd=ROOT, capture_output=True, text=True, timeout=110, check=False
    )
    assert ran.returncode == 0, ran.stderr  # that half of them told somebody is asserted there
    figures = json.loads(ran.stdout)
    assert figures["enqueue_cost_low"] <= figures["enqueue_cost"] <= figures["enqueue_cost_high"]
    assert figures["like_processor_us"] > 10
    assert figures["likes_per_s"] > 10


def test_the_interval_of_a_median_holds_it_nineteen_times_of_twenty() -> None:
    rng, held, wide = random.Random(4), 0, 0.0
    for _ in range(1_000):
        low, middle, high = enqueue.median_of([rng.gauss(0.05, 0.2) for _ in range(32)])
        held += low <= 0.05 <= high
        wide += (high - low) / 1_000
        assert low <= middle <= high
    assert 920 <= held <= 985
    assert wide < 0.25


def test_a_handful_has_the_widest_interval() -> None:
    values = [0.3, 0.1, 0.2]
    assert enqueue.median_of(values) == (0.1, median(values), 0.3)
