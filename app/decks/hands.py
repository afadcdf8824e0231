"""The decks this process dealt or showed last: a member who asks again costs one statement, and no encoding."""

from collections import OrderedDict

import msgspec

from app.decks.model import DealtCard, DealtDeck
from app.errors import Language, Words
from app.people.wire import Person

# About 30 kB each.
MOST_KEPT = 1_000

NO_DECK = DealtDeck(None, 0, [], [], [])


class Shown(msgspec.Struct, frozen=True):
    """Cards to send, in order, each with its member; `advice` when there are fewer than asked for.

    `bodies` keeps what was sent of them, encoded, by language.
    """

    deck: DealtDeck
    cards: list[tuple[DealtCard, Person]]
    advice: Words | None = None
    bodies: dict[Language, bytes] = msgspec.field(default_factory=dict)


class Hand:
    """A deck, and what was shown of it last: of so many cards, at these places, with profiles of these versions."""

    def __init__(self, deck: DealtDeck) -> None:
        self.deck = deck
        self._shown: tuple[tuple[int, list[int], list[int]], Shown] | None = None

    def shown(self, limit: int, places: list[int], versions: list[int]) -> Shown | None:
        if self._shown is None or self._shown[0] != (limit, places, versions):
            return None
        return self._shown[1]

    def show(self, limit: int, places: list[int], versions: list[int], shown: Shown) -> None:
        self._shown = (limit, places, versions), shown


class Hands:
    """The hands of those who asked last."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._hands: OrderedDict[str, Hand] = OrderedDict()
        self._most = most

    def of(self, uid: str) -> Hand | None:
        hand = self._hands.get(uid)
        if hand is not None:
            self._hands.move_to_end(uid)
        return hand

    def take(self, uid: str, deck: DealtDeck) -> Hand:
        hand = self._hands[uid] = Hand(deck)
        self._hands.move_to_end(uid)
        while len(self._hands) > self._most:
            self._hands.popitem(last=False)
        return hand
