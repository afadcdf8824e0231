"""What happened, and what of it may not have: each checker returns one sentence per wrong, none when all is well."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Pair = tuple[str, str]  # mentee, mentor


@dataclass(frozen=True)
class Call:
    """An answered call about a pair; times in seconds of the machine's clock, which the database shares."""

    pair: Pair
    status: int
    outcome: str  # or the type of the problem
    tandem_id: str | None
    began: float
    ended: float


@dataclass(frozen=True)
class Tandem:
    id: str
    pair: Pair
    open: bool


@dataclass(frozen=True)
class Notice:
    """A TandemFormed of the outbox."""

    tandem_id: str
    recipient_id: str
    state: str


@dataclass(frozen=True)
class SeatState:
    """A mentor's seats as one transaction left them, written under a lock just before it committed."""

    at: float
    taken: int
    capacity: int
    open: int


@dataclass(frozen=True)
class Dealt:
    """The cards of one deck, and when it was asked for."""

    member_id: str
    cards: Sequence[str]
    began: float


@dataclass(frozen=True)
class Acknowledged:
    """A swipe that was answered with success, and when."""

    verdict: str
    at: float


def wrong_matches(
    mutual: Iterable[Pair], calls: Sequence[Call], tandems: Sequence[Tandem], notices: Sequence[Notice]
) -> list[str]:
    """Pairs who like each other form exactly one tandem, both are told once, and the answers agree."""
    return [
        *_lost_and_double(mutual, tandems),
        *wrong_notices(tandems, notices),
        *_errors(calls),
        *_answers_that_disagree(calls, tandems),
    ]


def wrong_notices(tandems: Iterable[Tandem], notices: Iterable[Notice]) -> list[str]:
    """One durable notice per tandem and recipient: no more, no fewer."""
    told = Counter((notice.tandem_id, notice.recipient_id) for notice in notices)
    due = Counter((tandem.id, member) for tandem in tandems for member in tandem.pair)
    missing = [f"{member} is not told of tandem {tandem}" for tandem, member in (due - told)]
    return missing + [f"{member} is told too often of tandem {tandem}" for tandem, member in (told - due)]


def unsettled(notices: Iterable[Notice]) -> list[str]:
    """Every notice has been sent."""
    return [
        f"the notice of {notice.tandem_id} to {notice.recipient_id} is {notice.state}"
        for notice in notices
        if notice.state != "sent"
    ]


def wrong_seats(states: Sequence[SeatState], acceptances: Iterable[Call]) -> list[str]:
    """For one mentor: never above at any committed state, no drift, nobody turned away from a free seat."""
    return [
        *(f"{state.taken} seats taken and {state.open} tandems open" for state in states if state.taken != state.open),
        *(
            f"seat {after.open} taken of {after.capacity}"
            for before, after in pairwise(states)
            if after.open > before.open and after.open > after.capacity
        ),
        *(
            f"{call.pair[0]} was refused while a seat was free"
            for call in acceptances
            if call.outcome == "urn:tandem:mentor-full" and _free_throughout(states, call)
        ),
    ]


def wrong_choices(mentee_id: str, acceptances: Sequence[Call], tandems: Sequence[Tandem], waiting: int) -> list[str]:
    """Of the mentors who accept a one-tandem mentee at once, one wins, the others read why, and nothing waits."""
    won = [call for call in acceptances if call.status == 201]
    lost = [call for call in acceptances if (call.status, call.outcome) == (409, "urn:tandem:request-closed")]
    held = [tandem for tandem in tandems if tandem.open and tandem.pair[0] == mentee_id]
    found = {
        f"{len(won)} acceptances won": len(won) == 1,
        "a loser was not told that the request is closed": len(won) + len(lost) == len(acceptances),
        f"{mentee_id} holds {len(held)} tandems": len(held) == 1,
        f"{waiting} requests still wait": waiting == 0,
    }
    return [wrong for wrong, right in found.items() if not right]


def lost_swipes(acknowledged: Mapping[Pair, Acknowledged], stored: Mapping[Pair, str]) -> list[str]:
    """Every acknowledged swipe (of a member, on a card) is stored as it was acknowledged."""
    return [
        f"{member} said {said.verdict} of {card}, and {stored.get((member, card), 'nothing')} is stored"
        for (member, card), said in acknowledged.items()
        if stored.get((member, card)) != said.verdict
    ]


def repeated_cards(acknowledged: Mapping[Pair, Acknowledged], decks: Iterable[Dealt]) -> list[str]:
    """No deck asked for after a swipe was acknowledged holds the card again."""
    return [
        f"{deck.member_id} was dealt {card} again"
        for deck in decks
        for card in deck.cards
        if (said := acknowledged.get((deck.member_id, card))) is not None and said.at < deck.began
    ]


def _lost_and_double(mutual: Iterable[Pair], tandems: Iterable[Tandem]) -> list[str]:
    formed = Counter(tandem.pair for tandem in tandems if tandem.open)
    due = Counter(dict.fromkeys(mutual, 1))
    lost = [f"{pair} formed no tandem" for pair in (due - formed)]
    return lost + [f"{pair} formed {formed[pair]} tandems" for pair in (formed - due)]


def _errors(calls: Iterable[Call]) -> list[str]:
    return [f"{call.pair} was answered {call.status} {call.outcome}" for call in calls if call.status >= 400]


def _answers_that_disagree(calls: Sequence[Call], tandems: Iterable[Tandem]) -> list[str]:
    """Each pair reads of its own tandem or of none, and of none no longer once one of the two has read of it."""
    real = {tandem.id: tandem.pair for tandem in tandems}
    known_at: dict[Pair, float] = defaultdict(lambda: float("inf"))
    for call in calls:
        if call.tandem_id is not None:
            known_at[call.pair] = min(known_at[call.pair], call.ended)
    return [
        f"{call.pair} read of tandem {call.tandem_id}"
        for call in calls
        if (call.tandem_id is not None and real.get(call.tandem_id) != call.pair)
        or (call.tandem_id is None and call.began > known_at[call.pair])
    ]


def _free_throughout(states: Sequence[SeatState], call: Call) -> bool:
    """Whether a seat was free in every state that may have been in force between the call's begin and its end.

    A state is committed after its own `at` and before that of the next, which waited for it; so it may be in
    force until the `at` of the one after that.
    """
    ends = [after.at for after in states[2:]] + [float("inf")] * 2
    return all(
        state.open < state.capacity
        for state, end in zip(states, ends, strict=False)
        if state.at <= call.ended and end >= call.began
    )
