"""What a sanction ends for the member's others, so that nobody waits for somebody who cannot answer."""

from uuid import UUID

from app.db import Connection
from app.introductions import service as introductions
from app.requests import service as requests
from app.sanctions import store
from app.sanctions.model import EXCLUDING, Kind, Sanctioned
from app.tandems import service as tandems


async def end_contacts(connection: Connection, member: Sanctioned, kind: Kind, staff_id: UUID) -> None:
    """Who is kept from meeting anybody asks nobody; nobody waits for the excluded, nor meets them with an officer; the
    banned leave every tandem."""
    if kind == "warning":
        return
    # The order of all locks, for all that follows.
    await store.lock_mentees_asking(connection, member.id)
    if kind == "ban":
        await store.lock_pairs_of(connection, member.id)
    await store.lock_mentors_asked(connection, member.id)
    if member.role == "mentee":
        await store.withdraw_requests_of(connection, member.id)
    elif kind in EXCLUDING:
        for closed in await store.release_requests_to(connection, member.id):
            await requests.tell_closed(connection, closed.id, closed.mentee_id)
    if kind == "suspension":
        await introductions.call_off_all_of(connection, member.id)
    if kind == "ban":
        await tandems.end_all_of(connection, member.id, staff_id)
