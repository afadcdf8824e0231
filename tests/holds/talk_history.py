"""What two said to each other and saw of it, and what of it may not have been: one sentence per wrong."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple


class Stored(NamedTuple):
    """A message as the database or a phone has it."""

    sequence: int
    client_id: str


@dataclass
class Side:
    """One of the two: what they sent, in order, what was acknowledged under which number, what their phone shows."""

    sent: list[str] = field(default_factory=list)
    acknowledged: dict[str, int] = field(default_factory=dict)
    view: list[Stored] = field(default_factory=list)
    # Frames that came out of order on one socket.
    astray: list[str] = field(default_factory=list)


@dataclass
class Wrongs:
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    reordered: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)

    def add(self, other: "Wrongs") -> None:
        for name, found in vars(other).items():
            getattr(self, name).extend(found)

    def any(self) -> bool:
        return any(vars(self).values())


def wrong_talk(stored: Sequence[Stored], sides: Sequence[Side]) -> Wrongs:
    """What was acknowledged is stored once under its number; both see what is stored, all of it, in its order."""
    return Wrongs(
        lost=[*_lost(stored, sides), *_unseen(stored, sides)],
        doubled=[wrong for shown in (stored, *(side.view for side in sides)) for wrong in _doubled(shown)],
        reordered=[*_out_of_order(stored, sides), *(wrong for side in sides for wrong in side.astray)],
        gaps=[wrong for shown in (stored, *(side.view for side in sides)) for wrong in _gaps(shown)],
    )


def _lost(stored: Sequence[Stored], sides: Sequence[Side]) -> Iterable[str]:
    kept = set(stored)
    for side in sides:
        for client_id, sequence in side.acknowledged.items():
            if Stored(sequence, client_id) not in kept:
                yield f"{client_id} was acknowledged as {sequence} and is not stored so"


def _unseen(stored: Sequence[Stored], sides: Sequence[Side]) -> Iterable[str]:
    for side in sides:
        shown = set(side.view)
        yield from (f"{message.client_id} was never shown" for message in stored if message not in shown)


def _doubled(shown: Sequence[Stored]) -> Iterable[str]:
    for client_id, times in Counter(message.client_id for message in shown).items():
        if times > 1:
            yield f"{client_id} is there {times} times"
    for sequence, times in Counter(message.sequence for message in shown).items():
        if times > 1:
            yield f"number {sequence} was given {times} times"


def _out_of_order(stored: Sequence[Stored], sides: Sequence[Side]) -> Iterable[str]:
    place = {message.client_id: message.sequence for message in stored}
    for side in sides:
        numbers = [place[client_id] for client_id in side.sent if client_id in place]
        yield from (f"{later} came before {earlier}" for earlier, later in pairwise(numbers) if later < earlier)
        shown = [message.sequence for message in side.view]
        yield from (f"{later} was shown after {earlier}" for earlier, later in pairwise(shown) if later < earlier)


def _gaps(shown: Sequence[Stored]) -> Iterable[str]:
    numbers = {message.sequence for message in shown}
    yield from (
        f"number {missing} is missing" for missing in range(1, max(numbers, default=0)) if missing not in numbers
    )
