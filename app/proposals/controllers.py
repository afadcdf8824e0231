"""Tandems that staff propose to the caller; they answer by a swipe."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.paging import read_cursor, write_cursor
from app.proposals import service
from app.proposals.wire import SentProposal, sent_proposal
from app.wire import Page


@get("/proposals", operation_id="listOwnProposals")
async def list_own_proposals(
    request: SignedIn,
    db: NamedDependency[Database],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[SentProposal]:
    """The tandems that a structure proposes to the caller, newest first."""
    found, faces = await service.list_own(db, request.user.uid, read_cursor(cursor), limit)
    language = language_of(request)
    return Page(
        # Somebody may have been erased between the two looks.
        [sent_proposal(one, faces[one.member_id], language) for one in found if one.member_id in faces],
        write_cursor(found, limit, lambda one: (one.sent_at, one.id)),
    )
