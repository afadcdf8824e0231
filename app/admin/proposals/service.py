"""Staff propose tandems to members of their scope."""

from uuid import UUID

from app.audit import service as audit
from app.db import Connection, Database
from app.errors import Invalid, NotFound, Words
from app.paging import Cursor
from app.proposals import service as proposals
from app.proposals import store
from app.proposals.errors import ProposalClosed
from app.proposals.model import Couple, ProposalFilter, Sender, StaffProposal
from app.staff import service as staff

UNKNOWN = Words("membre inconnu", "unknown member")


async def propose(db: Database, uid: str, couple: Couple, note: str | None) -> tuple[StaffProposal, bool]:
    """The tandem is proposed to both; while it is, the same again changes nothing. The flag says whether it is new."""
    return await db.transact(_propose, uid, couple, note)


async def list_proposals(
    db: Database, uid: str, only: ProposalFilter, before: Cursor | None, limit: int
) -> list[StaffProposal]:
    """What was proposed to mentees of the caller's scope, newest first."""
    return await db.transact(_list_proposals, uid, only, before, limit)


async def withdraw(db: Database, uid: str, proposal_id: UUID) -> None:
    """The tandem is no longer proposed; withdrawing it again changes nothing."""
    await db.transact(_withdraw, uid, proposal_id)


async def _propose(connection: Connection, uid: str, couple: Couple, note: str | None) -> tuple[StaffProposal, bool]:
    officer = await staff.deciding(connection, uid, "officer")
    if unknown := await store.strangers(connection, officer.structure_id, couple):
        raise Invalid(*((field, UNKNOWN) for field in unknown))
    await store.lock_mentees(connection, [couple.mentee_id])
    known = await store.open_proposal(connection, couple)
    if known is not None:
        return await _found(connection, officer.structure_id, known), False
    sender = Sender(officer.id, officer.structure_id, note)
    sent, obstacles = await proposals.send(connection, [couple], sender, lifting_passes=True)
    if obstacles:
        raise obstacles[couple]()
    about = [couple.mentee_id, couple.mentor_id]
    await audit.record(connection, officer.id, "propose-tandem", "proposal", sent[0], about=about)
    return await _found(connection, officer.structure_id, sent[0]), True


async def _list_proposals(
    connection: Connection, uid: str, only: ProposalFilter, before: Cursor | None, limit: int
) -> list[StaffProposal]:
    reader = await staff.reading(connection, uid)
    found = await store.staff_proposals(connection, reader.structure_id, only, before, limit)
    shown = sorted({id for one in found for id in (one.mentee_id, one.mentor_id)})
    facts = {"proposals": len(found)}
    await audit.record(connection, reader.id, "list-proposals", "proposal", None, after=facts, about=shown)
    return found


async def _withdraw(connection: Connection, uid: str, proposal_id: UUID) -> None:
    officer = await staff.deciding(connection, uid, "officer")
    if not await store.lock_mentee_of(connection, officer.structure_id, proposal_id):
        raise NotFound
    couple = await store.end_proposal(connection, proposal_id, "withdrawn")
    if couple is None:
        if await store.proposal_state(connection, proposal_id) != "withdrawn":
            raise ProposalClosed
        return
    about = [couple.mentee_id, couple.mentor_id]
    await audit.record(connection, officer.id, "withdraw-proposal", "proposal", proposal_id, about=about)


async def _found(connection: Connection, scope: UUID, proposal_id: UUID) -> StaffProposal:
    found = await store.staff_proposals(connection, scope, ProposalFilter(), None, 1, proposal_id)
    if not found:
        raise NotFound
    return found[0]
