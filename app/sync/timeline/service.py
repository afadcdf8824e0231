"""A tandem's story, told to its two."""

from uuid import UUID

from app.db import Database
from app.members.model import Role
from app.paging import Cursor
from app.sync.timeline import store
from app.sync.timeline.model import Entry
from app.tandems import service as tandems


async def tell(db: Database, uid: str, tandem_id: UUID, after: Cursor | None, limit: int) -> tuple[list[Entry], Role]:
    """What happened, oldest first, and the caller's side; a stranger's tandem is not found."""
    async with db.connection() as connection:
        tandem = await tandems.joined(connection, uid, tandem_id)
        return await store.timeline(connection, tandem.id, tandem.role, after, limit), tandem.role
