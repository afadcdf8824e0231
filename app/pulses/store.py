"""Pulses in Postgres."""

from uuid import UUID

from app.db import Connection
from app.outbox.store import priority_of
from app.pulses.model import AskedPulse, Pulse
from app.sql import queries
from app.tandems.rhythm import ASKED_AT_ONCE, ASKED_EVERY_DAYS, ASKED_LATE, FIRST_ASKED_DAYS, PULSE_OPEN
from push.kinds import kind_of

Q = queries("pulses")


async def ask_pulses(connection: Connection) -> int:
    """Asks what is due, of some tandems at a time; nothing is left when it returns 0."""
    asked: int = await connection.fetchval(
        Q.ask_pulses,
        FIRST_ASKED_DAYS,
        ASKED_EVERY_DAYS,
        ASKED_LATE,
        PULSE_OPEN,
        kind_of("PulseAsked").horizon,
        priority_of("PulseAsked"),
        ASKED_AT_ONCE,
    )
    return asked


async def list_pulses(connection: Connection, tandem_id: UUID, member_id: UUID, only: str | None = None) -> list[Pulse]:
    return [Pulse(**row) for row in await connection.fetch(Q.list_pulses, tandem_id, member_id, only)]


async def answer_pulse(
    connection: Connection, tandem_id: UUID, member_id: UUID, occasion: str, mood: int, comment: str | None
) -> bool:
    answered = await connection.fetchval(Q.answer_pulse, tandem_id, member_id, occasion, mood, comment)
    return answered is not None


async def pulses_of_tandem(connection: Connection, tandem_id: UUID) -> list[AskedPulse]:
    return [AskedPulse(**row) for row in await connection.fetch(Q.pulses_of_tandem, tandem_id)]
