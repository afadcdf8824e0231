"""A tandem's story."""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.paging import read_cursor, write_cursor
from app.sync.timeline import service
from app.sync.timeline.wire import SentEntry, sent_entry
from app.wire import Page


@get("/tandems/{tandem_id:uuid}/timeline", operation_id="readTimeline")
async def read_timeline(
    request: SignedIn,
    db: NamedDependency[Database],
    tandem_id: FromPath[UUID],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[SentEntry]:
    """What happened in the tandem, oldest first; planned meetings come last."""
    entries, side = await service.tell(db, request.user.uid, tandem_id, read_cursor(cursor), limit)
    language = language_of(request)
    return Page(
        [sent_entry(entry, side, language) for entry in entries],
        write_cursor(entries, limit, lambda entry: (entry.at, entry.id)),
    )
