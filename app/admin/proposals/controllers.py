"""Tandems that staff propose, under /v1/staff."""

from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.admin.proposals import service
from app.admin.proposals.wire import ListedProposal, NewProposal, listed_proposal
from app.auth.guard import SignedIn
from app.db import Database
from app.paging import read_cursor, write_cursor
from app.proposals.model import Couple, ProposalFilter, State
from app.wire import Page


@post("/proposals", operation_id="proposeTandem")
async def propose_tandem(
    request: SignedIn, db: NamedDependency[Database], data: JSONBody[NewProposal]
) -> Response[ListedProposal]:
    """Proposes a tandem as a card to both: 201, or 200 while it is proposed already."""
    note = (data.note or "").strip() or None
    proposal, is_new = await service.propose(db, request.user.uid, Couple(data.mentee_id, data.mentor_id), note)
    return Response(listed_proposal(proposal), status_code=201 if is_new else 200)


@get("/proposals", operation_id="listProposals")
async def list_proposals(
    request: SignedIn,
    db: NamedDependency[Database],
    # Litestar keeps the name `state` for itself.
    found_in: Annotated[State | None, QueryParameter(name="state")] = None,
    member_id: Annotated[UUID | None, QueryParameter(name="memberId")] = None,
    cohort_id: Annotated[UUID | None, QueryParameter(name="cohortId")] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[ListedProposal]:
    """What was proposed, newest first."""
    only = ProposalFilter(found_in, member_id, cohort_id)
    found = await service.list_proposals(db, request.user.uid, only, read_cursor(cursor), limit)
    return Page([listed_proposal(one) for one in found], write_cursor(found, limit, lambda one: (one.sent_at, one.id)))


@delete("/proposals/{proposal_id:uuid}", operation_id="withdrawProposal", status_code=204)
async def withdraw_proposal(request: SignedIn, db: NamedDependency[Database], proposal_id: FromPath[UUID]) -> None:
    """The tandem is no longer proposed; both read that the proposal is closed."""
    await service.withdraw(db, request.user.uid, proposal_id)
