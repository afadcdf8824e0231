"""Looking first at those who promise most, then at whoever else could still reach the floor that these have set."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

# How many more each time.
FURTHER = 8
# One in so many tells well enough how high the others are.
SAMPLED = 16


def look_down(most: Array, many: int, least: Callable[[], float], look: Callable[[Array], None]) -> None:
    """Has everybody looked at, once each, whose `most` reaches what `least` says after the last look.

    most: float32 (m,), the most that each can be worth; whoever is below 0 is never looked at. many: about how many
    to look at first.
    """
    above = reach = math.inf
    while reach > (enough := least()):
        reach = enough or _about_nth(most, many)
        found = most >= np.float32(reach)
        if above < math.inf:
            found &= most < np.float32(above)
        look(found.nonzero()[0])
        above, many = reach, many * FURTHER


def _about_nth(most: Array, n: int) -> float:
    """What about n of them reach; 0 when that is most of them."""
    sample = most[::SAMPLED]
    beyond = len(sample) - max(1, n // SAMPLED)
    return max(0.0, float(np.partition(sample, beyond)[beyond])) if beyond > len(sample) // 2 else 0.0
