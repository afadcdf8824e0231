"""The things that changed, read from their own domains, by the rules of each."""

from collections.abc import Collection, Iterable
from uuid import UUID

from app.db import Connection
from app.errors import Language
from app.meetings import store as meetings
from app.messages import store as messages
from app.notices import store as notices
from app.people import store as people
from app.requests import store as requests
from app.requests.model import Direction
from app.sync import store
from app.sync.model import Change, Rank, Things
from app.tandems import store as tandems


async def read_things(
    connection: Connection,
    uid: str,
    member_id: UUID,
    direction: Direction,
    language: Language,
    changes: Collection[Change],
) -> Things:
    """Those of the things that the member may see, as they are now."""
    ids = {rank: [change.thing_id for change in changes if change.rank == rank] for rank in Rank}
    most = len(changes)
    found = Things(
        tandems=await tandems.list_tandems(connection, uid, None, most, ids[Rank.TANDEM]),
        requests=await requests.list_requests(connection, uid, direction, None, most, ids[Rank.REQUEST]),
        meetings=await meetings.meetings_among(connection, uid, ids[Rank.MEETING]),
        messages=await messages.messages_among(connection, member_id, ids[Rank.MESSAGE]),
        readings=await store.readings(connection, member_id, ids[Rank.READING]),
        notices=await notices.notices_after(connection, uid, language, 0, most, ids[Rank.NOTICE]),
    )
    found.faces.update(await people.faces(connection, _people_in(found)))
    return found


def gone(changes: Iterable[Change], things: Things) -> dict[Rank, list[UUID]]:
    """What changed and is not to be seen any more."""
    seen: dict[Rank, set[UUID]] = {
        Rank.TANDEM: {tandem.id for tandem in things.tandems},
        Rank.REQUEST: {request.id for request in things.requests},
        Rank.MEETING: {meeting.id for meeting in things.meetings},
        Rank.MESSAGE: {message.id for message in things.messages},
        Rank.READING: {reading.tandem_id for reading in things.readings},
        Rank.NOTICE: {notice.id for notice in things.notices},
    }
    return {
        rank: [change.thing_id for change in changes if change.rank == rank and change.thing_id not in seen[rank]]
        for rank in Rank
    }


def _people_in(things: Things) -> set[UUID]:
    partners = {id for tandem in things.tandems for id in (tandem.mentee_id, tandem.mentor_id)}
    return partners | {request.member_id for request in things.requests}
