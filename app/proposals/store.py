"""Proposals in Postgres."""

from collections.abc import Sequence
from uuid import UUID

from app.db import Connection
from app.outbox.store import priority_of
from app.paging import Cursor
from app.proposals.model import Couple, Overdue, OwnProposal, ProposalFilter, Prospect, Sender, StaffProposal, State
from app.sql import queries
from push.kinds import kind_of

Q = queries("proposals")


async def lock_mentees(connection: Connection, mentee_ids: Sequence[UUID]) -> None:
    await connection.execute(Q.lock_mentees, mentee_ids)


async def make_pairs(connection: Connection, couples: Sequence[Couple]) -> None:
    await connection.execute(Q.make_pairs, *_columns(couples))


async def prospects(connection: Connection, couples: Sequence[Couple]) -> list[Prospect]:
    return [Prospect(**row) for row in await connection.fetch(Q.prospects, *_columns(couples))]


async def clear_verdicts(connection: Connection, couples: Sequence[Couple]) -> None:
    await connection.execute(Q.clear_verdicts, *_columns(couples))


async def send_proposals(connection: Connection, couples: Sequence[Couple], sender: Sender) -> list[UUID]:
    kind = "TandemProposed"
    rows = await connection.fetch(
        Q.send_proposals,
        *_columns(couples),
        sender.structure_id,
        sender.staff_id,
        sender.note,
        sender.cohort_id,
        kind_of(kind).horizon,
        priority_of(kind),
    )
    return [row["id"] for row in rows]


async def deal_anew(connection: Connection, member_ids: Sequence[UUID]) -> None:
    await connection.execute(Q.deal_anew, member_ids)


async def open_proposal(connection: Connection, couple: Couple) -> UUID | None:
    found: UUID | None = await connection.fetchval(Q.open_proposal, couple.mentee_id, couple.mentor_id)
    return found


async def strangers(connection: Connection, scope: UUID, couple: Couple) -> list[str]:
    """The fields that name nobody whom staff of this scope know."""
    rows = await connection.fetch(Q.strangers, scope, couple.mentee_id, couple.mentor_id)
    return [row["field"] for row in rows]


async def staff_proposals(
    connection: Connection,
    scope: UUID,
    only: ProposalFilter,
    before: Cursor | None,
    limit: int,
    proposal_id: UUID | None = None,
) -> list[StaffProposal]:
    sent_at, before_id = before or (None, None)
    rows = await connection.fetch(
        Q.staff_proposals, scope, sent_at, before_id, limit, only.state, only.member_id, only.cohort_id, proposal_id
    )
    return [StaffProposal(**row) for row in rows]


async def lock_mentee_of(connection: Connection, scope: UUID, proposal_id: UUID) -> bool:
    return await connection.fetchval(Q.lock_mentee_of, scope, proposal_id) is not None


async def end_proposal(connection: Connection, proposal_id: UUID, state: State) -> Couple | None:
    """The two whose open proposal it was."""
    row = await connection.fetchrow(Q.end_proposal, proposal_id, state)
    return Couple(**row) if row else None


async def proposal_state(connection: Connection, proposal_id: UUID) -> State | None:
    state: State | None = await connection.fetchval(Q.proposal_state, proposal_id)
    return state


async def overdue_proposals(connection: Connection, limit: int) -> list[Overdue]:
    return [Overdue(**row) for row in await connection.fetch(Q.overdue_proposals, limit)]


async def own_proposals(
    connection: Connection, member_id: UUID, before: Cursor | None, limit: int
) -> list[OwnProposal]:
    rows = await connection.fetch(Q.own_proposals, member_id, *(before or (None, None)), limit)
    return [OwnProposal(**row) for row in rows]


def _columns(couples: Sequence[Couple]) -> tuple[list[UUID], list[UUID]]:
    return [couple.mentee_id for couple in couples], [couple.mentor_id for couple in couples]
