"""Proposals: sent by staff, answered by swipes like any card, closed kindly. The mentee is always locked first."""

from collections.abc import Sequence
from uuid import UUID

from app.db import Connection, Database
from app.members import service as members
from app.paging import Cursor
from app.people import store as people
from app.people.model import Face
from app.proposals import store
from app.proposals.errors import MemberGone, NotProposable
from app.proposals.model import Couple, OwnProposal, Sender
from app.proposals.rules import obstacle

EXPIRED_AT_ONCE = 200


async def send(
    connection: Connection, couples: Sequence[Couple], sender: Sender, *, lifting_passes: bool
) -> tuple[list[UUID], dict[Couple, type[NotProposable]]]:
    """Proposes each of the tandems that the rules allow at this moment; what stands in the way of each other."""
    await store.lock_mentees(connection, [couple.mentee_id for couple in couples])
    await store.make_pairs(connection, couples)
    found = {prospect.couple: prospect for prospect in await store.prospects(connection, couples)}
    obstacles: dict[Couple, type[NotProposable]] = {couple: MemberGone for couple in couples if couple not in found}
    for couple, prospect in found.items():
        if (in_the_way := obstacle(prospect, lifting_passes=lifting_passes)) is not None:
            obstacles[couple] = in_the_way
    free = sorted(set(couples) - set(obstacles))
    if not free:
        return [], obstacles
    await store.clear_verdicts(connection, free)
    sent = await store.send_proposals(connection, free, sender)
    await store.deal_anew(connection, sorted({id for couple in free for id in (couple.mentee_id, couple.mentor_id)}))
    return sent, obstacles


async def list_own(
    db: Database, uid: str, before: Cursor | None, limit: int
) -> tuple[list[OwnProposal], dict[UUID, Face]]:
    """What staff proposed to the caller, newest first, and the people on the cards."""
    async with db.connection() as connection:
        member = await members.present(connection, uid)
        proposals = await store.own_proposals(connection, member.id, before, limit)
        return proposals, await people.faces(connection, [proposal.member_id for proposal in proposals])


async def expire_overdue(db: Database) -> int:
    """Ends the proposals that were not answered in time, each in its own transaction; returns how many."""
    done = 0
    while overdue := await _overdue(db):
        expired = [await db.transact(_expire, late, mentee_id) for late, mentee_id in overdue]
        done += sum(expired)
    return done


async def _overdue(db: Database) -> list[tuple[UUID, UUID]]:
    async with db.connection() as connection:
        return [(late.id, late.mentee_id) for late in await store.overdue_proposals(connection, EXPIRED_AT_ONCE)]


async def _expire(connection: Connection, proposal_id: UUID, mentee_id: UUID) -> bool:
    await store.lock_mentees(connection, [mentee_id])
    return await store.end_proposal(connection, proposal_id, "expired") is not None
