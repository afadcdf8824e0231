"""Decks: the best cards a member may act on now, the same until they swipe."""

from uuid import UUID

import msgspec
import numpy as np

from app.cache import Cache
from app.db import Connection, Database
from app.decks import columns, store, words
from app.decks.faces import FaceBook
from app.decks.market import Market
from app.decks.model import CheckedDeck, DealtCard, DealtDeck, LookingMember
from app.errors import Words
from app.members.errors import AwaitsGuardian, AwaitsVerification, MemberSuspended, ProfileNeeded
from app.people.wire import Person
from ranking import Ranked, Seeker
from ranking import reasons as largest_terms

DEALT = 60  # cards are dealt at once, and shown a few at a time
MARGIN = 10  # cards asked about beyond the limit, so that one look usually finds enough
KEPT_SECONDS = 6 * 3600

NO_DECK = DealtDeck(0, [], [], [])

_packed = msgspec.msgpack.Encoder()
_unpacked = msgspec.msgpack.Decoder(DealtDeck)


class Table(msgspec.Struct, frozen=True):
    """What dealing needs: the truth, the cache, the market, and the faces shown last."""

    db: Database
    cache: Cache
    market: Market
    faces: FaceBook


class Shown(msgspec.Struct, frozen=True):
    """Cards to send, in order, each with its member; `advice` when there are fewer than asked for."""

    deck: DealtDeck
    cards: list[tuple[DealtCard, Person]]
    advice: Words | None = None


async def deal(table: Table, uid: str, limit: int) -> Shown:
    """Up to `limit` cards, best first: those dealt before that still stand, then new ones."""
    kept = _unpack(await table.cache.get(cache_key(uid)))
    async with table.db.connection() as connection:
        checked, standing = await _check(connection, uid, kept.cards, limit)
        if checked.paused:
            return Shown(NO_DECK, [], words.PAUSED)
        if checked.held:
            return Shown(NO_DECK, [], words.HELD)
        if checked.long_unseen:
            await store.mark_seen(connection, checked.id)
        if kept.profile_version != checked.profile_version:
            kept, standing = NO_DECK, []
        elif len(standing) >= limit:
            return Shown(kept, await _with_faces(table, connection, standing, checked, limit))
    await table.market.keep_up(table.db)
    async with table.db.connection() as connection:
        return await _deal_anew(table, connection, uid, standing, limit)


def cache_key(uid: str) -> str:
    return f"deck:{uid}"


async def _check(
    connection: Connection, uid: str, cards: list[DealtCard], limit: int
) -> tuple[CheckedDeck, list[DealtCard]]:
    """The caller, and which of the kept cards still stand: of the first few, or of all when those do not do."""
    first = cards[: limit + MARGIN]
    checked, standing = await _checked(connection, uid, first)
    if len(standing) < limit and len(first) < len(cards):
        checked, standing = await _checked(connection, uid, cards)
    return checked, standing


async def _checked(connection: Connection, uid: str, cards: list[DealtCard]) -> tuple[CheckedDeck, list[DealtCard]]:
    checked = await store.check_deck(connection, uid, [card.id for card in cards])
    if checked is None:
        raise ProfileNeeded
    if checked.suspended:
        raise MemberSuspended
    if checked.awaits_guardian:
        raise AwaitsGuardian
    if checked.awaits_verification:
        raise AwaitsVerification
    return checked, [cards[place] for place in checked.places]


async def _deal_anew(table: Table, connection: Connection, uid: str, kept: list[DealtCard], limit: int) -> Shown:
    checked, _ = await _checked(connection, uid, [])
    member = await store.seeker(connection, checked.id)
    if member is None:
        raise ProfileNeeded
    seen = [*await store.seen_cards(connection, checked.id), *(card.id for card in kept)]
    seeker = columns.seeker_of(member)
    side = table.market.facing(member.role)
    ranked = side.top(seeker, seen, DEALT)
    fresh = _dealt([side.ids[place] for place in ranked.positions.tolist()], ranked)
    # The market may be a second behind: who has just paused or filled up is not dealt.
    checked, cards = await _checked(connection, uid, [*kept, *fresh])
    deck = DealtDeck(checked.profile_version, member.sectors, member.goals, cards)
    await _keep(table, connection, checked.id, uid, deck)
    shown = await _with_faces(table, connection, cards, checked, limit)
    advice = _advice(side.eligible, side.cards.modalities, seeker, member) if len(shown) < limit else None
    return Shown(deck, shown, advice)


async def _keep(table: Table, connection: Connection, member_id: UUID, uid: str, deck: DealtDeck) -> None:
    terms = [term for card in deck.cards for term in card.terms]
    await store.put_deal(connection, member_id, [card.id for card in deck.cards], terms)
    await table.cache.put(cache_key(uid), _packed.encode(deck), KEPT_SECONDS)


async def _with_faces(
    table: Table, connection: Connection, cards: list[DealtCard], checked: CheckedDeck, limit: int
) -> list[tuple[DealtCard, Person]]:
    shown = cards[:limit]
    people = await table.faces.look_up(connection, [card.id for card in shown], checked.versions[:limit])
    return [(card, seen) for card, seen in zip(shown, people, strict=True) if seen is not None]


def _dealt(ids: list[UUID], ranked: Ranked) -> list[DealtCard]:
    named = largest_terms(ranked.terms, columns.rules().weights).terms.tolist()
    return [
        DealtCard(id, tuple(terms), tuple(term for term in terms_named if term >= 0))
        for id, terms, terms_named in zip(ids, ranked.terms.tolist(), named, strict=True)
    ]


def _advice(
    eligible: np.ndarray[tuple[int], np.dtype[np.bool_]],
    modalities: np.ndarray[tuple[int], np.dtype[np.uint8]],
    seeker: Seeker,
    member: LookingMember,
) -> Words:
    if not eligible.any():
        return words.NOBODY_YET
    if not (eligible & (modalities & seeker.modalities != 0)).any() or len(member.modalities) == 1:
        return words.NO_COMMON_WAY
    return words.ALL_SEEN


def _unpack(packed: bytes | None) -> DealtDeck:
    try:
        return _unpacked.decode(packed) if packed else NO_DECK
    except msgspec.MsgspecError:  # an older version of the service kept it
        return NO_DECK
