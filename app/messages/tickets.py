"""Tickets: what lets a socket in, for a phone cannot send a header with one. Each works once, within seconds."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from app.auth import Claims
from app.db import Database
from app.errors import Language
from app.members import service as members
from app.messages import store
from app.messages.errors import TooManyTickets
from app.messages.model import Admitted

LIFETIME = timedelta(seconds=30)
# A phone needs one; several at a time are phones of one member, or somebody who tries.
MOST_UNUSED = 10


async def issue(db: Database, claims: Claims, language: Language) -> str:
    """A ticket for the caller; the database keeps only what cannot be used."""
    ticket = secrets.token_urlsafe(32)
    until = datetime.fromtimestamp(claims.expires_at, UTC)
    async with db.connection() as connection:
        await members.present(connection, claims.uid)
        if not await store.issue_ticket(
            connection, claims.uid, _digest(ticket), language, LIFETIME, until, MOST_UNUSED
        ):
            raise TooManyTickets(seconds=int(LIFETIME.total_seconds()))
    return ticket


async def redeem(db: Database, ticket: str) -> Admitted | None:
    """Whom this ticket lets in; nobody the second time."""
    async with db.connection() as connection:
        return await store.take_ticket(connection, _digest(ticket))


def _digest(ticket: str) -> bytes:
    return hashlib.sha256(ticket.encode()).digest()
