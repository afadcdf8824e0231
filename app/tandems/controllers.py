"""The caller's tandems."""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from app.auth import Claims
from app.db import Database
from app.paging import read_cursor, write_cursor
from app.tandems import service
from app.tandems.wire import SentTandem, sent_tandem
from app.wire import Page


@get("/tandems", operation_id="listTandems")
async def list_tandems(
    db: NamedDependency[Database],
    caller: NamedDependency[Claims],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[SentTandem]:
    """The caller's tandems, newest first."""
    tandems, faces = await service.list_own(db, caller.uid, read_cursor(cursor), limit)
    return Page(
        [sent_tandem(tandem, faces) for tandem in tandems],
        write_cursor(tandems, limit, lambda tandem: (tandem.formed_at, tandem.id)),
    )


@get("/tandems/{tandem_id:uuid}", operation_id="readTandem")
async def read_tandem(
    db: NamedDependency[Database], caller: NamedDependency[Claims], tandem_id: FromPath[UUID]
) -> SentTandem:
    """One tandem of the caller's."""
    return sent_tandem(*await service.read(db, caller.uid, tandem_id))
