"""The caller's tandems."""

from typing import Annotated
from uuid import UUID

from litestar import delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from app.auth.guard import SignedIn
from app.db import Database
from app.paging import read_cursor, write_cursor
from app.tandems import service
from app.tandems.wire import SentTandem, sent_tandem
from app.wire import Page


@get("/tandems", operation_id="listTandems")
async def list_tandems(
    request: SignedIn,
    db: NamedDependency[Database],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[SentTandem]:
    """The caller's tandems, newest first."""
    tandems, faces = await service.list_own(db, request.user.uid, read_cursor(cursor), limit)
    return Page(
        # Somebody may have been erased between the two looks.
        [sent_tandem(tandem, faces) for tandem in tandems if {tandem.mentor_id, tandem.mentee_id} <= faces.keys()],
        write_cursor(tandems, limit, lambda tandem: (tandem.formed_at, tandem.id)),
    )


@get("/tandems/{tandem_id:uuid}", operation_id="readTandem")
async def read_tandem(request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID]) -> SentTandem:
    """One tandem of the caller's, open or closed."""
    return sent_tandem(*await service.read(db, request.user.uid, tandem_id))


@put("/tandems/{tandem_id:uuid}/pause", operation_id="pauseTandem")
async def pause_tandem(request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID]) -> SentTandem:
    """The two take a break; the seat stays theirs."""
    return sent_tandem(*await service.pause(db, request.user.uid, tandem_id))


@delete("/tandems/{tandem_id:uuid}/pause", operation_id="resumeTandem", status_code=200)
async def resume_tandem(request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID]) -> SentTandem:
    """The break is over; either of the two may say so."""
    return sent_tandem(*await service.resume(db, request.user.uid, tandem_id))
