"""Swipes: first ones share statements; any other locks the mentee, and then the pair."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from app.db import Connection, Database
from app.errors import DomainError
from app.members import service as members
from app.pairs import service as pairs
from app.pairs import store as pair_store
from app.pairs.model import Pair
from app.requests import service as requests
from app.requests import store as request_store
from app.requests.errors import (
    AlreadyInTandem,
    RequestAlreadyOpened,
    RequestClosed,
    TandemAlreadyFormed,
)
from app.swipes.firsts import FirstSwipes
from app.swipes.model import Ask, Pass, Swiped
from app.swipes.wire import NewSwipe, OfflineSwipe


async def swipe(firsts: FirstSwipes, uid: str, card_id: UUID, new: NewSwipe) -> Swiped:
    """The caller's verdict on a card; repeating it changes nothing."""
    if new.verdict == "pass":
        if await firsts.passes.store(Pass(uid, card_id, new.swiped_at)):
            return Swiped(card_id, "pass", "passed")
        return await firsts.db.transact(_pass, uid, card_id, new)
    if await firsts.asks.store(Ask(uid, card_id, _message(new), new.swiped_at)):
        return Swiped(card_id, "like", "requested")
    return await firsts.db.transact(_like, uid, card_id, new)


async def swipe_all(firsts: FirstSwipes, uid: str, swipes: Sequence[OfflineSwipe]) -> list[Swiped | DomainError]:
    """Swipes made offline, carried out in the order they were made; one result or problem each, as given."""
    async with firsts.db.connection() as connection:
        await members.ready(connection, uid)
    results: dict[int, Swiped | DomainError] = {}
    for place in sorted(range(len(swipes)), key=lambda place: swipes[place].swiped_at.astimezone(UTC)):
        results[place] = await _swipe_or_problem(firsts, uid, swipes[place])
    return [results[place] for place in range(len(swipes))]


async def undo(db: Database, uid: str, card_id: UUID) -> None:
    """As if the caller had never swiped the card."""
    await db.transact(_undo, uid, card_id)


async def _pass(connection: Connection, uid: str, card_id: UUID, new: NewSwipe) -> Swiped:
    pair = await pairs.lock(connection, uid, card_id)
    before = await pairs.read(connection, pair)
    if before.tandem_id is not None:  # a tandem is ended elsewhere: the like stands
        return Swiped(card_id, "like", "tandem", before.tandem_id)
    await pairs.record(connection, pair, "pass", new.swiped_at)
    if pair.role == "mentee":
        await requests.withdraw(connection, before)
    else:
        await requests.refuse(connection, pair, before)
    return Swiped(card_id, "pass", "passed")


async def _like(connection: Connection, uid: str, card_id: UUID, new: NewSwipe) -> Swiped:
    pair = await pairs.lock(connection, uid, card_id)
    if pair.role == "mentee":
        return await _like_a_mentor(connection, pair, new)
    return await _like_a_mentee(connection, pair, new)


async def _like_a_mentor(connection: Connection, pair: Pair, new: NewSwipe) -> Swiped:
    state = await pairs.record(connection, pair, "like", new.swiped_at)
    if state.tandem_id is not None:
        return Swiped(pair.mentor_id, "like", "tandem", state.tandem_id)
    if state.waits:
        return Swiped(pair.mentor_id, "like", "requested")
    if pair.held:
        raise AlreadyInTandem
    if state.mentor_verdict == "like" and not pair.mentor_paused:
        tandem_id = await requests.form(connection, pair)
        if tandem_id is not None:
            return Swiped(pair.mentor_id, "like", "tandem", tandem_id)
    if state.closed_lately and not state.undone:
        raise RequestClosed
    await requests.ask(connection, pair, state, _message(new))
    return Swiped(pair.mentor_id, "like", "requested")


def _message(new: NewSwipe) -> str | None:
    return (new.message or "").strip() or None


async def _like_a_mentee(connection: Connection, pair: Pair, new: NewSwipe) -> Swiped:
    state = await pairs.record(connection, pair, "like", new.swiped_at)
    if state.tandem_id is not None:
        return Swiped(pair.mentee_id, "like", "tandem", state.tandem_id)
    if state.waits:
        tandem_id = await requests.accept(connection, pair, state)
        return Swiped(pair.mentee_id, "like", "tandem", tandem_id)
    if state.request_state == "released" and state.closed_lately:
        raise RequestClosed
    return Swiped(pair.mentee_id, "like", "waiting")


async def _undo(connection: Connection, uid: str, card_id: UUID) -> None:
    pair = await pairs.lock(connection, uid, card_id)
    state = await pairs.read(connection, pair)
    own = state.mentee_verdict if pair.role == "mentee" else state.mentor_verdict
    if state.tandem_id is not None:
        raise TandemAlreadyFormed
    if own is None:
        return
    asked = own == "like" and pair.role == "mentee"
    refused = own == "pass" and pair.role == "mentor"
    if (asked or refused) and state.request_id and not state.undone and not state.waits:
        raise RequestClosed
    # The pair before the request, whose end locks the mentor.
    await pair_store.forget_verdict(connection, pair.mentee_id, pair.mentor_id, pair.role)
    if (
        asked
        and state.waits
        and state.request_id
        and not await request_store.undo_request(connection, state.request_id)
    ):
        raise RequestAlreadyOpened


async def _swipe_or_problem(firsts: FirstSwipes, uid: str, made: OfflineSwipe) -> Swiped | DomainError:
    # The phone's clock may be wrong or hostile: a time to come is now.
    moment = min(made.swiped_at, datetime.now(UTC))
    try:
        return await swipe(firsts, uid, made.member_id, NewSwipe(made.verdict, made.message, moment))
    except DomainError as error:
        if error.status >= 500:
            raise
        return error
