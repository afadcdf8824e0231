"""The calls of each measure, made before the clock starts, each with the answer it must have."""

from collections.abc import Callable
from uuid import UUID

import numpy as np

from app.members.model import Role
from bench.load import Call, call
from bench.people import Person

# Of five mentees' 80 swipes, 56 are passes, 20 become requests and 4 form a tandem: 70 %, 25 % and 5 %.
ASKED, FORMED, PASSED = slice(0, 4), 4, slice(5, 16)
GROUP = 5
SWIPES_PER_MENTEE = 16

PASS = b'{"verdict":"pass","swipedAt":"2026-01-05T08:30:00+01:00"}'
LIKE = b'{"verdict":"like","swipedAt":"2026-01-05T08:30:00+01:00"}'
ASK = '{"verdict":"like","message":"Bonjour, votre métier m\'attire : pourrions-nous en parler ?"}'.encode()

Token = Callable[[Person], str]


def likes_beforehand(mentees: list[Person], hands: list[list[Person]]) -> list[tuple[Person, Person, Role]]:
    """The first halves of the tandems to form: every second one waits as a request."""
    return [
        (mentee, hand[FORMED], "mentor" if place % 2 else "mentee")
        for place, (mentee, hand) in enumerate(zip(mentees, hands, strict=True))
    ]


def swipes(mentees: list[Person], hands: list[list[Person]], token: Token, rng: np.random.Generator) -> list[Call]:
    """The mix, in any order: no card is swiped twice, and nobody comes to more than five requests."""
    calls = [
        made
        for place, (mentee, hand) in enumerate(zip(mentees, hands, strict=True))
        for made in _swipes_of(place, mentee, hand, token)
    ]
    return [calls[place] for place in rng.permutation(len(calls))]


def asks(mentees: list[Person], mentors: list[Person], each: int, token: Token, rng: np.random.Generator) -> list[Call]:
    """First likes, so many by each mentee, and those as far apart as can be: none waits for another of the same."""
    asked = [rng.choice(len(mentors), each, replace=False) for _ in mentees]
    return [
        _ask(mentee, mentors[cards[turn]], token)
        for turn in range(each)
        for mentee, cards in zip(mentees, asked, strict=True)
    ]


def bare_upserts(many: int, rng: np.random.Generator) -> list[Call]:
    """Upserts of which about half find a row."""
    ids = [UUID(bytes=rng.bytes(16), version=4) for _ in range(many // 2)]
    rows = (ids[place] for place in rng.integers(len(ids), size=many))
    return [call("PUT", f"/bare/{id}", 200, body=PASS, shows=b'"verdict":"pass"') for id in rows]


def hellos(many: int) -> list[Call]:
    return [call("GET", "/hello", 200, shows=b"world")] * many


def sign_ins(members: list[Person], token: Token) -> list[Call]:
    """Once each, so that every token is known: the first check of one is no part of a swipe."""
    return [call("GET", "/v1/me", 200, token(member), shows=str(member.id).encode()) for member in members]


def decks(members: list[Person], token: Token) -> list[Call]:
    return [call("GET", "/v1/deck", 200, token(member), shows=b'"exhausted":false') for member in members]


def _swipes_of(place: int, mentee: Person, hand: list[Person], token: Token) -> list[Call]:
    asked = [_ask(mentee, card, token) for card in hand[ASKED]]
    passed = [_swipe(mentee, card, token, PASS, b'"outcome":"passed"') for card in hand[PASSED]]
    if place % GROUP == 0:
        card = hand[PASSED.stop]
        return [*asked, *passed, _swipe(mentee, card, token, PASS, b'"outcome":"passed"')]
    says, of = (mentee, hand[FORMED]) if place % 2 else (hand[FORMED], mentee)
    return [*asked, *passed, _swipe(says, of, token, LIKE, b'"outcome":"tandem"')]


def _ask(mentee: Person, mentor: Person, token: Token) -> Call:
    return _swipe(mentee, mentor, token, ASK, b'"outcome":"requested"')


def _swipe(says: Person, of: Person, token: Token, body: bytes, shows: bytes) -> Call:
    return call("PUT", f"/v1/swipes/{of.id}", 200, token(says), body, shows)
