"""The pulse: one question to both, 30 days after a tandem came alive, then every 60; each reads only their own."""

from uuid import UUID

from app.db import Database
from app.errors import NotFound
from app.pulses import store
from app.pulses.errors import PulseNoLongerAsked
from app.pulses.model import Pulse
from app.pulses.wire import NewPulse
from app.tandems import service as tandems


async def ask(db: Database) -> int:
    """Asks both of each tandem for which it is time; returns how many were asked."""
    done = 0
    while asked := await db.transact(store.ask_pulses):
        done += asked
    return done


async def list_own(db: Database, uid: str, tandem_id: UUID) -> list[Pulse]:
    """What the caller was asked of one of their tandems."""
    async with db.connection() as connection:
        joined = await tandems.joined(connection, uid, tandem_id)
        return await store.list_pulses(connection, tandem_id, joined.member_id)


async def answer(db: Database, uid: str, tandem_id: UUID, occasion: str, new: NewPulse) -> Pulse:
    """The caller's answer is what was sent, until the question closes."""
    comment = (new.comment or "").strip() or None
    async with db.connection() as connection:
        joined = await tandems.joined(connection, uid, tandem_id)
        answered = await store.answer_pulse(connection, tandem_id, joined.member_id, occasion, new.mood, comment)
        found = await store.list_pulses(connection, tandem_id, joined.member_id, occasion)
    if not found:
        raise NotFound
    if not answered:
        raise PulseNoLongerAsked
    return found[0]
