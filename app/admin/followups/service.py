"""What the mentee's structure reads of how tandems go; every look leaves an entry."""

from uuid import UUID

from app.admin.followups.wire import FollowUp, staff_feedback, staff_outcome, staff_pulse, staff_stall
from app.audit import service as audit
from app.db import Connection, Database
from app.errors import NotFound
from app.feedback import store as feedback
from app.feedback.model import ListedFeedback, State
from app.outcomes import store as outcomes
from app.paging import Cursor
from app.people import store as people
from app.people.model import Face
from app.pulses import store as pulses
from app.staff import service as staff
from app.stalls import store as stalls


async def list_feedback(
    db: Database, uid: str, state: State, needs_help: bool | None, before: Cursor | None, limit: int
) -> tuple[list[ListedFeedback], dict[UUID, Face]]:
    """Reports to the caller's structure and those below it, and the people in them."""
    return await db.transact(_list_feedback, uid, state, needs_help, before, limit)


async def read(db: Database, uid: str, tandem_id: UUID) -> FollowUp:
    """All that the two of a tandem said of it; of one whose mentee is another structure's, nothing is found."""
    return await db.transact(_read, uid, tandem_id)


async def _list_feedback(
    connection: Connection, uid: str, state: State, needs_help: bool | None, before: Cursor | None, limit: int
) -> tuple[list[ListedFeedback], dict[UUID, Face]]:
    reader = await staff.reading(connection, uid)
    found = await feedback.feedback_under(connection, reader.structure_id, state, before, limit, needs_help)
    involved = {member_id for one in found for member_id in (one.mentee_id, one.mentor_id)}
    read = {"state": state, "feedback": [str(one.id) for one in found]}
    await audit.record(
        connection, reader.id, "list-feedback", "structure", reader.structure_id, after=read, about=involved
    )
    return found, await people.faces(connection, involved)


async def _read(connection: Connection, uid: str, tandem_id: UUID) -> FollowUp:
    reader = await staff.reading(connection, uid)
    members = await feedback.members_under(connection, reader.structure_id, tandem_id)
    if not members:
        raise NotFound
    await audit.record(connection, reader.id, "read-follow-up", "tandem", tandem_id, about=members)
    return FollowUp(
        tandem_id,
        [staff_feedback(one) for one in await feedback.list_feedback(connection, tandem_id, whole=True)],
        [staff_pulse(one) for one in await pulses.pulses_of_tandem(connection, tandem_id)],
        [staff_outcome(one) for one in await outcomes.outcomes_of_tandem(connection, tandem_id)],
        [staff_stall(one) for one in await stalls.stalls_of_tandem(connection, tandem_id)],
    )
