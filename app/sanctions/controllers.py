"""What was decided about the caller; open to the suspended."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.paging import read_cursor, write_cursor
from app.sanctions import service
from app.sanctions.wire import SentSanction, sent_sanction
from app.wire import Page


@get("/me/sanctions", operation_id="listOwnSanctions")
async def list_own_sanctions(
    request: SignedIn,
    db: NamedDependency[Database],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[SentSanction]:
    """What was decided about the caller, why, and how to appeal; newest first. Open to the suspended."""
    sanctions = await service.list_own(db, request.user.uid, read_cursor(cursor), limit)
    language = language_of(request)
    return Page(
        [sent_sanction(one, language) for one in sanctions],
        write_cursor(sanctions, limit, lambda one: (one.effective_at, one.id)),
    )
