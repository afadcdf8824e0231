"""Decks: the best cards a member may act on now, the same until they swipe."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from app.cache import Cache
from app.db import Connection, Database
from app.decks import columns, store, words
from app.decks.faces import FaceBook
from app.decks.hands import NO_DECK, Hand, Hands, Shown
from app.decks.market import Market
from app.decks.model import CheckedDeck, DealtCard, DealtDeck, LookingMember
from app.decks.side import Dealt, Side
from app.errors import Words
from app.members.errors import (
    AwaitsGuardian,
    AwaitsTraining,
    AwaitsVerification,
    MemberHidden,
    MemberSuspended,
    ProfileNeeded,
)
from app.people.wire import Person
from ranking import Rows, Seeker
from ranking import reasons as largest_terms

DEALT = 60  # cards are dealt at once, and shown a few at a time
MARGIN = 2  # cards asked about beyond the limit, so that one look usually finds enough
KEPT_SECONDS = 6 * 3600

_packed = msgspec.msgpack.Encoder()
_unpacked = msgspec.msgpack.Decoder(DealtDeck)


class Table(msgspec.Struct, frozen=True):
    """What dealing needs: the truth, the cache, the market, and the hands and faces shown last."""

    db: Database
    cache: Cache
    market: Market
    hands: Hands
    faces: FaceBook


async def deal(table: Table, uid: str, limit: int) -> Shown:
    """Up to `limit` cards, best first: those dealt before that still stand, then new ones."""
    known = table.hands.of(uid)
    hand = known or await _fetch(table, uid)
    async with table.db.connection() as connection:
        checked, standing = await _check(connection, uid, hand.deck.cards, limit)
        if known and hand.deck.dealt_at != checked.dealt_at:  # another process has dealt since
            hand = await _fetch(table, uid)
            checked, standing = await _check(connection, uid, hand.deck.cards, limit)
        if checked.paused:
            return Shown(NO_DECK, [], words.PAUSED)
        if checked.held:
            return Shown(NO_DECK, [], words.HELD)
        if checked.long_unseen:
            await store.mark_seen(connection, checked.id)
        if not _is_of_now(hand.deck, checked):
            standing = []
        elif len(standing) >= limit:
            return await _show_again(table, connection, hand, standing, checked, limit)
    await table.market.keep_up(table.db)
    async with table.db.connection() as connection:
        return await _deal_anew(table, connection, uid, checked, standing, limit)


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
    if checked.hidden:
        raise MemberHidden
    if checked.awaits_guardian:
        raise AwaitsGuardian
    if checked.awaits_verification:
        raise AwaitsVerification
    if checked.awaits_training:
        raise AwaitsTraining
    return checked, [cards[place] for place in checked.places]


def _is_of_now(deck: DealtDeck, checked: CheckedDeck) -> bool:
    return deck.dealt_at == checked.dealt_at and deck.profile_version == checked.profile_version


async def _show_again(
    table: Table, connection: Connection, hand: Hand, standing: list[DealtCard], checked: CheckedDeck, limit: int
) -> Shown:
    places, versions = checked.places[:limit], checked.versions[:limit]
    shown = hand.shown(limit, places, versions)
    if shown is None:
        shown = Shown(hand.deck, await _with_faces(table, connection, standing, checked, limit))
        hand.show(limit, places, versions, shown)
    return shown


async def _deal_anew(
    table: Table, connection: Connection, uid: str, before: CheckedDeck, kept: list[DealtCard], limit: int
) -> Shown:
    member = await store.seeker(connection, before.id)
    if member is None:
        raise ProfileNeeded
    seen = await store.seen_cards(connection, before.id) | {card.id: card.proposed_by for card in kept}
    seeker = columns.seeker_of(member)
    side = table.market.facing(member.role)
    proposed = _proposed(side, seeker, seen, kept)
    fresh = _cards(side, side.deal(seeker, seen, DEALT, table.market.rng))
    cards = [*proposed, *kept, *fresh]
    # The market may be a second behind: who has just paused or filled up is not shown. Those further down are asked
    # about when it is their turn.
    checked, standing = await _check(connection, uid, cards, limit)
    dealt_at = await store.put_deal(connection, checked.id, cards, before.dealt_at)
    # Of the profile as it was before it was read: if it has changed since, the next call deals anew.
    deck = DealtDeck(dealt_at, before.profile_version, member.sectors, member.goals, cards)
    shown, _ = await asyncio.gather(_with_faces(table, connection, standing, checked, limit), _keep(table, uid, deck))
    advice = _advice(side.index.members, seeker, member) if len(shown) < limit else None
    return Shown(deck, shown, advice)


async def _keep(table: Table, uid: str, deck: DealtDeck) -> None:
    if deck.dealt_at is None:  # another deal came first: that one stays
        return
    table.hands.take(uid, deck)
    await table.cache.put(cache_key(uid), _packed.encode(deck), KEPT_SECONDS)


async def _fetch(table: Table, uid: str) -> Hand:
    return table.hands.take(uid, _unpack(await table.cache.get(cache_key(uid))))


async def _with_faces(
    table: Table, connection: Connection, cards: list[DealtCard], checked: CheckedDeck, limit: int
) -> list[tuple[DealtCard, Person]]:
    shown = cards[:limit]
    ids = [card.id for card in shown]
    table.market.note_shown(ids)
    people = await table.faces.look_up(connection, ids, checked.versions[:limit])
    return [(card, seen) for card, seen in zip(shown, people, strict=True) if seen is not None]


def _proposed(
    side: Side[Any], seeker: Seeker, seen: Mapping[UUID, str | None], kept: list[DealtCard]
) -> list[DealtCard]:
    """Those whom staff propose, best first; not who is on a card that stays."""
    structures = {id: structure for id, structure in seen.items() if structure}
    wanted = structures.keys() - {card.id for card in kept}
    return [replace(card, proposed_by=structures[card.id]) for card in _cards(side, side.rate(seeker, wanted))]


def _cards(side: Side[Any], dealt: Dealt) -> list[DealtCard]:
    named = largest_terms(dealt.terms, columns.rules().weights).terms.tolist()
    rows = zip(dealt.positions.tolist(), dealt.terms.tolist(), named, dealt.randomised.tolist(), strict=True)
    return [
        DealtCard(side.directory.id_at(at), tuple(terms), tuple(term for term in reasons if term >= 0), randomised)
        for at, terms, reasons, randomised in rows
    ]


def _advice(members: Rows, seeker: Seeker, member: LookingMember) -> Words:
    if not members.eligible.any():
        return words.NOBODY_YET
    if not (members.eligible & (members.modalities & seeker.modalities != 0)).any() or len(member.modalities) == 1:
        return words.NO_COMMON_WAY
    return words.ALL_SEEN


def _unpack(packed: bytes | None) -> DealtDeck:
    try:
        return _unpacked.decode(packed) if packed else NO_DECK
    except msgspec.MsgspecError:  # an older version of the service kept it
        return NO_DECK
