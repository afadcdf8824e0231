"""All that changed for the caller, in one call."""

from datetime import UTC, datetime
from typing import Annotated

from litestar import get
from litestar.config.compression import CompressionConfig
from litestar.di import NamedDependency
from litestar.middleware import DefineMiddleware
from litestar.middleware.compression import CompressionMiddleware
from litestar.params import FromQuery, QueryParameter

from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.sync import service
from app.sync.bookmarks import read_bookmark
from app.sync.wire import SentChanges, sent_changes

# Here alone: elsewhere answers are small, and every call would pay.
COMPRESSED = DefineMiddleware(CompressionMiddleware, config=CompressionConfig("gzip", gzip_compress_level=6))


@get("/sync", operation_id="sync", middleware=[COMPRESSED])
async def sync(
    request: SignedIn,
    db: NamedDependency[Database],
    since: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 200,
) -> SentChanges:
    """What changed for the caller since the `next` of the last call; without `since`, all there is."""
    language = language_of(request)
    page = await service.catch_up(db, request.user.uid, language, read_bookmark(since), limit)
    return sent_changes(page, datetime.now(UTC), language)
